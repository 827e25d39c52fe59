//! Rows that could not be seen, as reports tell them: by reason.

use model::{Report, Row, State, Unknown};

/// Rows by reason and detail. Reasons that leave the verdict open come first, otherwise they keep the order of
/// the report.
pub fn reasons(report: &Report) -> Vec<(&Unknown, Vec<&Row>)> {
    let mut out: Vec<(&Unknown, Vec<&Row>)> = Vec::new();
    for row in report.in_state(State::Unknown) {
        let Some(unknown) = &row.unknown_reason else { continue };
        match out.iter_mut().find(|(u, _)| *u == unknown) {
            Some((_, rows)) => rows.push(row),
            None => out.push((unknown, vec![row])),
        }
    }
    out.sort_by_key(|(_, rows)| !rows.iter().any(|r| r.decisive));
    out
}

/// How the target was reached, with flags that were given more than three times only counted.
pub fn reached(report: &Report) -> String {
    let flag = |note: &str| note.split(' ').next().filter(|w| w.starts_with("--")).map(str::to_owned);
    let times = |wanted: &str| report.net.iter().filter(|n| flag(n).as_deref() == Some(wanted)).count();
    let mut out: Vec<String> = Vec::new();
    for note in &report.net {
        let told = match flag(note) {
            Some(flag) if times(&flag) > 3 => format!("{} times {flag}", times(&flag)),
            _ => crate::clean::line(note),
        };
        if !out.contains(&told) {
            out.push(told);
        }
    }
    out.join(", ")
}

/// A clause with a capital and a full stop, on one line.
pub fn sentence(clause: &str) -> String {
    let clause = crate::clean::line(clause);
    let mut chars = clause.chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if clause.ends_with(['.', '?']) { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}
