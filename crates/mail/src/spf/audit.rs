//! What is wrong with the SPF of a domain, for any sender: every branch is walked, not only the one that matches.

use std::net::IpAddr;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Qualifier;
use super::walk::{Found, Walker};
use crate::dns::Dns;
use crate::name::canonical;

/// How far an audit goes; beyond it [`Audit::complete`] is false. Receivers stop at ten lookups (RFC 7208 §4.6.4), so
/// even the defaults look far past what can work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Records read, the same one counted each time it is included: 100.
    pub records: usize,
    /// Records within records: 20.
    pub depth: usize,
    /// Questions to the DNS: 300.
    pub questions: usize,
    /// Terms looked at: 5,000.
    pub terms: usize,
    /// Problems and networks kept, each: 500.
    pub kept: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { records: 100, depth: 20, questions: 300, terms: 5_000, kept: 500 }
    }
}

/// The SPF of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Audit {
    /// Whose.
    pub domain: String,
    /// The SPF records of the domain; exactly one is right (RFC 7208 §4.5).
    pub records: Vec<String>,
    /// The record and all it leads to; absent unless there is exactly one.
    pub tree: Option<Node>,
    /// What is wrong, in the order of the tree.
    pub problems: Vec<AuditProblem>,
    /// Terms that cost a lookup, in all branches; more than ten is an error (RFC 7208 §4.6.4).
    pub lookups: u32,
    /// Terms whose lookup finds nothing; more than two is an error (RFC 7208 §4.6.4).
    pub voids: u32,
    /// Who may send: networks behind terms that pass.
    pub networks: Vec<Network>,
    /// The sign before the `all` that ends the record, through `redirect=` too.
    pub all: Option<Qualifier>,
    /// Bytes of the name and all TXT records of the domain; answers above 450 may not fit a UDP packet (RFC 7208 §3.4).
    pub answer_bytes: usize,
    /// False if the walk ended at a bound or a question had no answer: there may be more than is told here.
    pub complete: bool,
}

/// One record in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// Whose record.
    pub domain: String,
    /// Its text.
    pub record: String,
    /// Lookups of the record and all below it.
    pub lookups: u32,
    /// The sign before its first `all`.
    pub all: Option<Qualifier>,
    /// Its terms in order, without faulty ones and without those after `all`.
    pub terms: Vec<NodeTerm>,
}

/// One term in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NodeTerm {
    /// The term as written.
    pub term: String,
    /// Its place in the record.
    pub span: Range<usize>,
    /// Lookups of the term and all below it.
    pub cost: u32,
    /// Lookups of the whole walk after the term.
    pub running: u32,
    /// What was seen, in words.
    pub seen: Option<String>,
    /// The record it leads to.
    pub node: Option<Node>,
}

/// Addresses that may send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Network {
    /// The first address or one inside.
    pub address: IpAddr,
    /// Leading bits that count.
    pub prefix: u8,
    /// The domains from the audited one to the one whose record says so.
    pub path: Vec<String>,
    /// The term as written.
    pub term: String,
    /// True for `ip4` and `ip6`; false if the address was looked up and may change any day.
    pub written: bool,
}

/// Something wrong with the SPF of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditProblem {
    /// What sort.
    pub kind: AuditKind,
    /// The domains from the audited one to the one whose record is meant.
    pub path: Vec<String>,
    /// The bytes of that record; empty if no single place is to blame.
    pub at: Range<usize>,
    /// Lower case, no full stop; names the thing and the next step.
    pub message: String,
}

/// Sorts of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditKind {
    /// The domain has no record.
    NoRecord,
    /// A domain has two or more records: an error for every receiver (RFC 7208 §4.5).
    SeveralRecords,
    /// The grammar is broken: an error for every receiver (RFC 7208 §4.6).
    Syntax,
    /// More than ten lookups (RFC 7208 §4.6.4).
    TooManyLookups,
    /// More than two void lookups (RFC 7208 §4.6.4).
    TooManyVoids,
    /// One void lookup.
    Void,
    /// An `mx` with more than ten servers (RFC 7208 §4.6.4).
    TooManyMx,
    /// A record leads to itself (RFC 7208 §5.2, §6.1).
    Loop,
    /// `include` or `redirect` leads to no record: an error for every receiver (RFC 7208 §5.2, §6.1).
    DeadTarget,
    /// `ptr` is not to be used (RFC 7208 §5.5).
    Ptr,
    /// An IPv4 network of /15 or wider, or an IPv6 network of /31 or wider: more than one sender has. No RFC says so.
    Broad,
    /// `+all`: everyone may send (RFC 7208 §5.1 and §11.4).
    AllowsAll,
    /// `?all` or no end: forgeries are neither refused nor suspected (RFC 7208 §4.7).
    OpenEnded,
    /// `redirect=` beside `all` does nothing (RFC 7208 §6.1).
    RedirectIgnored,
    /// Terms after `all` are never reached (RFC 7208 §5.1).
    AfterAll,
    /// A record of more than 450 bytes may not fit a UDP packet (RFC 7208 §3.4).
    LongRecord,
    /// A question had no answer: could not tell.
    Unanswered,
    /// The walk ended at a bound.
    Unfinished,
}

/// The most lookups (RFC 7208 §4.6.4).
const MOST_LOOKUPS: u32 = 10;
/// The most void lookups (RFC 7208 §4.6.4).
const MOST_VOIDS: u32 = 2;

/// Everything wrong with the SPF of `domain`.
pub async fn audit<D: Dns>(dns: &D, domain: &str) -> Audit {
    audit_within(dns, domain, Bounds::default()).await
}

/// [`audit`] with other bounds.
pub async fn audit_within<D: Dns>(dns: &D, domain: &str, bounds: Bounds) -> Audit {
    let domain = canonical(domain);
    let mut walker = Walker::new(dns, bounds);
    let path = vec![domain.clone()];
    let (found, answer_bytes) = walker.find(&domain).await;
    let mut records = Vec::new();
    let mut tree = None;
    match found {
        Found::One(text) => {
            records.push(text.clone());
            tree = Some(walker.node(path.clone(), text, true).await);
        }
        Found::Several(texts) => {
            let message = format!("{domain} has {} SPF records, merge them into one", texts.len());
            walker.problem(AuditKind::SeveralRecords, &path, 0..0, message);
            records = texts;
        }
        Found::Nothing => {
            let message = format!("{domain} has no SPF record, publish one");
            walker.problem(AuditKind::NoRecord, &path, 0..0, message);
        }
        Found::TooLong(bytes) => {
            let message = format!("the record of {domain} has {bytes} bytes, more than the DNS can carry, shorten it");
            walker.problem(AuditKind::LongRecord, &path, 0..0, message);
        }
        Found::NoAnswer(why) => walker.unanswered(&path, 0..0, &domain, &why),
    }
    let mut all = None;
    if let Some(tree) = &tree {
        all = walker.ending(tree);
        walker.totals(&path, MOST_LOOKUPS, MOST_VOIDS);
    }
    Audit {
        domain,
        records,
        tree,
        lookups: walker.lookups,
        voids: walker.voids,
        all,
        answer_bytes,
        complete: walker.complete,
        problems: walker.problems,
        networks: walker.networks,
    }
}

impl Node {
    /// The sign before the `all` that ends the record, through `redirect=` too; `None` if it has no end (neutral, RFC 7208
    /// §4.7) or the target can't be read.
    #[must_use]
    pub fn end(&self) -> Option<Qualifier> {
        let redirect = self.terms.iter().find(|term| term.is_redirect());
        self.all.or_else(|| redirect?.node.as_ref()?.end())
    }
}

impl NodeTerm {
    /// Whether this is `redirect=`.
    #[must_use]
    pub fn is_redirect(&self) -> bool {
        self.term.to_ascii_lowercase().starts_with("redirect=")
    }
}
