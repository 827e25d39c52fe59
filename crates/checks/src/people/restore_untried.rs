//! A backup was never restored.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/restore-untried",
    summary: "A backup was never restored",
    docs: "Half of all first restores fail: wrong version, missing rights, missing files. One rehearsal shows it \
           while nothing burns.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 90,
    mission: &["M7.02", "M7.04"],
    source: Source::read("the requirement catalogue, M7.02 and M7.04"),
    asks: Some(&Question {
        ask: "Has a backup been restored into an empty database, and did the app work with it?",
        claim: "a backup was restored once",
        denied: "A backup of {} was never restored",
        consequence: "On the day it is needed, the backup turns out to be empty or hours too old.",
        fix: "Restore the last backup into an empty database, start the app with it, and note minutes and the age \
               of the newest record.",
        who: "whoever develops",
        evidence: "the log of the restore with its duration",
        days: 180,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
