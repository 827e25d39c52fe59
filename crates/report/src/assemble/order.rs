//! The order of rows (decision 18).

use model::{Declared, Row, State};
use std::cmp::Reverse;

/// Contradictions first, then failing rows, then what could not be seen, what people took on, passes, what does not arise. Inside:
/// severity, canonical host first, effort, id, subject.
pub fn sort(rows: &mut [Row], declared: &Declared) {
    rows.sort_by_cached_key(|row| {
        (
            class(row.state),
            Reverse(row.severity),
            !declared.is_canonical(&row.subject),
            row.effort_minutes,
            row.check.clone(),
            row.subject.name.clone(),
            row.findings.first().map(|f| f.key.clone()),
        )
    });
}

fn class(state: State) -> u8 {
    match state {
        State::Contradicted => 0,
        State::Fail => 1,
        State::Unknown => 2,
        State::Waived | State::Known | State::Attested => 3,
        State::Pass => 4,
        State::NotApplicable => 5,
    }
}
