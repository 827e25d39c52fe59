//! The comparison on a terminal.

use super::{Comparison, Item, Side};
use crate::clean::line;
use crate::text::layout::wrapped;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt::Write as _;

const WIDTH: usize = 80;

/// The whole comparison.
#[must_use]
pub fn render(c: &Comparison) -> String {
    let mut out = format!("launch-ready compare  {}\n\n  {}\n", line(&c.after.target), c.headline());
    for (label, side) in [("before", &c.before), ("after", &c.after)] {
        out += &format!("  {label:<7} {}", wrapped(&told(side), 10, WIDTH).trim_start());
    }
    if c.before.profile != c.after.profile {
        out += "  Two profiles: severities can differ for that alone.\n";
    }
    if c.before.target != c.after.target {
        let _ = writeln!(out, "  Two targets: {} and {}.", line(&c.before.target), line(&c.after.target));
    }
    for (heading, items) in c.lists() {
        if !items.is_empty() {
            let _ = write!(out, "\n{}   ({})\n", heading.to_uppercase(), items.len());
            items.iter().for_each(|i| out += &one(i));
        }
    }
    out
}

fn told(side: &Side) -> String {
    let [blocker, high, medium, low] = side.counts;
    format!("{} · {} · {blocker} blocker, {high} high, {medium} medium, {low} low", moment(side.at), side.profile)
}

fn one(i: &Item) -> String {
    let moved = i.was.map(|was| format!(" (was {})", was.word())).unwrap_or_default();
    let head = format!("{:<8}", i.severity.word());
    let mut out = format!("  {head} {}", wrapped(&format!("{}{moved}", i.title), 11, WIDTH).trim_start());
    let under = if i.note.is_empty() { i.check.clone() } else { format!("{}: {}", i.check, line(&i.note)) };
    out += &wrapped(&under, 11, WIDTH);
    out
}

/// `20 Nov 2026, 12:40 UTC`.
pub(super) fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %b %Y, %H:%M UTC").to_string()
}
