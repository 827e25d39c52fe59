//! What people said: contradictions first of all, open questions after what could not be seen.

use super::layout::{at_right, shorten, width};
use super::{Page, words};
use crate::clean::line;
use model::State;
use model::report::Problem;

/// Longest list of measured titles that is quoted.
const QUOTED: usize = 240;
/// Questions that are listed unless all is wanted.
const LISTED: usize = 5;

impl Page<'_> {
    /// Answers that the measurement gives the lie.
    pub(super) fn contradictions(&self, problems: &[Problem<'_>]) -> String {
        let all: Vec<(usize, &Problem<'_>)> =
            problems.iter().enumerate().filter(|(_, p)| p.row.state == State::Contradicted).collect();
        if all.is_empty() {
            return String::new();
        }
        let head = format!("CONTRADICTIONS   ({}; said by people, measured otherwise)", all.len());
        let mut out = format!("\n{}\n\n", self.ink.severity(model::Severity::Blocker, &head));
        for (i, p) in all {
            let title = line(&p.finding.title);
            let title = shorten(title.trim_end_matches("; measured otherwise"), self.width - 4);
            let used = 4 + width(&title);
            let tail = at_right(used, &p.row.check, self.width, &self.ink);
            out += &format!("{:>2}  {}{tail}\n", i + 1, self.ink.bold(&title));
            out += &self.field("seen", &shorten(&line(&p.finding.observed), QUOTED));
            if self.style.all {
                out += &self.field("said", &line(&p.finding.expected));
            }
        }
        out
    }

    /// What nobody answered, those first that decide.
    pub(super) fn questions(&self) -> String {
        let open = self.report.open_questions();
        if open.is_empty() {
            return String::new();
        }
        let mut out = format!("\n{}   ({}; launch-ready attest --ask)\n", self.ink.bold("QUESTIONS"), open.len());
        let shown = if self.style.all { open.len() } else { open.len().min(LISTED) };
        for (row, question) in &open[..shown] {
            let mark = if row.decisive { " (decides)" } else { "" };
            out += &super::layout::wrapped(&format!("{}{mark}", line(&question.ask)), 4, self.width);
            let who = format!("for {}", line(&question.who));
            out += &format!("      {who}{}\n", at_right(6 + width(&who), &row.check, self.width, &self.ink));
        }
        if shown < open.len() {
            out += &format!("    and {}\n", words::count(open.len() - shown, "more question", "more questions"));
        }
        out
    }
}
