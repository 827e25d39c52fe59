//! The mail accounts are not in the business's hands.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/mail-account-not-yours",
    summary: "The mail accounts are not in the business's hands",
    docs: "Whoever runs the mail can reset every password. Mailboxes and the service that sends receipts and \
           resets belong to the business.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 45,
    mission: &["M7.02"],
    source: Source::read("the requirement catalogue, M7.02"),
    asks: Some(&Question {
        ask: "Are the accounts that send and receive the business's mail in its own hands?",
        claim: "the mail accounts belong to the business",
        denied: "The mail accounts of {} are not in the business's hands",
        consequence: "Password resets of every other account arrive in somebody else's mailbox.",
        fix: "Move mailboxes and the sending service into accounts of the business, and let its administrator be \
               one of you.",
        who: "the founder",
        evidence: "a screenshot of the administrator page",
        days: 365,
        applies: Applies::Mail,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
