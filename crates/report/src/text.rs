//! The terminal form (voice-and-look.md): 80 columns, no boxes, the same words with and without colour.

mod blocks;
mod ink;
pub(crate) mod layout;
mod people;

use crate::clean::line;
use crate::open::reached;
use crate::terms::Terms;
use ink::Ink;
pub use layout::wrapped;
use layout::{at_right, pad, shorten, width};
use model::report::{Answer, Problem};
use model::unknown::Why;
use model::{Evidence, Judged, Report, Severity, State, Verdict, text as words};
use std::cell::RefCell;

/// How to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextStyle {
    /// Colour; without it the words are exactly the same.
    pub color: bool,
    /// Columns.
    pub width: usize,
    /// List medium and low findings, every row that could not be told, and commands to see each blocker.
    pub all: bool,
    /// The verdict line only.
    pub quiet: bool,
    /// The findings are kept for `launch-ready verify`; a demonstration keeps none.
    pub verify: bool,
    /// Commands that come next, each with what it brings.
    pub next: Vec<(String, String)>,
    /// Files that were written, each with a remark.
    pub reports: Vec<(String, String)>,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self { color: false, width: 80, all: false, quiet: false, verify: true, next: Vec::new(), reports: Vec::new() }
    }
}

/// The whole report. The evidence tells in which server's words a fix is written.
#[must_use]
pub fn render(report: &Report, evidence: &Evidence, style: &TextStyle) -> String {
    let page =
        Page { report, evidence, style, ink: Ink(style.color), width: style.width.max(40), terms: RefCell::default() };
    if style.quiet {
        return page.verdict_lines(0, usize::MAX);
    }
    let problems = report.problems();
    let mut out = page.head();
    out += &page.contradictions(&problems);
    out += &page.blockers(&problems);
    out += &page.high(&problems);
    out += &page.rest(&problems);
    out += &page.could_not_tell();
    out += &page.questions();
    out += &page.accepted();
    out += &page.not_looked_at();
    out += &page.notes();
    out += &page.next();
    out
}

/// One failing judgement as a line for the stream of findings; `None` for everything else.
#[must_use]
pub fn one_line(judged: &Judged, severity: Severity, style: &TextStyle) -> Option<String> {
    let Verdict::Fail(findings) = &judged.verdict else { return None };
    let title = findings.first().map_or(judged.info.summary, |f| f.title.as_str());
    let more = if findings.len() > 1 { format!(" (and {} more)", findings.len() - 1) } else { String::new() };
    let ink = Ink(style.color);
    let left = format!("{:<9}", severity.word());
    let room = style.width.max(40).saturating_sub(9 + width(&more));
    let title = format!("{}{more}", shorten(&line(title), room));
    let tail = at_right(9 + width(&title), judged.info.id, style.width.max(40), &ink);
    Some(format!("{}{title}{tail}", ink.severity(severity, &left)))
}

/// What all parts of the page need.
struct Page<'a> {
    report: &'a Report,
    evidence: &'a Evidence,
    style: &'a TextStyle,
    ink: Ink,
    width: usize,
    terms: RefCell<Terms>,
}

impl Page<'_> {
    fn head(&self) -> String {
        let r = self.report;
        let name = line(&r.target);
        let looked: Vec<&str> = r.scope.iter().filter(|s| s.looked).map(|s| s.scope.word()).collect();
        let scope =
            if looked.is_empty() { "nothing looked at".into() } else { format!("from {}", words::list(&looked)) };
        let time = format!("{}.{} s", r.duration_ms / 1000, r.duration_ms % 1000 / 100);
        let brand = self.ink.dim("launch-ready");
        let tail = format!("{} · {scope}", line(&r.profile));
        let used = 14 + width(&name) + 3 + width(&tail);
        let mut out = if used + 2 + width(&time) <= self.width {
            let gap = " ".repeat(self.width - used - width(&time));
            format!("{brand}  {} · {tail}{gap}{}\n", self.ink.bold(&name), self.ink.dim(&time))
        } else {
            // What it ran under goes below, before a long name loses its middle.
            let name = shorten(&name, self.width - 14);
            format!(
                "{brand}  {}\n{}",
                self.ink.bold(&name),
                layout::wrapped(&format!("{tail} · {time}"), 14, self.width)
            )
        };
        out += &format!("\n{}", self.verdict_lines(2, self.width));
        for text in self.remarks() {
            let indent = 2 + width(&pad(r.verdict.word(), 9));
            out += &layout::wrapped(&text, indent, self.width);
        }
        out
    }

    /// `NO-GO    4 blockers   7 high   9 medium   12 low   3 could not tell`, broken between counts.
    fn verdict_lines(&self, indent: usize, columns: usize) -> String {
        let r = self.report;
        let n = |s: Severity| r.counts.by_severity.get(s.word()).copied().unwrap_or(0);
        let mut parts = vec![
            words::count(n(Severity::Blocker), "blocker", "blockers"),
            format!("{} high", n(Severity::High)),
            format!("{} medium", n(Severity::Medium)),
            format!("{} low", n(Severity::Low)),
        ];
        let unknown = self.in_state(State::Unknown);
        if unknown > 0 {
            parts.push(format!("{unknown} could not tell"));
        }
        let word = pad(r.verdict.word(), 9);
        let word = match r.verdict {
            Answer::Go => self.ink.good(&word),
            Answer::NoGo => self.ink.severity(Severity::Blocker, &word),
            Answer::CannotTell => self.ink.severity(Severity::High, &word),
        };
        let indent = " ".repeat(indent);
        let under = " ".repeat(width(&indent) + width(&pad(r.verdict.word(), 9)));
        let mut out = format!("{indent}{word}");
        let mut used = width(&under);
        for (i, part) in parts.iter().enumerate() {
            if i > 0 && used + 3 + width(part) > columns {
                out += &format!("\n{under}");
                used = width(&under);
            } else if i > 0 {
                out += "   ";
                used += 3;
            }
            out += part;
            used += width(part);
        }
        out.push('\n');
        out
    }

    fn in_state(&self, state: State) -> usize {
        self.report.counts.by_state.get(state.key()).copied().unwrap_or(0)
    }

    /// The lines under the verdict line.
    fn remarks(&self) -> Vec<String> {
        let r = self.report;
        let mut first = words::count(self.in_state(State::Pass), "check passed", "checks passed");
        for state in [State::Attested, State::Waived, State::Known] {
            let n = self.in_state(state);
            if n > 0 {
                first += &format!(", {n} {}", state.word());
            }
        }
        let closed = crate::open::closed(r);
        first.push('.');
        if !closed.is_empty() {
            first += &format!(" Not looked at: {}.", closed.join(", "));
        }
        let mut out = vec![first];
        if let Some(why) = r.partial {
            let why = if why == Why::Stopped { "the run was stopped" } else { why.sentence() };
            out.push(format!("Partial: {why} before everything was seen."));
        }
        if !r.net.is_empty() {
            out.push(format!("Reached with: {}.", reached(r)));
        }
        out.extend(crate::open::elsewhere(r).map(|words| format!("Other profiles: {words}.")));
        out.extend(crate::open::trend(r).map(|words| format!("Trend: {words}.")));
        if !r.gate.missing.is_empty() {
            let missing: Vec<&str> = r.gate.missing.iter().map(|s| s.word()).collect();
            out.push(format!("The launch gate also wants: {}.", words::list(&missing)));
        }
        out
    }

    /// A title and its check id at the right.
    fn title_line(&self, n: usize, problem: &Problem<'_>, bold: bool) -> String {
        let title = line(&problem.finding.title);
        let others = problem.subjects.len() - 1;
        let more = if others > 0 { format!(" (and {others} more)") } else { String::new() };
        let title = format!("{}{more}", shorten(&title, self.width.saturating_sub(4 + width(&more))));
        let used = 4 + width(&title);
        let title = if bold { self.ink.bold(&title) } else { title };
        format!("{n:>2}  {title}{}\n", at_right(used, &problem.row.check, self.width, &self.ink))
    }
}
