//! Only one person can get into the accounts.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/no-second-administrator",
    summary: "Only one person can get into the accounts",
    docs: "One administrator is a single point of failure with a holiday. The second one has to have logged in.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 30,
    mission: &["M7.02"],
    source: Source::read("the requirement catalogue, M7.02"),
    asks: Some(&Question {
        ask: "Does each important account (registrar, DNS, hosting, mail, payment) have a second administrator?",
        claim: "each account has a second administrator",
        denied: "Only one person can get into the accounts behind {}",
        consequence: "If that person is ill, nobody can renew, mend or pay.",
        fix: "Invite a second person of the business as administrator to each account, and let them log in once.",
        who: "the founder",
        evidence: "screenshots of the member lists",
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
