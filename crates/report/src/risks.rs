//! One page for people who are no engineers: what can happen to a customer, in their words, and what nobody knows.
//! Markdown that reads as plain text.

use crate::clean::line;
use crate::markdown::inline;
use jiff::tz::TimeZone;
use model::report::{Answer, Problem};
use model::{Report, Severity, State, text};
use std::fmt::Write as _;

/// Risks that fit a page.
const SHOWN: usize = 14;

/// What a risk means to the business, and the areas that belong to it.
const THEMES: [(&str, &[&str]); 5] = [
    ("Customers cannot get in", &["reach", "dns", "dnssec", "tls", "redirect", "registration"]),
    ("Somebody reads or changes what is not theirs", &["exposure", "access", "cache", "cookie", "header", "edge"]),
    ("Mail is lost, or forged in your name", &["mail"]),
    ("The app looks unfinished", &["content"]),
    ("Nobody can help when it fails", &["people"]),
];

/// The page.
#[must_use]
pub fn render(report: &Report) -> String {
    let name = report.app.as_deref().unwrap_or(&report.target);
    let problems: Vec<Problem<'_>> =
        report.problems().into_iter().filter(|p| p.row.severity >= Severity::High).collect();
    let mut out = format!("# What can go wrong with {}\n\n{}\n\n", inline(name), answer(report));
    let mut left = SHOWN;
    for (theme, areas) in THEMES {
        let of: Vec<&Problem<'_>> = problems.iter().filter(|p| areas.contains(&p.row.area.as_str())).collect();
        let told = told(&of);
        if told.is_empty() || left == 0 {
            continue;
        }
        let _ = write!(out, "## {theme}\n\n");
        for (words, stops) in told.iter().take(left) {
            let first = if *stops { "**Stops the launch:** " } else { "" };
            let _ = writeln!(out, "- {first}{words}");
        }
        left -= told.len().min(left);
        out.push('\n');
    }
    out += &unsure(report);
    out += &rest(report, &problems);
    let at = report.at.to_zoned(TimeZone::UTC).strftime("%-d %b %Y, %H:%M UTC");
    out + &format!(
        "Looked at {at}. The same with proof and fixes: launch-ready check {} --from last\n",
        line(&report.target)
    )
}

fn answer(report: &Report) -> String {
    match report.verdict {
        Answer::Go => "Nothing that was looked at stops you from showing it.".to_owned(),
        Answer::CannotTell => {
            "Nobody can say yet whether it is ready: something that decides could not be seen.".to_owned()
        }
        Answer::NoGo => {
            let n = report.counts.by_severity.get(Severity::Blocker.word()).copied().unwrap_or(0);
            format!("It is not ready to be shown: {} to be mended first.", text::count(n, "thing has", "things have"))
        }
    }
}

/// Consequences, each once, with the names of where; those that stop the launch first.
fn told(problems: &[&Problem<'_>]) -> Vec<(String, bool)> {
    let mut out: Vec<(String, Vec<String>, bool)> = Vec::new();
    for p in problems.iter().filter(|p| p.row.state != State::Contradicted) {
        let where_to = p.subjects.iter().map(|s| line(&model::report::host_of(s)));
        let stops = p.row.severity == Severity::Blocker;
        let risk = risk(p);
        match out.iter_mut().find(|(words, ..)| *words == risk) {
            Some((_, names, worst)) => {
                names.extend(where_to);
                *worst |= stops;
            }
            None => out.push((risk, where_to.collect(), stops)),
        }
    }
    out.sort_by_key(|(_, _, stops)| !stops);
    out.into_iter()
        .map(|(words, mut names, stops)| {
            names.sort();
            names.dedup();
            (format!("{} ({})", inline(&words), inline(&text::list(&names))), stops)
        })
        .collect()
}

/// The consequence; one that says "it" needs the title in front to say what.
fn risk(p: &Problem<'_>) -> String {
    let consequence = line(&p.finding.consequence);
    let mut first = consequence.split_whitespace().take(4).map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
    if !first.any(|w| matches!(w, "It" | "it" | "Its" | "its" | "They" | "them")) {
        return consequence;
    }
    let mut chars = consequence.chars();
    let lower: String = chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default();
    format!("{}: {lower}", line(&p.finding.title))
}

/// Answers that are not so, and answers that are missing.
fn unsure(report: &Report) -> String {
    let mut out = String::new();
    let lies: Vec<&model::Row> = report.in_state(State::Contradicted).collect();
    if !lies.is_empty() {
        out += "## Believed, and not so\n\n";
        for row in lies {
            let _ = writeln!(out, "- {}", inline(row.summary.trim_end_matches("; measured otherwise")));
        }
        out.push('\n');
    }
    let open = report.questions.open;
    if open > 0 {
        out += "## Nobody said yet\n\n";
        for (row, question) in report.open_questions().into_iter().filter(|(r, _)| r.decisive).take(5) {
            let _ = writeln!(out, "- {} ({})", inline(&question.ask), inline(&question.who));
            debug_assert!(row.question.is_some());
        }
        let _ = write!(out, "- {} wait for an answer of people.\n\n", text::count(open, "question", "questions"));
    }
    out
}

fn rest(report: &Report, told: &[Problem<'_>]) -> String {
    let small = report.problems().len() - told.len();
    let passed = report.counts.by_state.get(State::Pass.key()).copied().unwrap_or(0);
    let mut out = String::from("## And the rest\n\n");
    if small > 0 {
        let _ =
            writeln!(out, "- {} can wait until the week after.", text::count(small, "smaller thing", "smaller things"));
    }
    let _ = write!(out, "- {} found nothing wrong.\n\n", text::count(passed, "check", "checks"));
    out
}
