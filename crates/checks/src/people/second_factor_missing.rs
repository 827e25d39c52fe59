//! Important accounts have no second factor.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/second-factor-missing",
    summary: "Important accounts have no second factor",
    docs: "Password and second factor together stop nearly all account take-overs. It counts for the accounts that \
           can delete or redirect the app: registrar, DNS, hosting, code, mail, payment.",
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 45,
    mission: &["M3.06", "M7.02"],
    source: Source::read("the requirement catalogue, M3.06 and M7.02"),
    asks: Some(&Question {
        ask: "Do registrar, DNS, hosting, code, mail and payment accounts all ask for a second factor?",
        claim: "important accounts ask for a second factor",
        denied: "Important accounts behind {} have no second factor",
        consequence: "A guessed or leaked password is enough to take the whole business.",
        fix: "Turn on a second factor (an app or a key, not SMS) in each of the accounts, and store the recovery \
               codes.",
        who: "the founder",
        evidence: "screenshots of the security pages",
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
