//! The cards behind the accounts are not watched.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/card-ends-soon",
    summary: "The cards behind the accounts are not watched",
    docs: "Hosting and domains end with the card that pays for them. The list holds the month in which each card \
           ends, never its number.",
    stage: Stage::Handover,
    severity: Severity::Medium,
    effort_minutes: 20,
    mission: &["M7.02"],
    source: Source::read("the requirement catalogue, M7.02"),
    asks: Some(&Question {
        ask: "Are the cards behind domain, hosting and mail valid for another three months, and is a failed \
               payment noticed?",
        claim: "the cards behind the accounts are valid",
        denied: "The cards behind the accounts of {} are not watched",
        consequence: "A declined payment of twelve euros takes the app off the network.",
        fix: "Note the end of each card in the calendar, and send billing notices to a mailbox that is read.",
        who: "whoever pays",
        evidence: "a list of cards with month of expiry, without numbers",
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
