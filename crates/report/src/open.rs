//! Rows that could not be seen, as reports tell them: by reason.

use model::check::Scope;
use model::{Report, Row, State, Unknown, text};

/// Rows by reason and detail. Reasons that leave the verdict open come first, otherwise they keep the order of
/// the report.
pub fn reasons(report: &Report) -> Vec<(&Unknown, Vec<&Row>)> {
    let mut out: Vec<(&Unknown, Vec<&Row>)> = Vec::new();
    // What nobody answered is a question, told as one.
    for row in report.in_state(State::Unknown).filter(|r| r.question.is_none()) {
        let Some(unknown) = &row.unknown_reason else { continue };
        match out.iter_mut().find(|(u, _)| *u == unknown) {
            Some((_, rows)) => rows.push(row),
            None => out.push((unknown, vec![row])),
        }
    }
    out.sort_by_key(|(_, rows)| !rows.iter().any(|r| r.decisive));
    out
}

/// A clause with a capital and a full stop, on one line.
pub fn sentence(clause: &str) -> String {
    let clause = crate::clean::line(clause);
    let mut chars = clause.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if clause.ends_with(['.', '?']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

/// Parts that were not looked at, in words; people with the command that asks them.
pub fn closed(report: &Report) -> Vec<String> {
    let one = |scope: Scope| match (scope, report.questions.open) {
        (Scope::People, n) if n > 0 => format!("people (launch-ready attest --ask: {})", questions(report)),
        _ => scope.word().to_owned(),
    };
    report.scope.iter().filter(|s| !s.looked).map(|s| one(s.scope)).collect()
}

/// `38 questions, 9 decide`.
pub fn questions(report: &Report) -> String {
    let q = report.questions;
    let all = text::count(q.open, "question", "questions");
    if q.deciding == 0 { all } else { format!("{all}, {}", text::count(q.deciding, "decides", "decide")) }
}
