//! The DNS account is not in the business's hands.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/dns-account-not-yours",
    summary: "The DNS account is not in the business's hands",
    docs: "Registrar and DNS provider are often two accounts. The records of the launch are changed in the second \
           one, so somebody of the business has to be able to open it.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 45,
    mission: &["M1.10", "M7.02"],
    source: Source::read("the requirement catalogue, M1.10 and M7.02"),
    asks: Some(&Question {
        ask: "Can you log in today to the account where the DNS records of the domain are changed?",
        claim: "the DNS account is in the business's hands",
        denied: "The DNS account of {} is not in the business's hands",
        consequence: "No record can be mended on launch day, not even a wrong address.",
        fix: "Have the account handed over, or move the zone to a DNS account of the business; log in once and \
               change a harmless record.",
        who: "the founder",
        evidence: "a screenshot of the zone in your own account",
        days: 365,
        applies: Applies::Domain,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
