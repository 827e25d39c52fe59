//! Markdown for a pull-request comment: verdict, blockers that unfold to their fix, a table of what is high, counts.

use crate::clean::{clean, line};
use crate::snippet;
use jiff::tz::TimeZone;
use model::report::{Problem, Report};
use model::{Evidence, Remedy, Severity, State, text};
use std::fmt::Write as _;

/// The comment. The evidence tells in which server's words a fix is written.
#[must_use]
pub fn render(report: &Report, evidence: &Evidence) -> String {
    let problems = report.problems();
    let mut out = head(report);
    out += &contradictions(&problems);
    out += &blockers(&problems, evidence);
    out += &high(&problems);
    out += &open(report);
    out += &foot(report);
    out
}

fn head(r: &Report) -> String {
    let name = r.app.as_ref().filter(|a| *a != &r.target);
    let name = name.map_or_else(|| inline(&r.target), |a| format!("{} ({})", inline(a), inline(&r.target)));
    let mut out = format!("## {}: {name}\n\n**{}**\n\n", r.verdict.word(), inline(&r.headline));
    if let Some(why) = r.partial {
        let _ = write!(out, "Partial: {} before everything was seen.\n\n", why.sentence());
    }
    let severity = |s: Severity| r.counts.by_severity.get(s.word()).copied().unwrap_or(0);
    let state = |s: State| r.counts.by_state.get(s.key()).copied().unwrap_or(0);
    let _ = write!(
        out,
        "| blocker | high | medium | low | could not tell | passed |\n|--:|--:|--:|--:|--:|--:|\n| {} | {} | {} | {} | {} | {} |\n\n",
        severity(Severity::Blocker),
        severity(Severity::High),
        severity(Severity::Medium),
        severity(Severity::Low),
        state(State::Unknown),
        state(State::Pass),
    );
    out
}

fn contradictions(problems: &[Problem<'_>]) -> String {
    let mut out = String::new();
    for (i, p) in problems.iter().enumerate().filter(|(_, p)| p.row.state == State::Contradicted) {
        if out.is_empty() {
            out.push_str(
                "### Said by people, measured otherwise\n\n| | What | Measured | Check |\n|--:|---|---|---|\n",
            );
        }
        let (title, seen) = (inline(&p.finding.title), inline(&text::shorten(&line(&p.finding.observed), 300)));
        let _ = writeln!(out, "| {} | {title} ({}) | {seen} | `{}` |", i + 1, p.row.severity.word(), p.row.check);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Problems of one severity; contradictions stand in front of all of them.
fn of<'a, 'r>(
    problems: &'a [Problem<'r>],
    severity: Severity,
) -> impl Iterator<Item = (usize, &'a Problem<'r>)> + use<'a, 'r> {
    let told = move |p: &Problem<'_>| p.row.severity == severity && p.row.state != State::Contradicted;
    problems.iter().enumerate().filter(move |(_, p)| told(p))
}

fn blockers(problems: &[Problem<'_>], evidence: &Evidence) -> String {
    let mut out = String::new();
    for (i, p) in of(problems, Severity::Blocker) {
        if out.is_empty() {
            out.push_str("### Blockers\n\n");
        }
        out += &blocker(i + 1, p, evidence);
    }
    out
}

fn blocker(n: usize, p: &Problem<'_>, evidence: &Evidence) -> String {
    let f = p.finding;
    // HTML inside <summary>, so backticks and stars stand there as they are.
    let mut out =
        format!("<details><summary><b>{n}. {}</b> <code>{}</code></summary>\n\n", inline(&f.title), p.row.check);
    let _ = write!(out, "{}\n\n", inline(&f.consequence));
    for (label, value) in [("Seen", &f.observed), ("Wanted", &f.expected)] {
        if !value.is_empty() {
            let _ = writeln!(out, "- {label}: {}", span(&text::shorten(&line(value), 300)));
        }
    }
    if p.subjects.len() > 1 {
        let others: Vec<String> = p.subjects[1..].iter().map(|s| span(&line(&s.name))).collect();
        let _ = writeln!(out, "- Also on: {}", text::list(&others));
    }
    let fix = snippet::written(&f.remedy, evidence);
    let place = if fix.place.is_empty() { fix.place } else { format!(" {}", inline(&fix.place)) };
    let _ = write!(out, "\nFix{place}, {}, {}:\n\n", text::minutes(p.row.effort_minutes), p.row.wait.words());
    out += &block(&f.remedy, &fix.lines);
    let _ = write!(out, "\nCheck: `launch-ready verify {n}`");
    if !f.reproduce.is_empty() {
        let _ = write!(out, " or {}", span(&line(&f.reproduce)));
    }
    out.push_str("\n\n</details>\n\n");
    out
}

fn block(remedy: &Remedy, lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|l| clean(l).replace('\n', " ")).collect();
    if matches!(remedy, Remedy::Say { .. } | Remedy::Ask { .. }) {
        return format!("{}\n", lines.iter().map(|l| inline(l)).collect::<Vec<_>>().join("\n\n"));
    }
    pasted(&lines)
}

/// Lines to be pasted, in a fence that they can't break out of.
pub(crate) fn pasted(lines: &[String]) -> String {
    let lines: Vec<String> = lines.iter().map(|l| clean(l).replace('\n', " ")).collect();
    let text = lines.join("\n");
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    format!("{fence}text\n{text}\n{fence}\n")
}

fn high(problems: &[Problem<'_>]) -> String {
    let mut out = String::new();
    for (i, p) in of(problems, Severity::High) {
        if out.is_empty() {
            out.push_str("### High\n\n| | What | Check |\n|--:|---|---|\n");
        }
        let others = p.subjects.len() - 1;
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let _ = writeln!(out, "| {} | {}{more} | `{}` |", i + 1, inline(&p.finding.title), p.row.check);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// Rows that leave the verdict open: without them CAN'T TELL explains nothing.
fn open(r: &Report) -> String {
    let mut out = String::new();
    for row in r.in_state(State::Unknown).filter(|row| row.decisive && row.question.is_none()) {
        if out.is_empty() {
            out.push_str("### Could not tell\n\n");
        }
        let Some(unknown) = &row.unknown_reason else { continue };
        let (subject, why) = (span(&line(&row.subject.name)), inline(&unknown.to_string()));
        let _ = writeln!(out, "- `{}` on {subject}: {why}; {}", row.check, inline(unknown.why.help()));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out + &questions(r)
}

/// What only people know and nobody said yet.
fn questions(r: &Report) -> String {
    let open = r.open_questions();
    let deciding: Vec<_> = open.iter().filter(|(row, _)| row.decisive).collect();
    if open.is_empty() {
        return String::new();
    }
    let mut out = format!("### Questions for people ({})\n\n", open.len());
    for (row, question) in &deciding {
        let _ = writeln!(out, "- {} ({}) `{}`", inline(&question.ask), inline(&question.who), row.check);
    }
    if deciding.len() < open.len() {
        let _ = writeln!(out, "- and {} that decide nothing", open.len() - deciding.len());
    }
    out + "\nAnswer with `launch-ready attest --ask`.\n\n"
}

fn foot(r: &Report) -> String {
    let closed = crate::open::closed(r);
    let mut out = String::new();
    for note in &r.notes {
        let _ = writeln!(out, "- Note: {}", inline(note));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    if !closed.is_empty() {
        let _ = write!(out, "Not looked at: {}.\n\n", text::list(&closed));
    }
    for (label, words) in [("Other profiles", crate::open::elsewhere(r)), ("Trend", crate::open::trend(r))] {
        if let Some(words) = words {
            let _ = write!(out, "{label}: {}.\n\n", inline(&words));
        }
    }
    let at = r.at.to_zoned(TimeZone::UTC).strftime("%-d %b %Y, %H:%M UTC");
    let _ = writeln!(
        out,
        "<sub>{} {}, profile {}, {at}. Score {}</sub>",
        inline(&r.tool.name),
        inline(&r.tool.version),
        inline(&r.profile),
        inline(&r.score_arithmetic)
    );
    out
}

/// A text in running Markdown: no markup, no HTML, no mention of a person comes out of it.
pub(crate) fn inline(text: &str) -> String {
    let mut out = String::new();
    for c in line(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A word joiner behind it: the host's mention filter sees no name, the reader sees no difference.
            '@' => out.push_str("@\u{2060}"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '!' | '#' => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// A text in a code span, whatever backticks it holds; `|` would end a table cell.
fn span(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}
