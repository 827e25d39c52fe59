//! It is not decided how much data and time may be lost.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/loss-limit-unset",
    summary: "It is not decided how much data and time may be lost",
    docs: "Two numbers, in business words: how much work a customer may have to repeat, and how long they wait. \
           Backups and prices follow from them.",
    stage: Stage::Handover,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M7.02", "M7.03"],
    source: Source::read("the requirement catalogue, M7.02 and M7.03"),
    asks: Some(&Question {
        ask: "Is it decided how many hours of data may be lost and how long a recovery may take?",
        claim: "the accepted loss of data and time is decided",
        denied: "It is not decided how much data of {} can be lost",
        consequence: "The backup runs once a day, and the customer expected not to lose an hour.",
        fix: "Write down two numbers: hours of data that can be lost, hours until the app is back; then compare \
               them with the backups.",
        who: "the founder",
        evidence: "the two numbers in a sentence",
        days: 365,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
