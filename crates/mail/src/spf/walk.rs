//! The walk through all records that one SPF record leads to, within bounds.

use std::collections::BTreeMap;
use std::future::Future;
use std::net::IpAddr;
use std::ops::Range;
use std::pin::Pin;

use super::audit::{AuditKind, AuditProblem, Bounds, Network, Node, NodeTerm};
use super::eval::{begins_as_spf, text_of};
use super::{DomainSpec, Mechanism, Modifier, Qualifier, Term, TermKind, parse};
use crate::dns::Dns;
use crate::name::{can_be_asked, canonical};
use crate::problem::LONGEST_TXT;

/// What stands at a domain.
#[derive(Clone)]
pub(super) enum Found {
    One(String),
    Several(Vec<String>),
    Nothing,
    TooLong(usize),
    NoAnswer(String),
}

pub(super) struct Walker<'a, D> {
    pub dns: &'a D,
    pub bounds: Bounds,
    questions: usize,
    records: usize,
    terms: usize,
    known: BTreeMap<String, (Found, usize)>,
    pub lookups: u32,
    pub voids: u32,
    pub problems: Vec<AuditProblem>,
    pub networks: Vec<Network>,
    pub complete: bool,
}

/// Where a term stands: the path to its record, and whether a match there lets the sender pass.
pub(super) struct Spot<'p> {
    pub path: &'p [String],
    pub text: &'p str,
    pub span: Range<usize>,
    pub grants: bool,
}

impl Spot<'_> {
    pub fn term(&self) -> &str {
        self.text.get(self.span.clone()).unwrap_or_default()
    }

    fn domain(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// What a term was seen to do.
#[derive(Default)]
pub(super) struct Seen {
    pub words: Option<String>,
    pub node: Option<Node>,
}

impl Seen {
    pub fn words(words: impl Into<String>) -> Self {
        Self { words: Some(words.into()), node: None }
    }
}

impl<'a, D: Dns> Walker<'a, D> {
    pub fn new(dns: &'a D, bounds: Bounds) -> Self {
        Self {
            dns,
            bounds,
            questions: 0,
            records: 0,
            terms: 0,
            known: BTreeMap::new(),
            lookups: 0,
            voids: 0,
            problems: Vec::new(),
            networks: Vec::new(),
            complete: true,
        }
    }

    /// The SPF record of a domain, and the bytes of its whole TXT answer.
    pub async fn find(&mut self, domain: &str) -> (Found, usize) {
        if !can_be_asked(domain) {
            return (Found::Nothing, 0);
        }
        if let Some(found) = self.known.get(domain) {
            return found.clone();
        }
        if !self.may_ask() {
            return (Found::NoAnswer("the audit has asked enough".to_owned()), 0);
        }
        let found = match self.dns.txt(domain).await.known() {
            Err(why) => (Found::NoAnswer(why), 0),
            Ok(all) => {
                let bytes = all.iter().map(Vec::len).sum::<usize>() + domain.len();
                let spf: Vec<&Vec<u8>> = all.iter().filter(|text| begins_as_spf(text)).collect();
                let longest = spf.iter().map(|text| text.len()).max().unwrap_or(0);
                let found = match spf.as_slice() {
                    [] => Found::Nothing,
                    _ if longest > LONGEST_TXT => Found::TooLong(longest),
                    [one] => Found::One(text_of(one)),
                    several => Found::Several(several.iter().take(10).map(|text| text_of(text)).collect()),
                };
                (found, bytes)
            }
        };
        self.known.insert(domain.to_owned(), found.clone());
        found
    }

    /// Whether another question is within the bounds; counts it.
    pub fn may_ask(&mut self) -> bool {
        self.questions += 1;
        let may = self.questions <= self.bounds.questions;
        self.complete &= may;
        may
    }

    /// Walks one record; `path` ends with its domain. Boxed, as records lead to records; the depth is bounded.
    pub fn node<'s>(
        &'s mut self,
        path: Vec<String>,
        text: String,
        grants: bool,
    ) -> Pin<Box<dyn Future<Output = Node> + Send + 's>> {
        Box::pin(async move {
            self.records += 1;
            let before = self.lookups;
            let (terms, problems) = parse::lenient(&text);
            for problem in problems {
                self.problem(AuditKind::Syntax, &path, problem.at, problem.message);
            }
            self.shape(&path, &text, &terms);
            let mut seen = Vec::new();
            for term in reached(&terms) {
                self.terms += 1;
                if self.terms > self.bounds.terms {
                    self.complete = false;
                    break;
                }
                let spot = Spot { path: &path, text: &text, span: term.span.clone(), grants };
                seen.push(self.term(term, spot).await);
            }
            let all = terms.iter().find_map(all_of);
            let domain = path.last().cloned().unwrap_or_default();
            Node { domain, record: text, lookups: self.lookups - before, all, terms: seen }
        })
    }

    async fn term(&mut self, term: &Term, spot: Spot<'_>) -> NodeTerm {
        let before = self.lookups;
        if term.kind.costs_a_lookup() {
            self.lookups += 1;
        }
        let (text, span) = (spot.term().to_owned(), spot.span.clone());
        let seen = match &term.kind {
            TermKind::Directive { qualifier, mechanism } => {
                let grants = spot.grants && *qualifier == Qualifier::Pass;
                self.mechanism(mechanism, *qualifier, Spot { grants, ..spot }).await
            }
            TermKind::Modifier(Modifier::Redirect { domain }) => self.lead(domain, spot).await,
            TermKind::Modifier(_) => Seen::default(),
        };
        NodeTerm {
            term: text,
            span,
            cost: self.lookups - before,
            running: self.lookups,
            seen: seen.words,
            node: seen.node,
        }
    }

    async fn mechanism(&mut self, mechanism: &Mechanism, qualifier: Qualifier, spot: Spot<'_>) -> Seen {
        match mechanism {
            Mechanism::All => {
                // In an included record, +all lets everyone pass as much as in the domain's own.
                if qualifier == Qualifier::Pass && spot.grants {
                    let message = "all without a sign lets everyone send as you, write -all or ~all".to_owned();
                    self.problem(AuditKind::AllowsAll, spot.path, spot.span, message);
                }
                Seen::default()
            }
            Mechanism::Include { domain } => self.lead(domain, spot).await,
            Mechanism::Ip4 { address, prefix } => self.network(IpAddr::V4(*address), *prefix, true, &spot),
            Mechanism::Ip6 { address, prefix } => self.network(IpAddr::V6(*address), *prefix, true, &spot),
            Mechanism::Ptr { .. } => {
                let message = "ptr is slow and not to be used, name the addresses with ip4 and ip6".to_owned();
                self.problem(AuditKind::Ptr, spot.path, spot.span, message);
                Seen::words("depends on the sender")
            }
            Mechanism::A { domain, cidr } => match target(domain.as_ref(), &spot) {
                Some(name) => self.hosts(&name, *cidr, &spot).await,
                None => Seen::words("depends on the message"),
            },
            Mechanism::Mx { domain, cidr } => match target(domain.as_ref(), &spot) {
                Some(name) => self.servers(&name, *cidr, &spot).await,
                None => Seen::words("depends on the message"),
            },
            Mechanism::Exists { domain } => match target(Some(domain), &spot) {
                Some(name) => self.exists(&name, &spot).await,
                None => Seen::words("depends on the message"),
            },
        }
    }

    /// Follows `include` or `redirect`.
    async fn lead(&mut self, domain: &DomainSpec, spot: Spot<'_>) -> Seen {
        let Some(name) = target(Some(domain), &spot) else {
            return Seen::words("depends on the message");
        };
        if spot.path.contains(&name) {
            let message = format!("{} leads back to {name}, remove it", spot.term());
            self.problem(AuditKind::Loop, spot.path, spot.span, message);
            return Seen::words("a loop");
        }
        if self.records >= self.bounds.records || spot.path.len() >= self.bounds.depth {
            // Told once: behind the bound there may be hundreds.
            if !self.problems.iter().any(|problem| problem.kind == AuditKind::Unfinished) {
                let message = format!("{} is not followed, the tree is too large, remove includes", spot.term());
                self.problem(AuditKind::Unfinished, spot.path, spot.span, message);
            }
            self.complete = false;
            return Seen::words("not followed");
        }
        let mut path = spot.path.to_vec();
        path.push(name.clone());
        match self.find(&name).await.0 {
            Found::One(text) => {
                let node = self.node(path, text, spot.grants).await;
                Seen { words: None, node: Some(node) }
            }
            Found::Several(texts) => {
                let message = format!("{name} has {} SPF records, ask its owner to merge them", texts.len());
                self.problem(AuditKind::SeveralRecords, &path, 0..0, message);
                Seen::words(format!("{} records", texts.len()))
            }
            Found::Nothing => {
                let message = format!("{} leads to a domain without SPF record, remove it", spot.term());
                self.problem(AuditKind::DeadTarget, spot.path, spot.span, message);
                Seen::words("no SPF record")
            }
            Found::TooLong(bytes) => {
                let message = format!("the record of {name} has {bytes} bytes, more than the DNS can carry");
                self.problem(AuditKind::LongRecord, &path, 0..0, message);
                Seen::words("too long")
            }
            Found::NoAnswer(why) => {
                self.unanswered(spot.path, spot.span, &name, &why);
                Seen::words("no answer")
            }
        }
    }

    pub fn problem(&mut self, kind: AuditKind, path: &[String], at: Range<usize>, message: String) {
        // What is wrong with the whole comes last and is few: it is kept whatever came before.
        let whole = matches!(kind, AuditKind::TooManyLookups | AuditKind::TooManyVoids | AuditKind::OpenEnded);
        if whole || self.problems.len() < self.bounds.kept {
            let path = path.to_vec();
            self.problems.push(AuditProblem { kind, path, at, message });
        } else {
            self.complete = false;
        }
    }

    pub fn unanswered(&mut self, path: &[String], at: Range<usize>, name: &str, why: &str) {
        self.complete = false;
        let message = format!("{name} can't be looked up ({why}), try again");
        self.problem(AuditKind::Unanswered, path, at, message);
    }
}

/// The name a term asks for, if it is the same for every message.
fn target(domain: Option<&DomainSpec>, spot: &Spot<'_>) -> Option<String> {
    match domain {
        None => Some(spot.domain().to_owned()),
        Some(spec) => spec.fixed().map(|name| canonical(&name)),
    }
}

/// The terms a receiver may come to: up to `all`, and `redirect=` only without one (RFC 7208 §5.1 and §6.1).
fn reached(terms: &[Term]) -> impl Iterator<Item = &Term> {
    let end = terms.iter().position(is_all);
    let (last, has_all) = (end.unwrap_or(terms.len()), end.is_some());
    let redirect = move |term: &Term| matches!(term.kind, TermKind::Modifier(Modifier::Redirect { .. }));
    let before = terms.iter().take(last.saturating_add(1)).filter(move |term| !redirect(term));
    before.chain(terms.iter().filter(move |term| !has_all && redirect(term)))
}

pub(super) fn is_all(term: &Term) -> bool {
    all_of(term).is_some()
}

fn all_of(term: &Term) -> Option<Qualifier> {
    match &term.kind {
        TermKind::Directive { qualifier, mechanism: Mechanism::All } => Some(*qualifier),
        _ => None,
    }
}
