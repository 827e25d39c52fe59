//! Nobody knows what to do when webhooks fail.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/webhooks-down-unplanned",
    summary: "Nobody knows what to do when webhooks fail",
    docs: "Senders stop after some failures and tell nobody. Somebody has to know where failed deliveries are \
           listed and how they are repeated.",
    stage: Stage::Handover,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M7.03"],
    source: Source::read("the requirement catalogue, M7.03"),
    asks: Some(&Question {
        ask: "Is it written down how lost webhooks are noticed and sent again?",
        claim: "there is a plan for failing webhooks",
        denied: "Nobody knows what to do when webhooks of {} fail",
        consequence: "Customers have paid, and the app does not know it.",
        fix: "Write down where the sender lists failed deliveries, how they are sent again, and how a second \
               delivery does no harm.",
        who: "whoever develops",
        evidence: "the page",
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
