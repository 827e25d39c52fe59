//! The facts in words.

use super::facts::Facts;
use super::first::{Step, first};
use crate::command::mail::{dmarc, visible};
use mail::dmarc::Policy;
use mail::provider::recognized;
use mail::spf::{NodeTerm, Qualifier};
use model::text::{count, list};
use serde::Serialize;

/// Messages a day from which the large mailbox providers ask for SPF, DKIM and DMARC together: Google since February 2024
/// (support.google.com/mail/answer/81126, "5,000 or more"), Microsoft since May 2025 ("over 5,000").
const BULK: &str = "5,000 messages a day";

/// What is told of a domain.
#[derive(Debug, Serialize)]
pub struct Story {
    pub domain: String,
    /// False if a question had no answer: the story may have gaps.
    pub complete: bool,
    /// One sentence.
    pub headline: String,
    /// Who may send as the domain.
    pub senders: Vec<Sender>,
    /// What is said of all others.
    pub others: String,
    /// Keys that sign for the domain.
    pub signing: String,
    /// What receivers do with forgeries.
    pub forgeries: Vec<String>,
    /// What becomes of invoices at large receivers.
    pub inboxes: Vec<Inbox>,
    /// What to change, the first thing first.
    pub first: Vec<Step>,
}

/// Somebody who may send as the domain.
#[derive(Debug, Serialize)]
pub struct Sender {
    /// A service, a host or a network.
    pub who: String,
    /// The term that says so.
    pub term: String,
    /// Networks behind it.
    pub networks: usize,
}

/// Invoices at one receiver.
#[derive(Debug, Serialize)]
pub struct Inbox {
    pub receiver: &'static str,
    /// arrives, at_risk, fails or unknown.
    pub outcome: &'static str,
    /// In words.
    pub why: String,
}

/// The story of a domain.
pub fn told(facts: &Facts) -> Story {
    let tree = facts.spf.tree.as_ref();
    let terms: Vec<&NodeTerm> = tree.map(|tree| tree.terms.iter().collect()).unwrap_or_default();
    let inboxes = inboxes(facts);
    Story {
        domain: facts.domain.clone(),
        complete: facts.complete(),
        headline: headline(facts, &inboxes),
        senders: terms.iter().filter_map(|term| sender(facts, term)).collect(),
        others: others(facts),
        signing: signing(facts),
        forgeries: dmarc::receivers(&facts.dmarc),
        inboxes,
        first: first(facts),
    }
}

fn headline(facts: &Facts, inboxes: &[Inbox]) -> String {
    let domain = &facts.domain;
    let forged = match facts.dmarc.own.as_ref().map(|own| own.applied) {
        Some(Policy::Reject) => "forgeries are refused",
        Some(Policy::Quarantine) => "forgeries go to spam",
        Some(Policy::None) => "forgeries are delivered as if they were real",
        None if facts.dmarc.complete => "nothing is said about forgeries",
        None => "what becomes of forgeries could not be told",
    };
    let own =
        match inboxes.iter().map(|inbox| inbox.outcome).max_by_key(|outcome| RANK.iter().position(|r| r == outcome)) {
            _ if facts.sends_nothing() => "the domain sends no mail",
            Some("fails") => "your own mail lands in spam or is refused",
            Some("unknown") => "whether your own mail arrives could not be told",
            Some("at_risk") => "your own mail is at risk",
            _ => "your own mail proves who it is from",
        };
    format!("{domain}: {own}, and {forged}")
}

const RANK: [&str; 4] = ["arrives", "at_risk", "unknown", "fails"];

fn sender(facts: &Facts, term: &NodeTerm) -> Option<Sender> {
    let bare = term.term.trim_start_matches('+');
    if bare.starts_with(['-', '~', '?']) {
        return None;
    }
    let (kind, value) = bare.split_once([':', '=']).unwrap_or((bare, ""));
    // A prefix length may follow the bare name of a mechanism.
    let kind = kind.split('/').next().unwrap_or_default().to_ascii_lowercase();
    let whose = if value.is_empty() { facts.domain.clone() } else { visible(value) };
    let who = match kind.as_str() {
        "include" | "redirect" => match recognized(&[], &[value.to_owned()]).first() {
            Some(provider) => provider.name.to_owned(),
            None => format!("whoever {whose} names"),
        },
        "ip4" | "ip6" if value.contains('/') => format!("the network {whose}"),
        "ip4" | "ip6" => format!("the server at {whose}"),
        "a" => format!("the hosts of {whose}"),
        "mx" => format!("the mail servers of {whose}"),
        "exists" => format!("whoever the list {whose} holds"),
        "ptr" => format!("hosts whose reverse name is below {whose}"),
        "all" => "everyone".to_owned(),
        _ => return None,
    };
    // Networks carry the term of the record they stand in; those behind an include carry its path.
    let own = |network: &&mail::spf::Network| match &term.node {
        Some(node) => network.path.get(1) == Some(&node.domain),
        None => network.path.len() == 1 && network.term == term.term,
    };
    Some(Sender { who, term: visible(&term.term), networks: facts.spf.networks.iter().filter(own).count() })
}

fn others(facts: &Facts) -> String {
    let domain = &facts.domain;
    match (facts.spf.records.len(), facts.spf.all) {
        (0, _) if !facts.spf.complete => "could not tell: the question for the record had no answer".to_owned(),
        (0, _) => format!("{domain} publishes no list of senders, so receivers can't tell yours from others"),
        (1, _) if facts.spf_void() => "the list is broken: receivers read it as an error for every sender".to_owned(),
        (1, _) if facts.spf_breaks_off() => {
            "the list breaks off: receivers come to a fault in it, so senders named behind it don't pass".to_owned()
        }
        (1, Some(Qualifier::Fail)) => "everyone else is refused by the list (-all)".to_owned(),
        (1, Some(Qualifier::SoftFail)) => "everyone else is suspected by the list (~all)".to_owned(),
        (1, Some(Qualifier::Pass)) => "everyone else may send too (+all), so the list protects nobody".to_owned(),
        (1, _) => "of everyone else the list says nothing".to_owned(),
        (n, _) => format!("there are {n} lists, and receivers ignore all of them"),
    }
}

fn signing(facts: &Facts) -> String {
    let good = facts.good_keys();
    let missing = match facts.missing.as_slice() {
        [] => String::new(),
        names => format!("; no key stands at {}", list(names)),
    };
    match good.as_slice() {
        [] => format!(
            "no DKIM key was found under the usual names, which proves nothing: a selector can have any name; name yours with --selector{missing}"
        ),
        names => format!("mail can be signed with {}: {}{missing}", count(names.len(), "key", "keys"), list(names)),
    }
}

fn inboxes(facts: &Facts) -> Vec<Inbox> {
    let (outcome, gmail, outlook) = if facts.sends_nothing() {
        let why = "the domain says that it sends no mail, so every message in its name is a forgery".to_owned();
        ("arrives", why.clone(), why)
    } else if !facts.complete() && facts.spf.records.is_empty() {
        let why = "could not tell, as the DNS did not answer".to_owned();
        ("unknown", why.clone(), why)
    } else {
        judged(facts)
    };
    vec![Inbox { receiver: "Gmail", outcome, why: gmail }, Inbox { receiver: "Outlook.com", outcome, why: outlook }]
}

/// Outcome, and the words for Gmail and for Outlook.com.
fn judged(facts: &Facts) -> (&'static str, String, String) {
    let (spf, dkim) = (facts.spf_works(), !facts.good_keys().is_empty());
    let strict = facts.dmarc.own.as_ref().is_some_and(|own| own.applied != Policy::None);
    let ruled = facts.dmarc.own.is_some();
    match (spf, dkim, ruled) {
        (false, false, _) if facts.unsigned() && facts.spf_void() => (
            "fails",
            "refuses invoices or puts them into spam: it asks every sender for SPF or DKIM, and there is neither".into(),
            "puts invoices into spam: nothing proves that they are yours".into(),
        ),
        (false, false, _) if facts.spf_void() => (
            "at_risk",
            "takes invoices only with a DKIM signature, as no list of senders works, and no usable key was found; without one it refuses them or puts them into spam".into(),
            "takes invoices only with a DKIM signature, as no list of senders works, and no usable key was found; without one they land in spam".into(),
        ),
        (false, false, _) => (
            "at_risk",
            "takes invoices from senders named before the fault in the list; all others need a DKIM signature, and no usable key was found".into(),
            "takes invoices from senders named before the fault in the list; of all others the same is true".into(),
        ),
        (true, false, _) if strict => (
            "at_risk",
            "takes invoices that come straight from your servers; forwarded ones are lost unless a DKIM signature survives, and no key was found".into(),
            "takes invoices that come straight from your servers; of forwarded ones the same is true".into(),
        ),
        (_, _, false) => (
            "at_risk",
            format!("takes invoices, but from {BULK} on it refuses mail without a DMARC rule"),
            format!("takes invoices, but above {BULK} it refuses mail without a DMARC rule (550 5.7.515)"),
        ),
        (true, true, true) => (
            "arrives",
            "takes invoices: they can prove who they are from with SPF and with DKIM".into(),
            "takes invoices: they can prove who they are from with SPF and with DKIM".into(),
        ),
        (_, _, true) => {
            let lacks = if spf { "a DKIM key" } else { "a working SPF record" };
            (
                "at_risk",
                format!("takes invoices, but from {BULK} on it asks for SPF and DKIM, and {lacks} was not found"),
                format!("takes invoices, but above {BULK} it asks for SPF and DKIM, and {lacks} was not found"),
            )
        }
    }
}
