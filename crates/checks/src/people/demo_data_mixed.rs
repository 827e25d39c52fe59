//! Demo data and customers' data are mixed.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/demo-data-mixed",
    summary: "Demo data and customers' data are mixed",
    docs: "Demos show what is in the database. Made-up records in an account of their own keep customers' names \
           off the screen.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 60,
    mission: &["M7.01"],
    source: Source::read("the requirement catalogue, M7.01"),
    asks: Some(&Question {
        ask: "Is the data of the demo made up, current, and kept apart from customers' data?",
        claim: "demo data is kept apart",
        denied: "Demo data and customers' data of {} are mixed",
        consequence: "One customer sees another's records on the big screen.",
        fix: "Create a demo account with made-up records that fit today's screens, and present only from it.",
        who: "whoever presents",
        evidence: "a screenshot of the demo account",
        days: 60,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
