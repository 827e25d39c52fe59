//! Nobody knows what to do when payments fail.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/payments-down-unplanned",
    summary: "Nobody knows what to do when payments fail",
    docs: "The provider is down, a key has ended, a webhook is late: three causes, three different steps. Apps \
           that take no money answer that it does not apply.",
    stage: Stage::Handover,
    severity: Severity::Medium,
    effort_minutes: 45,
    mission: &["M7.03"],
    source: Source::read("the requirement catalogue, M7.03"),
    asks: Some(&Question {
        ask: "Is it written down what to do when payments fail at 9 pm: where to look, whom to call, what to tell \
               customers?",
        claim: "there is a plan for failing payments",
        denied: "Nobody knows what to do when payments at {} fail",
        consequence: "Orders of a whole evening are lost or charged twice.",
        fix: "Write half a page: status page of the provider, where failed payments are seen, how to switch the \
               shop to invoice, the text for customers.",
        who: "whoever runs the shop",
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
