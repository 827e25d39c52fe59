//! The seven stages (decision 15).

use super::undecided;
use model::check::Scope;
use model::report::{StageLine, StageState};
use model::{Row, Severity, Stage, State};
use std::collections::BTreeSet;

/// One line for each stage, in order.
pub fn lines(rows: &[Row], scopes: &BTreeSet<Scope>, fail_on: Severity) -> Vec<StageLine> {
    Stage::ALL.into_iter().map(|stage| line(stage, rows, scopes, fail_on)).collect()
}

fn line(stage: Stage, rows: &[Row], scopes: &BTreeSet<Scope>, fail_on: Severity) -> StageLine {
    let of_stage = |r: &&Row| r.stage == stage && r.state != State::NotApplicable && scopes.contains(&r.scope);
    let rows: Vec<&Row> = rows.iter().filter(of_stage).collect();
    let looked = rows.iter().filter(|r| r.state != State::Unknown).count();
    let state = if rows.iter().any(|r| r.state.failing() && r.severity >= fail_on) {
        StageState::Fail
    } else if rows.is_empty() {
        StageState::NotLookedAt
    } else if looked == 0 || rows.iter().any(|r| undecided(r)) {
        // Rows that exist and were all unseen are no pass, even when none of them decides.
        StageState::Unknown
    } else {
        StageState::Pass
    };
    let failing = rows.iter().filter(|r| r.state.failing()).count();
    let attested = rows.iter().filter(|r| r.state == State::Attested).count();
    StageLine { stage, state, looked, total: rows.len(), failing, attested }
}
