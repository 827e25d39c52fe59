//! Getting back into an account was never tried.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/recovery-untested",
    summary: "Getting back into an account was never tried",
    docs: "Second factors get lost with phones. Recovery codes in one person's drawer help nobody at night.",
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M7.02"],
    source: Source::read("the requirement catalogue, M7.02"),
    asks: Some(&Question {
        ask: "Are recovery codes stored where two people find them, and has getting back into an account been \
               tried once?",
        claim: "account recovery was tried",
        denied: "Getting back into the accounts of {} was never tried",
        consequence: "A lost phone locks the business out of its own domain for days.",
        fix: "Store the recovery codes of each account in the password manager of two people, and log in with one \
               of them once.",
        who: "the founder",
        evidence: "a statement with the day of the trial",
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
