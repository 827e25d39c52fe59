//! People who left still have access.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/helpers-still-inside",
    summary: "People who left still have access",
    docs: "Removing the account is half of it; keys and passwords that they held are the other half.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 60,
    mission: &["M7.06"],
    source: Source::read("the requirement catalogue, M7.06"),
    asks: Some(&Question {
        ask: "Was access of everyone who left (contractors, agencies, former staff) removed and what they held \
               replaced?",
        claim: "people who left have no access",
        denied: "People who left still have access to {}",
        consequence: "A contractor of last year can read and delete customers' data.",
        fix: "Go through the access list, remove whoever left, replace the keys and passwords they held, note the \
               day.",
        who: "the founder",
        evidence: "the access list with day of removal",
        days: 90,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
