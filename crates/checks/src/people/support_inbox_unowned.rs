//! Nobody reads the support mailbox.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/support-inbox-unowned",
    summary: "Nobody reads the support mailbox",
    docs: "An address on the website is a promise. A named reader and a mail that really arrived keep it.",
    stage: Stage::Handover,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 20,
    mission: &["M7.02", "M3.11"],
    source: Source::read("the requirement catalogue, M7.02 and M3.11"),
    asks: Some(&Question {
        ask: "Is the support address read every working day by a named person, and did a test mail arrive there?",
        claim: "the support mailbox is read",
        denied: "Nobody is named who reads the support mailbox of {}",
        consequence: "The first customer's first question is never answered.",
        fix: "Name one person and a deputy, send a mail from a foreign account, and answer it.",
        who: "the founder",
        evidence: "the test mail with its answer",
        days: 90,
        applies: Applies::Mail,
        contradicted_by: &["mail/sending-domain-without-mx"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
