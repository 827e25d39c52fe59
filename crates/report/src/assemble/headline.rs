//! The answer and its one sentence.

use super::undecided;
use model::check::Scope;
use model::report::Answer;
use model::unknown::Why;
use model::{Row, Severity, State, text};
use std::collections::BTreeSet;

/// The verdict follows blockers only: one fails → no; one could not be seen, or the run broke off → nobody can
/// tell; else go (decision 15).
pub fn answer(rows: &[Row], partial: Option<Why>) -> Answer {
    if first_blocker(rows).is_some() {
        Answer::NoGo
    } else if partial.is_some() || rows.iter().any(undecided) {
        Answer::CannotTell
    } else {
        Answer::Go
    }
}

/// One sentence that says why.
pub fn sentence(answer: Answer, rows: &[Row], partial: Option<Why>, scopes: &BTreeSet<Scope>) -> String {
    match answer {
        Answer::Go => format!("GO from {}: nothing stops a launch", looked(scopes)),
        Answer::NoGo => format!("Not ready to show: {}", first_blocker(rows).map(stopper).unwrap_or_default()),
        Answer::CannotTell => format!("CAN'T TELL from {}: {}", looked(scopes), open(rows, partial)),
    }
}

fn looked(scopes: &BTreeSet<Scope>) -> String {
    if scopes.is_empty() {
        return "nothing looked at".to_owned();
    }
    text::list(&scopes.iter().map(|s| s.word()).collect::<Vec<_>>())
}

fn first_blocker(rows: &[Row]) -> Option<&Row> {
    let mut blockers = rows.iter().filter(|r| r.state.failing() && r.severity == Severity::Blocker);
    let first = blockers.next()?;
    // What was measured says more than that somebody was wrong about it.
    if first.state == State::Fail { Some(first) } else { blockers.find(|r| r.state == State::Fail).or(Some(first)) }
}

/// Blockers after which the page does not open at all. Their titles name the cause; the headline says what it
/// means for a customer.
const CLOSED: [&str; 9] = [
    "dns/does-not-resolve",
    "reach/not-answering",
    "reach/server-error",
    "redirect/loop",
    "tls/expired",
    "tls/handshake-fails",
    "tls/not-yet-valid",
    "tls/untrusted",
    "tls/wrong-host",
];

fn stopper(row: &Row) -> String {
    if CLOSED.contains(&row.check.as_str()) {
        let what = row.subject.host_name().unwrap_or_else(|| row.subject.name.clone());
        return format!("customers cannot open {what}");
    }
    lower_first(&row.summary)
}

/// `The certificate …` inside a sentence; names and abbreviations keep their letters.
fn lower_first(title: &str) -> String {
    let article = ["The ", "A ", "An ", "Anyone ", "Two ", "No ", "Nobody ", "Only ", "Every "]
        .iter()
        .any(|a| title.starts_with(a));
    let mut chars = title.chars();
    match chars.next() {
        Some(first) if article => first.to_lowercase().chain(chars).collect(),
        _ => title.to_owned(),
    }
}

fn open(rows: &[Row], partial: Option<Why>) -> String {
    let open: Vec<&Row> = rows.iter().filter(|r| undecided(r)).collect();
    match (partial, open.first().and_then(|r| r.unknown_reason.as_ref())) {
        (Some(why), _) => format!("{}, so not everything was seen", why.sentence()),
        (None, Some(unknown)) => {
            let n = text::count(open.len(), "check that decides", "checks that decide");
            format!("{n} could not be made, because {}", unknown.why.sentence())
        }
        (None, None) => "a check that decides could not be made".to_owned(),
    }
}
