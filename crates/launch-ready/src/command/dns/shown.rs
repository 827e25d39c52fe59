//! Differences in words, for `what-if` and `diff`.

use super::compare::{Difference, MAX_NAMES, State};
use model::text;
use std::fmt::Write;

/// Columns of a value that are shown.
const VALUE: usize = 64;

/// The differences, each state under its title; `titles` say it for missing, extra, different values and other times.
pub fn lines(out: &mut String, differences: &[Difference], titles: &[(State, &str)]) {
    for (state, title) in titles {
        let of_state: Vec<&Difference> = differences.iter().filter(|d| d.state == *state).collect();
        if of_state.is_empty() {
            continue;
        }
        let _ = writeln!(out, "  {title}");
        for d in of_state {
            let _ = writeln!(out, "    {:<34} {:<6} {}", d.name.as_str(), d.kind, value(d));
        }
    }
}

/// That a large zone was compared in part.
pub fn left_out(names: usize) -> String {
    match names.saturating_sub(MAX_NAMES) {
        0 => String::new(),
        more => format!("  Compared were the first {MAX_NAMES} names of the file; {more} more were not asked for.\n"),
    }
}

fn value(d: &Difference) -> String {
    let joined = |values: &[String]| text::quote(&values.join(" · "), VALUE);
    let seconds = |ttl: Option<u32>| ttl.map_or_else(|| "?".to_owned(), |t| text::span(t.into()));
    match d.state {
        State::Missing => joined(&d.file),
        State::Extra => joined(&d.live),
        State::Different => format!("live   {}\n{:>46}wanted {}", joined(&d.live), "", joined(&d.file)),
        State::Ttl => format!("kept {} live, {} in the file", seconds(d.live_ttl), seconds(d.file_ttl)),
    }
}
