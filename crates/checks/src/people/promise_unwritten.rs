//! What the customer was promised is not written down.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/promise-unwritten",
    summary: "What the customer was promised is not written down",
    docs: "A launch is judged against what was promised. Ten lines are enough: which functions, by when, how \
           available, where data is kept, how support is reached.",
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 20,
    mission: &["M7.01", "M7.05"],
    source: Source::read("the requirement catalogue, M7.01 and M7.05"),
    asks: Some(&Question {
        ask: "Is it written down what the first customer was promised: functions, dates, availability, data?",
        claim: "what the customer was promised is written down",
        denied: "What the first customer of {} was promised is not written down",
        consequence: "The customer looks for something on the first day that was never built.",
        fix: "List the promises of the last mails and calls in ten lines, send them to the customer, and mark what \
               the app does today.",
        who: "whoever sells",
        evidence: "the mail or the offer",
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
