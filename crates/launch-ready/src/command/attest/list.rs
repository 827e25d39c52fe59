//! `attest --list`: every question and its answer.

use super::{Book, COLUMNS, indented, item};
use crate::cli::ListFormat;
use crate::error::Error;
use crate::output;
use model::claim::about;
use model::{Claim, Judged, Question, Standing, Verdict, text};
use serde_json::{Value, json};

/// Prints the list, or one question in full.
pub fn print(book: &Book, only: Option<&str>, format: ListFormat) -> Result<u8, Error> {
    let only = only.map(item).transpose()?.map(|(info, _)| info.id);
    let rows: Vec<_> = book.rows().into_iter().filter(|(j, _)| only.is_none_or(|id| id == j.info.id)).collect();
    let claims = &book.judging.declared.claims;
    if format == ListFormat::Json {
        let list: Vec<Value> =
            rows.iter().map(|(j, q)| as_json(book, j, q, about(claims, j.info, &j.subject))).collect();
        let text = serde_json::to_string_pretty(&list).map_err(|e| Error::Bug(e.to_string()))?;
        output::print(&(text + "\n"))?;
        return Ok(0);
    }
    let mut out = String::new();
    for (j, q) in &rows {
        let claim = about(claims, j.info, &j.subject);
        out += &if only.is_some() { whole(book, j, q, claim) } else { line(book, j, claim) };
    }
    if only.is_none() {
        let open = rows.iter().filter(|(j, _)| matches!(j.verdict, Verdict::Unknown(_))).count();
        let answer = if open > 0 { "; launch-ready attest --ask walks through them" } else { "" };
        out += &format!("\n{}, {open} open{answer}\n", text::count(rows.len(), "question", "questions"));
    }
    output::print(&out)?;
    Ok(0)
}

fn state(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "attested",
        Verdict::Fail(_) => "no",
        Verdict::NotApplicable(_) => "n/a",
        Verdict::Unknown(_) => "open",
    }
}

fn line(book: &Book, j: &Judged, claim: Option<&Claim>) -> String {
    let severity = book.profile.severity_of(j.info).word();
    let told = match (&j.verdict, claim) {
        (Verdict::Unknown(u), _) if u.detail.is_empty() => {
            j.info.asks.map(|q| format!("for {}", q.who)).unwrap_or_default()
        }
        (Verdict::Unknown(u), _) => u.detail.clone(),
        (Verdict::NotApplicable(why), _) => why.clone(),
        (_, Some(c)) => format!("{} until {}: {}", c.attestation.by, c.attestation.until.0, c.attestation.evidence),
        _ => String::new(),
    };
    format!("{:9}{severity:8}{:34} {}\n", state(&j.verdict), j.info.id, text::quote(&told, COLUMNS - 52))
}

/// A label and its text, wrapped beside it.
fn field(label: &str, text: &str) -> String {
    let block = indented(11, text);
    format!("{label:11}{}", block.get(11..).unwrap_or_default())
}

fn whole(book: &Book, j: &Judged, q: &Question, claim: Option<&Claim>) -> String {
    let mut out = format!("{}\n{}\n", j.info.id, indented(0, q.ask));
    out += &field("state", &format!("{}, {}", state(&j.verdict), book.profile.severity_of(j.info).word()));
    out += &field("for", q.who);
    out += &field("evidence", q.evidence);
    out += &field("holds", &format!("{} days", q.days));
    if let Some(c) = claim {
        let a = &c.attestation;
        out += &field("answer", &format!("{} by {} until {}: {}", c.said.word(), a.by, a.until.0, a.evidence));
    }
    if !q.contradicted_by.is_empty() {
        out += &field("against it", &text::list(q.contradicted_by));
    }
    out += &field("if not", q.consequence);
    out + &field("then", q.fix)
}

fn as_json(book: &Book, j: &Judged, q: &Question, claim: Option<&Claim>) -> Value {
    json!({
        "check": j.info.id,
        "question": q,
        "severity": book.profile.severity_of(j.info),
        "decisive": book.profile.decisive(j.info),
        "state": state(&j.verdict),
        "answer": claim.map(|c| c.said),
        "attestation": claim.map(|c| &c.attestation),
        "counts": claim.is_some_and(|c| c.standing == Standing::Holds),
    })
}
