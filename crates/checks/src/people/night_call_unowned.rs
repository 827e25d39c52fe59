//! Nobody is named who is called at night.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/night-call-unowned",
    summary: "Nobody is named who is called at night",
    docs: "An alert without a person is a log line. One name, one number that was tried, one deputy.",
    stage: Stage::Monitoring,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 20,
    mission: &["M6.02", "M7.02"],
    source: Source::read("the requirement catalogue, M6.02 and M7.02"),
    asks: Some(&Question {
        ask: "Is one named person called when the app is down, on a number that was tried?",
        claim: "one named person is called when the app is down",
        denied: "Nobody is named who is called when {} is down",
        consequence: "Customers find the outage in the evening, and the team finds it in the morning.",
        fix: "Name one person and a deputy for each week, write their numbers into the alert settings, and let a \
               test alert ring once.",
        who: "the founder",
        evidence: "a screenshot of the test alert on the phone",
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
