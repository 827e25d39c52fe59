//! Rows that could not be seen, as reports tell them: by reason.

use jiff::tz::TimeZone;
use model::check::Scope;
use model::report::{Answer, TrendPoint};
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

/// The other profiles by their answer: `GO for admin-demo and ops-demo; NO-GO for practice-launch`. Nothing when all
/// give the same answer as this run.
pub fn elsewhere(report: &Report) -> Option<String> {
    if report.profiles.iter().all(|p| p.verdict == report.verdict) {
        return None;
    }
    let answers = [Answer::Go, Answer::NoGo, Answer::CannotTell];
    let of = answers.into_iter().filter_map(|answer| {
        let names: Vec<&str> =
            report.profiles.iter().filter(|p| p.verdict == answer).map(|p| p.profile.as_str()).collect();
        (!names.is_empty()).then(|| format!("{} for {}", answer.word(), text::list(&names)))
    });
    Some(of.collect::<Vec<_>>().join("; "))
}

/// `score 0, 35 and 58.5, blockers 4, 2 and 1 in 3 runs since 12 Nov`; nothing before the second run.
pub fn trend(report: &Report) -> Option<String> {
    let [first, .., _] = report.trend.as_slice() else { return None };
    let list = |of: fn(&TrendPoint) -> String| text::list(&report.trend.iter().map(of).collect::<Vec<_>>());
    let since = first.at.to_zoned(TimeZone::UTC).strftime("%-d %b").to_string();
    let n = report.trend.len();
    let score = list(|p| p.score.to_string());
    Some(format!("score {score}, blockers {} in {n} runs since {since}", list(|p| p.blockers.to_string())))
}
