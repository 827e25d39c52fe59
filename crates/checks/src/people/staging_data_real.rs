//! Staging works with customers' data.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/staging-data-real",
    summary: "Staging works with customers' data",
    docs: "Staging is copied from production in a hurry and forgotten. It needs made-up records and a closed door.",
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 120,
    mission: &["M4.05", "M7.01"],
    source: Source::read("the requirement catalogue, M4.05 and M7.01"),
    asks: Some(&Question {
        ask: "Is staging closed to strangers and free of customers' data?",
        claim: "staging is closed and has no customers' data",
        denied: "Staging of {} works with customers' data",
        consequence: "Real customers' records stand on the server with the weakest door.",
        fix: "Fill staging with made-up records, delete the copies of real ones, and put a password in front of \
               it.",
        who: "whoever develops",
        evidence: "a screenshot of staging's records",
        days: 180,
        applies: Applies::Staging,
        contradicted_by: &["access/staging-open"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
