//! The comparison as a comment below a pull request.

use super::{Comparison, text::moment};
use crate::markdown::inline;
use std::fmt::Write as _;

/// The comment.
#[must_use]
pub fn render(c: &Comparison) -> String {
    let (a, b) = (&c.before, &c.after);
    let mut out = format!("## {}: {}\n\n", inline(&b.target), inline(&c.headline()));
    out += "| | verdict | blocker | high | medium | low | score |\n|---|---|--:|--:|--:|--:|--:|\n";
    for (label, s) in [("before", a), ("after", b)] {
        let [blocker, high, medium, low] = s.counts;
        let at = moment(s.at);
        let _ = writeln!(
            out,
            "| {label}, {at} | {} | {blocker} | {high} | {medium} | {low} | {} |",
            s.verdict.word(),
            s.score
        );
    }
    out.push('\n');
    for (heading, items) in c.lists() {
        if items.is_empty() {
            continue;
        }
        let _ = write!(out, "### {heading} ({})\n\n", items.len());
        for i in items {
            let moved = i.was.map(|was| format!(", was {}", was.word())).unwrap_or_default();
            let note = if i.note.is_empty() { String::new() } else { format!(": {}", inline(&i.note)) };
            let _ = writeln!(out, "- {} ({}{moved}) `{}`{note}", inline(&i.title), i.severity.word(), i.check);
        }
        out.push('\n');
    }
    out
}
