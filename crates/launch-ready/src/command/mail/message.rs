//! One message at its recipient: its signatures, SPF where the way is known, and what DMARC makes of both.

use super::visible;
use mail::dkim::{DkimResult, Failure, Message, Verified, verify};
use mail::dmarc::{Alignment, Effective, Relation, discover, relation};
use mail::spf::SpfResult;
use probe::MailDns;
use serde::Serialize;
use std::fmt::Write;

/// What a receiver concludes about a message.
#[derive(Debug, Serialize)]
pub struct Judged {
    /// The result of DMARC (RFC 9989): pass, fail, none (no rule published), temperror, permerror.
    pub dmarc: &'static str,
    /// Whether a passing signature or SPF speaks for the domain in From; absent if nobody knows.
    pub authenticated: Option<bool>,
    /// The domain in From; absent if there is not exactly one.
    pub from: Option<String>,
    /// What receivers are asked to do when it fails.
    pub policy: Option<Effective>,
    /// Each signature, from the top.
    pub signatures: Vec<Row>,
    /// SPF, where the way of the message is known.
    pub spf: Option<SpfRow>,
}

/// One signature.
#[derive(Debug, Serialize)]
pub struct Row {
    #[serde(flatten)]
    pub verified: Verified,
    /// Why it did not pass, in words.
    pub reason: Option<String>,
    /// How its domain and the one in From are related.
    pub relation: Option<Relation>,
    /// Whether it speaks for the domain in From; absent if nobody knows.
    pub aligned: Option<bool>,
}

/// SPF of the last hop.
#[derive(Debug, Serialize)]
pub struct SpfRow {
    /// The result.
    pub result: SpfResult,
    /// The sending server.
    pub ip: std::net::IpAddr,
    /// How it greeted.
    pub helo: String,
    /// The envelope sender.
    pub mail_from: String,
    /// Whether its domain speaks for the one in From; absent if nobody knows.
    pub aligned: Option<bool>,
}

/// Judges the message at the moment `now` (seconds since 1970). `spf` is what the last hop gave. Where the body is not at
/// hand, a signature that fails for its body alone proves nothing.
pub async fn judge(dns: &MailDns, message: &Message, now: u64, spf: Option<SpfRow>, whole: bool) -> Judged {
    let from = message.from_domain();
    let discovery = match &from {
        Some(from) => Some(discover(dns, from).await),
        None => None,
    };
    let record = discovery.as_ref().and_then(|d| d.record());
    let (adkim, aspf) = record.map_or((Alignment::Relaxed, Alignment::Relaxed), |r| (r.adkim, r.aspf));
    let mut signatures = Vec::new();
    for verified in verify(dns, message, now).await {
        let relation = match (&from, &verified.signature) {
            (Some(from), Some(signature)) => Some(relation(dns, from, &signature.domain).await),
            _ => None,
        };
        let aligned = relation.and_then(|relation| relation.is_aligned(adkim));
        let bodyless = matches!(verified.why, Some(Failure::BodyChanged { .. } | Failure::BodyCut { .. })) && !whole;
        let reason = match bodyless {
            true => Some("the body is not in the file, so the signature can't be verified here".to_owned()),
            false => verified.why.as_ref().map(ToString::to_string),
        };
        signatures.push(Row { verified, reason, relation, aligned });
    }
    let spf = match (spf, &from) {
        (Some(row), Some(from)) => {
            let sender = if row.mail_from.is_empty() { &row.helo } else { &row.mail_from };
            let domain = sender.rsplit_once('@').map_or(sender.as_str(), |(_, domain)| domain);
            let aligned = relation(dns, from, domain).await.is_aligned(aspf);
            Some(SpfRow { aligned, ..row })
        }
        (row, _) => row,
    };
    let authenticated = authenticated(&signatures, spf.as_ref(), whole);
    let (known, policy) = discovery.map_or((false, None), |d| (d.complete, d.own));
    let dmarc = match (&from, authenticated) {
        (None, _) => "permerror",
        (_, None) => "temperror",
        _ if policy.is_none() && known => "none",
        _ if policy.is_none() => "temperror",
        (_, Some(true)) => "pass",
        (_, Some(false)) => "fail",
    };
    let authenticated = if from.is_some() { authenticated } else { Some(false) };
    Judged { dmarc, authenticated, from, policy, signatures, spf }
}

fn authenticated(signatures: &[Row], spf: Option<&SpfRow>, whole: bool) -> Option<bool> {
    // One aligned pass is enough (RFC 9989 §4.4); a test key counts as no signature (RFC 6376 §3.6.1).
    let signature = |row: &Row| match row.verified.result {
        DkimResult::Pass if row.verified.testing => Some(false),
        DkimResult::Pass => row.aligned,
        DkimResult::TempError => None,
        DkimResult::Fail if !whole => None,
        _ => Some(false),
    };
    let sender = spf.map(|row| match row.result {
        SpfResult::Pass => row.aligned,
        SpfResult::TempError => None,
        _ => Some(false),
    });
    let all: Vec<Option<bool>> = signatures.iter().map(signature).chain(sender).collect();
    match (all.contains(&Some(true)), all.contains(&None)) {
        (true, _) => Some(true),
        (false, true) => None,
        (false, false) => Some(false),
    }
}

/// The page for people: the result of DMARC is its first word.
pub fn page(judged: &Judged) -> String {
    let mut out = String::new();
    let from = judged.from.as_deref().unwrap_or("nobody");
    let words = match (judged.authenticated, &judged.from) {
        (_, None) => "From does not name exactly one address, so receivers can't tell who sent it".to_owned(),
        (Some(true), _) => format!("the message is authenticated as {from}"),
        (Some(false), _) => format!("nothing proves that the message is from {from}"),
        (None, _) => "could not tell, as a question had no answer or the body is missing".to_owned(),
    };
    let _ = writeln!(out, "{}  {words}", judged.dmarc);
    if judged.signatures.is_empty() {
        out += "\nno DKIM signature; turn on signing at your mail service\n";
    }
    for (index, row) in judged.signatures.iter().enumerate() {
        out += &signature(index + 1, row, from);
    }
    if let Some(spf) = &judged.spf {
        let _ = writeln!(out, "\nSPF  {}", spf.result);
        let sender = if spf.mail_from.is_empty() { "nobody (a bounce)" } else { &spf.mail_from };
        let _ = writeln!(out, "     {} greeted as {} and sent for {}", spf.ip, visible(&spf.helo), visible(sender));
        let _ = writeln!(out, "     {}", aligned(spf.aligned, spf.result == SpfResult::Pass, from));
    }
    let policy = match &judged.policy {
        Some(policy) => format!("{}, by {} at _dmarc.{}", policy.applied, policy.tag, policy.from),
        None => "none in force".to_owned(),
    };
    let _ = writeln!(out, "\npolicy {policy}");
    out
}

fn signature(number: usize, row: &Row, from: &str) -> String {
    let mut out = String::new();
    let _ = match &row.verified.signature {
        Some(s) => writeln!(
            out,
            "\nDKIM {number}  {}  {} with selector {}, {}",
            row.verified.result.name(),
            s.domain,
            visible(&s.selector),
            visible(&s.algorithm)
        ),
        None => writeln!(out, "\nDKIM {number}  {}", row.verified.result.name()),
    };
    if let Some(reason) = &row.reason {
        let _ = writeln!(out, "     {}", visible(reason));
    }
    if let Some(name) = &row.verified.key_name {
        let _ = writeln!(out, "     key at {}", visible(name));
    }
    if row.verified.signature.is_some() {
        let _ = writeln!(out, "     {}", aligned(row.aligned, row.verified.result == DkimResult::Pass, from));
    }
    for note in &row.verified.notes {
        let _ = writeln!(out, "     {note}");
    }
    out
}

fn aligned(aligned: Option<bool>, passed: bool, from: &str) -> String {
    match aligned {
        Some(true) if passed => format!("speaks for {from}"),
        Some(true) => format!("would speak for {from} if it passed"),
        Some(false) => format!("does not speak for {from}: another domain"),
        None => "could not tell whether it speaks for the domain in From".to_owned(),
    }
}
