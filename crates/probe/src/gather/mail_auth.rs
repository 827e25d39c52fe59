//! Mail authentication beyond single records: SPF trees, DMARC walks, DKIM keys, TLS policies, names of senders.

use super::name_of;
use crate::dns::mail::MailDns;
use crate::http::Request;
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use mail::dns::{Answer, Dns, reverse_name};
use mail::spf::{Audit, Bounds};
use mail::{Published, dkim, dmarc, mta_sts, spf, tls_rpt};
use model::facts::{
    DkimKey, DkimKeys, DmarcWalk, MailSample, MtaSts, MtaStsPolicy, PolicyAnswer, PolicyLook, SendingAddress,
    SendingAddresses, SpfTree, Tls, TlsFailure, TlsOutcome, TlsReports, Trust,
};
use model::{Seen, Subject, Unknown, Why};
use std::net::{IpAddr, SocketAddr};

/// Far past what can work (ten lookups), and small beside the budget of a look.
const SPF: Bounds = Bounds { records: 60, depth: 12, questions: 150, terms: 2_000, kept: 200 };
/// A tree with more bytes of records is not kept; its counts are.
const MAX_TREE: usize = 64 << 10;
/// Selectors that are looked up in all.
const MAX_SELECTORS: usize = 20;
/// Addresses whose names are looked up, and names of one address.
const MAX_SENDERS: usize = 8;
const MAX_NAMES: usize = 4;

fn no_answer(what: impl Into<String>) -> Unknown {
    Unknown::new(Why::NoAnswer, what)
}

impl Gather for SpfTree {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = name_of(subject)?;
        let mut audit = spf::audit_within(&MailDns::of(look), name.as_str(), SPF).await;
        if audit.records.is_empty() && !audit.complete {
            return Err(no_answer(format!("the TXT records of {name}")));
        }
        if audit.tree.as_ref().is_some_and(|tree| bytes(tree) > MAX_TREE) {
            (audit.tree, audit.complete) = (None, false);
        }
        Ok(Self { audit })
    }
}

/// Bytes of all records of a tree.
fn bytes(node: &spf::Node) -> usize {
    let below = node.terms.iter().filter_map(|t| t.node.as_ref());
    node.record.len() + below.map(bytes).sum::<usize>()
}

impl Gather for DmarcWalk {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = name_of(subject)?;
        let dns = MailDns::of(look);
        let discovery = dmarc::discover(&dns, name.as_str()).await;
        if !discovery.complete {
            return Err(no_answer(format!("the DMARC records of {name} and the names above it")));
        }
        let destinations = match (discovery.record(), &discovery.own) {
            (Some(record), Some(own)) => dmarc::destinations(&dns, &own.from, record).await,
            _ => Vec::new(),
        };
        Ok(Self { discovery, destinations })
    }
}

impl Gather for DkimKeys {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = name_of(subject)?;
        let dns = MailDns::of(look);
        let named: Vec<String> = look.plan.declared.selectors.iter().take(MAX_SELECTORS).cloned().collect();
        let find = |(selector, named): (String, bool)| {
            let (dns, name) = (&dns, &name);
            async move { DkimKey { found: dkim::lookup(dns, &selector, name.as_str()).await, selector, named } }
        };
        // A wildcard answers for any selector: a guess then shows nothing.
        let of_named = join_all(named.iter().map(|s| find((s.clone(), true))));
        let (nobody, mut keys) = tokio::join!(find((look.nonce().to_owned(), false)), of_named);
        if matches!(nobody.found, Published::Nothing) {
            let guesses = dkim::COMMON_SELECTORS.iter().map(|(selector, _)| (*selector).to_owned());
            let guesses = guesses.filter(|g| !named.contains(g)).map(|g| find((g, false)));
            keys.extend(join_all(guesses).await.into_iter().filter(|k| matches!(k.found, Published::Valid { .. })));
        }
        if keys.is_empty()
            && let Published::NoAnswer(why) = nobody.found
        {
            return Err(no_answer(why));
        }
        Ok(Self { keys })
    }
}

impl Gather for MailSample {
    async fn gather(look: &Look, _: &Subject) -> Seen<Self> {
        Ok(Self { sample: look.plan.declared.sample.clone() })
    }
}

impl Gather for MtaSts {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        match mta_sts::lookup(&MailDns::of(look), name_of(subject)?.as_str()).await {
            Published::NoAnswer(why) => Err(no_answer(why)),
            record => Ok(Self { record }),
        }
    }
}

impl Gather for TlsReports {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        match tls_rpt::lookup(&MailDns::of(look), name_of(subject)?.as_str()).await {
            Published::NoAnswer(why) => Err(no_answer(why)),
            record => Ok(Self { record }),
        }
    }
}

impl Gather for MtaStsPolicy {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let announced = look.get::<MtaSts>(subject).await?;
        let Published::Valid { .. } = announced.record else {
            return Ok(Self { look: PolicyLook::NotAnnounced });
        };
        let host = format!("mta-sts.{}", name_of(subject)?);
        if let Some(look) = distrust(look, &host).await? {
            return Ok(Self { look });
        }
        let address = mta_sts::policy_url(&subject.name);
        let url = url::Url::parse(&address).map_err(|e| Unknown::new(Why::Bug, format!("{address}: {e}")))?;
        let look = match look.fetch(Request::get(url)).await? {
            Err(failure) => PolicyLook::NoAnswer(failure.words()),
            Ok(response) => {
                let content_type = response.headers.get("content-type").and_then(|v| v.to_str().ok());
                let text = String::from_utf8_lossy(&response.body);
                let (policy, problems) = match mta_sts::Policy::parse(&text) {
                    _ if response.status != 200 => (None, Vec::new()),
                    Ok(policy) => (Some(policy), Vec::new()),
                    Err(all) => {
                        (None, all.iter().take(10).map(|p| format!("line {}: {}", p.line(&text), p.message)).collect())
                    }
                };
                PolicyLook::Answer(PolicyAnswer {
                    status: response.status,
                    content_type: content_type.map(|t| model::text::quote(t, 80)),
                    policy,
                    problems,
                })
            }
        };
        Ok(Self { look })
    }
}

/// Why senders would not trust the host of the policy, if so (RFC 8461 §3.3).
async fn distrust(look: &Look, host: &str) -> Seen<Option<PolicyLook>> {
    let none = |why: String| Ok(Some(PolicyLook::NoAnswer(why)));
    let tls = match look.get::<Tls>(&Subject::host(host)).await {
        Ok(tls) => tls,
        Err(unknown) if unknown.why == Why::Prerequisite => return none(format!("{host} has no address")),
        Err(unknown) => return Err(unknown),
    };
    let Some((_, session)) = tls.sessions().next() else {
        if !tls.endpoints.iter().any(|e| look.has_reached(SocketAddr::new(e.address, 443))) {
            return Err(Unknown::new(Why::NoRoute, "no connection to port 443 worked from here"));
        }
        let failure = tls.endpoints.iter().find_map(|e| match &e.outcome {
            TlsOutcome::Failed(failure) => Some(failure),
            TlsOutcome::Session(_) => None,
        });
        return none(match failure {
            Some(TlsFailure::Refused) => format!("{host} refuses connections to port 443"),
            Some(TlsFailure::TimedOut) => format!("{host} does not answer on port 443"),
            Some(TlsFailure::Alert(alert)) => format!("{host} ends the TLS handshake with the alert {alert}"),
            Some(TlsFailure::Closed | TlsFailure::NotTls(_)) | None => format!("{host} speaks no TLS on port 443"),
        });
    };
    let now = (look.net.clock)();
    let expired = session.leaf().is_some_and(|leaf| leaf.left(now) < 0 || leaf.not_before > now);
    let why = match &session.trust {
        _ if !session.covers_host => format!("its certificate does not name {host}"),
        _ if expired => "its certificate is outside its dates".to_owned(),
        Trust::Public | Trust::Declared => return Ok(None),
        Trust::SelfSigned => "its certificate signed itself".to_owned(),
        Trust::Incomplete { .. } => "it leaves out an intermediate certificate".to_owned(),
        Trust::ThisMachineOnly | Trust::UnknownIssuer { .. } => {
            "its certificate comes from an unknown authority".into()
        }
        Trust::Broken(what) => format!("its chain is broken: {what}"),
    };
    Ok(Some(PolicyLook::Untrusted(why)))
}

impl Gather for SendingAddresses {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let tree = look.get::<SpfTree>(subject).await?;
        let dns = MailDns::of(look);
        let mut addresses: Vec<SendingAddress> = Vec::new();
        for (address, term) in own_senders(&tree.audit) {
            if addresses.len() == MAX_SENDERS || addresses.iter().any(|a| a.address == address) {
                continue;
            }
            let names = dns.ptr(&reverse_name(address)).await.known().map_err(no_answer)?;
            let mut confirmed = false;
            for name in names.iter().take(MAX_NAMES) {
                confirmed |= leads_to(&dns, name, address).await?;
            }
            let names = names.iter().take(MAX_NAMES).map(|n| model::text::quote(n, 120)).collect();
            addresses.push(SendingAddress { address, term, names, confirmed });
        }
        Ok(Self { addresses })
    }
}

/// Addresses that the domain's own record names one by one. Plain `a` is left out: it is the website, as a rule.
fn own_senders(audit: &Audit) -> impl Iterator<Item = (IpAddr, String)> + '_ {
    let single = |n: &&spf::Network| n.prefix == if n.address.is_ipv4() { 32 } else { 128 };
    let own = audit.networks.iter().filter(|n| n.path.len() == 1).filter(single);
    own.filter(|n| n.written || !matches!(n.term.to_ascii_lowercase().trim_start_matches('+'), "a"))
        .map(|n| (n.address, n.term.clone()))
}

async fn leads_to(dns: &MailDns, name: &str, address: IpAddr) -> Seen<bool> {
    let answer = match address {
        IpAddr::V4(ip) => dns.a(name).await.known().map(|all| all.contains(&ip)),
        IpAddr::V6(ip) => dns.aaaa(name).await.known().map(|all| all.contains(&ip)),
    };
    answer.map_err(no_answer)
}

impl Look {
    /// Does the name say anything about mail: an MX or an SPF record of its own?
    pub(crate) async fn speaks_of_mail(&self, name: &str) -> bool {
        let dns = MailDns::of(self);
        let (mx, txt) = tokio::join!(dns.mx(name), dns.txt(name));
        let spf = |t: &Vec<u8>| spf::is_spf(&String::from_utf8_lossy(t));
        matches!(mx, Answer::Records(_)) || matches!(txt, Answer::Records(all) if all.iter().any(spf))
    }
}
