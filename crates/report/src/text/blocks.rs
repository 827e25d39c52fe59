//! The parts of the page below its head.

use super::layout::{at_right, lines, pad, shorten, width, wrapped};
use super::{Page, words};
use crate::clean::{clean, line};
use crate::open::{reasons, sentence};
use crate::snippet::{self, Written};
use model::report::{Problem, Row};
use model::{Finding, Remedy, Severity, State, Subject};

/// Longest observed value that is quoted; the HTML report has all of it.
const QUOTED: usize = 160;

impl Page<'_> {
    fn of<'p, 'r>(problems: &'p [Problem<'r>], severity: Severity) -> Vec<(usize, &'p Problem<'r>)> {
        let told = |p: &Problem<'_>| p.row.severity == severity && p.row.state != State::Contradicted;
        problems.iter().enumerate().filter(|(_, p)| told(p)).map(|(i, p)| (i + 1, p)).collect()
    }

    /// Blockers in full.
    pub(super) fn blockers(&self, problems: &[Problem<'_>]) -> String {
        let blockers = Self::of(problems, Severity::Blocker);
        if blockers.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}\n", self.ink.severity(Severity::Blocker, "BLOCKERS"));
        for (n, problem) in blockers {
            out += &self.blocker(n, problem);
        }
        out
    }

    fn blocker(&self, n: usize, problem: &Problem<'_>) -> String {
        let Finding { title, observed, expected, consequence, remedy, .. } = problem.finding;
        let mut out = String::from("\n");
        for (i, text) in lines(&self.explained(title), self.width - 4).iter().enumerate() {
            let number = if i == 0 { format!("{n:>2}  ") } else { " ".repeat(4) };
            out += &format!("{number}{}\n", self.ink.bold(text));
        }
        out += &wrapped(&self.explained(consequence), 4, self.width);
        out += &self.field("seen", &shorten(&line(observed), QUOTED));
        out += &self.field("wanted", &line(expected));
        if problem.subjects.len() > 1 {
            out += &self.field("also", &names(&problem.subjects[1..], self.style.all));
        }
        out += &self.fix(problem.row, remedy);
        let look = line(&problem.finding.reproduce);
        if self.style.all && !look.is_empty() {
            // One line, however long: it is there to be pasted.
            out += &format!("    {}{look}\n", self.ink.dim(&pad("look", 8)));
        }
        let (word, command) = if self.style.verify {
            ("check", format!("launch-ready verify {n}"))
        } else {
            ("more", format!("launch-ready explain {}", problem.row.check))
        };
        let tail = at_right(12 + width(&command), &problem.row.check, self.width, &self.ink);
        out + &format!("    {}{command}{tail}\n", self.ink.dim(&pad(word, 8)))
    }

    /// One line, with plain words behind the first use of a technical term.
    fn explained(&self, text: &str) -> String {
        self.terms.borrow_mut().in_words(&line(text))
    }

    /// A label and its value; nothing when there is no value.
    pub(super) fn field(&self, label: &str, value: &str) -> String {
        let mut out = String::new();
        if value.is_empty() {
            return out;
        }
        for (i, text) in lines(value, self.width - 12).iter().enumerate() {
            let label = self.ink.dim(&pad(if i == 0 { label } else { "" }, 8));
            out += &format!("    {label}{text}\n");
        }
        out
    }

    /// Where, how long, then the thing to paste: never wrapped, because it is to be pasted.
    fn fix(&self, row: &Row, remedy: &Remedy) -> String {
        let Written { place, lines, .. } = snippet::written(remedy, self.evidence);
        let mut head = vec![line(&place), words::minutes(row.effort_minutes)];
        head.retain(|h| !h.is_empty());
        let mut out = self.field("fix", &format!("{}:", head.join(", ")));
        let prose = matches!(remedy, Remedy::Say { .. } | Remedy::Ask { .. });
        for text in lines {
            if prose {
                out += &wrapped(&line(&text), 14, self.width);
            } else {
                out += &format!("{}{}\n", " ".repeat(14), clean(&text).replace('\n', " ").trim_end());
            }
        }
        if row.wait != model::Wait::None {
            out += &self.field("then", row.wait.words());
        }
        out
    }

    /// One line each.
    pub(super) fn high(&self, problems: &[Problem<'_>]) -> String {
        let hint = ", one line each; `launch-ready explain ID` tells more";
        self.listed(Severity::High, problems, hint)
    }

    /// Medium and low: counted, and listed when all is wanted.
    pub(super) fn rest(&self, problems: &[Problem<'_>]) -> String {
        if self.style.all {
            let medium = self.listed(Severity::Medium, problems, "");
            return medium + &self.listed(Severity::Low, problems, "");
        }
        let n = |s| Self::of(problems, s).len();
        match (n(Severity::Medium), n(Severity::Low)) {
            (0, 0) => String::new(),
            (m, l) => {
                wrapped(&format!("\n{m} medium and {l} low are not listed here; --all lists them."), 0, self.width)
            }
        }
    }

    fn listed(&self, severity: Severity, problems: &[Problem<'_>], hint: &str) -> String {
        let listed = Self::of(problems, severity);
        if listed.is_empty() {
            return String::new();
        }
        let word = severity.word().to_uppercase();
        let room = self.width.saturating_sub(width(&word) + 5 + listed.len().to_string().len());
        let hint = if width(hint) <= room { hint } else { "" };
        let mut out = format!("\n{}   ({}{hint})\n", self.ink.severity(severity, &word), listed.len());
        for (n, problem) in listed {
            out += &self.title_line(n, problem, false);
        }
        out
    }

    /// Rows that could not be seen, by reason: what happened, what would help, which checks.
    pub(super) fn could_not_tell(&self) -> String {
        let groups = reasons(self.report);
        if groups.is_empty() {
            return String::new();
        }
        let n: usize = groups.iter().map(|(_, rows)| rows.len()).sum();
        let mut out = format!("\n{}   ({n})\n", self.ink.bold("COULD NOT TELL"));
        for (unknown, rows) in groups {
            out.push('\n');
            out += &wrapped(&sentence(&unknown.to_string()), 4, self.width);
            out += &self.field("helps", unknown.why.help());
            let shown = if self.style.all { rows.len() } else { rows.len().min(5) };
            for row in &rows[..shown] {
                let mark = if row.decisive { " (decides)" } else { "" };
                let subject = shorten(&line(&row.subject.name), self.width.saturating_sub(12 + mark.len()));
                let used = 12 + width(&subject) + mark.len();
                let tail = at_right(used, &row.check, self.width, &self.ink);
                out += &format!("{}{subject}{mark}{tail}\n", " ".repeat(12));
            }
            if shown < rows.len() {
                out += &format!("{}and {} more\n", " ".repeat(12), rows.len() - shown);
            }
        }
        out
    }

    /// What a person took on.
    pub(super) fn accepted(&self) -> String {
        let rows: Vec<&Row> = self.report.in_state(State::Waived).collect();
        if rows.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}   ({})\n", self.ink.bold("ACCEPTED"), rows.len());
        for row in rows {
            let Some(w) = &row.waiver else { continue };
            let what = if row.findings.is_empty() { line(&row.subject.name) } else { line(&row.summary) };
            let what = shorten(&what, self.width - 4);
            out += &format!("    {what}{}\n", at_right(4 + width(&what), &row.check, self.width, &self.ink));
            out += &wrapped(&format!("by {} until {}: {}", line(&w.by), w.until.0, line(&w.reason)), 6, self.width);
        }
        out
    }

    /// Parts of the target that were left out.
    pub(super) fn not_looked_at(&self) -> String {
        let left = &self.report.not_looked_at;
        if left.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}\n", self.ink.bold("NOT LOOKED AT"));
        for item in left {
            out += &wrapped(&format!("{} ({})", line(&item.what), line(&item.why)), 4, self.width);
            out += &wrapped(&line(&item.how), 6, self.width);
        }
        out
    }

    /// What is wrong with our own input, and mistakes of ours.
    pub(super) fn notes(&self) -> String {
        let notes: Vec<&String> = self.report.notes.iter().chain(&self.report.errors).collect();
        if notes.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}\n", self.ink.bold("NOTES"));
        for note in notes {
            out += &wrapped(&sentence(note), 4, self.width);
        }
        out
    }

    /// The last lines: what to do next, and which files were written.
    pub(super) fn next(&self) -> String {
        let both = || self.style.next.iter().chain(&self.style.reports);
        let mut out = String::new();
        if both().next().is_none() {
            return out;
        }
        out.push('\n');
        let column = self.style.next.iter().map(|(c, _)| width(c)).max().unwrap_or(0) + 3;
        for (label, items, column) in [("Next", &self.style.next, column), ("Report", &self.style.reports, 0)] {
            for (i, (left, right)) in items.iter().enumerate() {
                let label = self.ink.dim(&format!("{:<7}", if i == 0 { label } else { "" }));
                let left = line(left);
                let gap = " ".repeat(column.saturating_sub(width(&left)).max(3));
                let right = line(right);
                if 7 + width(&left) + width(&gap) + width(&right) <= self.width {
                    out += format!("{label}{left}{gap}{right}").trim_end();
                } else {
                    out += &format!("{label}{left}\n{}", wrapped(&right, 9, self.width).trim_end());
                }
                out.push('\n');
            }
        }
        out
    }
}

fn names(subjects: &[&Subject], all: bool) -> String {
    let shown = if all { subjects.len() } else { subjects.len().min(4) };
    let mut names: Vec<String> = subjects[..shown].iter().map(|s| shorten(&line(&s.name), 50)).collect();
    if shown < subjects.len() {
        names.push(format!("{} more", subjects.len() - shown));
    }
    words::list(&names)
}
