//! The payment account is not in the business's hands.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/payment-account-not-yours",
    summary: "The payment account is not in the business's hands",
    docs: "Payment providers verify the holder. A test account, or the account of a contractor, stops the first \
           invoice. Apps that take no money answer that it does not apply.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 60,
    mission: &["M7.02"],
    source: Source::read("the requirement catalogue, M7.02"),
    asks: Some(&Question {
        ask: "Is the payment account registered to the business, with its own bank account behind it?",
        claim: "the payment account belongs to the business",
        denied: "The payment account of {} is not in the business's hands",
        consequence: "Customers' money arrives in an account that the business can't open.",
        fix: "Open the payment account in the name of the business, verify it, and put its keys into production.",
        who: "the founder",
        evidence: "a screenshot of the account page",
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
