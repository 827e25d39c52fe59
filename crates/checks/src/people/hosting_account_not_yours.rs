//! The hosting account is not in the business's hands.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/hosting-account-not-yours",
    summary: "The hosting account is not in the business's hands",
    docs: "Apps are often born in a developer's private account. Whoever owns that account owns the app and its \
           data.",
    stage: Stage::Handover,
    severity: Severity::Blocker,
    effort_minutes: 60,
    mission: &["M7.02"],
    source: Source::read("the requirement catalogue, M7.02"),
    asks: Some(&Question {
        ask: "Is the hosting account (servers, platform, database) in the business's name and paid by it?",
        claim: "the hosting account belongs to the business",
        denied: "The hosting account of {} is not in the business's hands",
        consequence: "A contractor who leaves, or a card that ends, switches the app off.",
        fix: "Move project and billing into an account of the business, and give the contractor access as a \
               member.",
        who: "the founder",
        evidence: "a screenshot of the billing page",
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
