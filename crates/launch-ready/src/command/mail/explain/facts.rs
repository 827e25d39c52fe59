//! What the DNS says about the mail of a domain.

use mail::Published;
use mail::dkim::{COMMON_SELECTORS, Key, Weakness, lookup};
use mail::dmarc::{Destination, Discovery, destinations, discover};
use mail::dns::{Dns, Mx};
use mail::provider::{Provider, recognized};
use mail::spf::{Audit, AuditKind, AuditProblem, Node, NodeTerm, Qualifier, audit};
use probe::MailDns;

/// All that the story is made of.
pub struct Facts {
    pub domain: String,
    pub spf: Audit,
    pub dmarc: Discovery,
    pub destinations: Vec<Destination>,
    /// Mail servers, or why nobody knows.
    pub mx: Result<Vec<Mx>, String>,
    /// Keys that were found, by selector.
    pub keys: Vec<(String, Published<Key>)>,
    /// Whether selectors were named; without them, a key that was not found proves nothing.
    pub named: bool,
    /// Selectors that were named and have no key.
    pub missing: Vec<String>,
    /// Services recognised from MX and SPF.
    pub providers: Vec<&'static Provider>,
}

/// Asks for everything. Selectors that large services use are tried too; finding none of them proves nothing.
pub async fn gather(dns: &MailDns, domain: &str, named: &[String]) -> Facts {
    let spf = audit(dns, domain).await;
    let dmarc = discover(dns, domain).await;
    let destinations = match (&dmarc.own, dmarc.record()) {
        (Some(own), Some(record)) => destinations(dns, &own.from, record).await,
        _ => Vec::new(),
    };
    let mx = dns.mx(domain).await.known();
    let (mut keys, mut missing) = (Vec::new(), Vec::new());
    // Where every name answers, a guess would find keys that nobody uses.
    let everything = lookup(dns, &probe::nonce(), domain).await != Published::Nothing;
    let common = COMMON_SELECTORS.iter().map(|(selector, _)| (*selector).to_owned());
    let common = common.filter(|selector| !everything && !named.contains(selector));
    for selector in named.iter().cloned().chain(common) {
        match lookup(dns, &selector, domain).await {
            Published::Nothing if named.contains(&selector) => missing.push(selector),
            Published::Nothing => {}
            Published::NoAnswer(why) => {
                // A silent resolver is silent thirty times; one is enough.
                keys.push((selector, Published::NoAnswer(why)));
                break;
            }
            found => keys.push((selector, found)),
        }
    }
    let hosts: Vec<String> = mx.iter().flatten().map(|mx| mx.exchange.clone()).collect();
    let providers = recognized(&hosts, &includes(spf.tree.as_ref()));
    Facts {
        domain: domain.to_owned(),
        spf,
        dmarc,
        destinations,
        mx,
        keys,
        named: !named.is_empty(),
        missing,
        providers,
    }
}

/// Names that the record and all below it include.
fn includes(node: Option<&Node>) -> Vec<String> {
    let terms = node.into_iter().flat_map(|node| &node.terms);
    terms
        .flat_map(|term| {
            term.node.iter().flat_map(|node| {
                let mut names = vec![node.domain.clone()];
                names.extend(includes(Some(node)));
                names
            })
        })
        .collect()
}

impl Facts {
    /// Does a record at that name belong to the owner of the domain?
    pub fn ours(&self, name: &str) -> bool {
        let organization = |name: &str| model::Name::parse(name).ok().and_then(|n| n.registrable());
        name == self.domain || organization(name).is_some_and(|o| Some(o) == organization(&self.domain))
    }

    /// Whether every question was answered.
    pub fn complete(&self) -> bool {
        let answered = |key: &(String, Published<Key>)| !matches!(key.1, Published::NoAnswer(_));
        self.spf.complete && self.dmarc.complete && self.mx.is_ok() && self.keys.iter().all(answered)
    }

    /// Whether the domain says that it sends nothing: `-all` and nobody named.
    pub fn sends_nothing(&self) -> bool {
        let nobody = |term: &NodeTerm| {
            let term = term.term.to_ascii_lowercase();
            term == "-all" || term.starts_with("exp=")
        };
        let tree = self.spf.tree.as_ref();
        self.spf.all == Some(Qualifier::Fail) && tree.is_some_and(|tree| tree.terms.iter().all(nobody))
    }

    /// Whether the domain takes no mail: a null MX (RFC 7505).
    pub fn null_mx(&self) -> bool {
        self.mx
            .as_ref()
            .is_ok_and(|all| !all.is_empty() && all.iter().all(|mx| mx.exchange.trim_end_matches('.').is_empty()))
    }

    /// Whether no sender can pass SPF: no record, several, or a fault in the domain's own, which spoils it as a whole
    /// (RFC 7208 §4.6).
    pub fn spf_void(&self) -> bool {
        let own = |problem: &AuditProblem| problem.kind == AuditKind::Syntax && problem.path.len() == 1;
        self.spf.tree.is_none() || self.spf.problems.iter().any(own)
    }

    /// Whether receivers come to an error inside the record: senders named before it still pass, all others don't.
    pub fn spf_breaks_off(&self) -> bool {
        use AuditKind::{DeadTarget, Loop, Syntax, TooManyLookups, TooManyMx, TooManyVoids};
        let breaks = [Syntax, TooManyLookups, TooManyVoids, TooManyMx, Loop, DeadTarget];
        !self.spf_void() && self.spf.problems.iter().any(|problem| breaks.contains(&problem.kind))
    }

    /// Whether SPF names senders and receivers can read all of it.
    pub fn spf_works(&self) -> bool {
        !self.spf_void() && !self.spf_breaks_off() && !self.sends_nothing()
    }

    /// Whether the user named selectors and none of them has a key that receivers accept: then mail is surely unsigned.
    pub fn unsigned(&self) -> bool {
        self.named && self.good_keys().is_empty()
    }

    /// Selectors whose key receivers accept.
    pub fn good_keys(&self) -> Vec<&str> {
        let refused = |weakness: &Weakness| !matches!(weakness, Weakness::RsaShort { .. } | Weakness::RsaLong { .. });
        let good = |key: &Published<Key>| match key {
            Published::Valid { record, .. } => !record.weaknesses().iter().any(refused),
            _ => false,
        };
        self.keys.iter().filter(|(_, key)| good(key)).map(|(selector, _)| selector.as_str()).collect()
    }
}
