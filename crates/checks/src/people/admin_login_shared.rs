//! Administrators share one log-in.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/admin-login-shared",
    summary: "Administrators share one log-in",
    docs: "Administration is for named people only. A shared log-in can't be taken from one person, and its trail \
           names nobody.",
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 45,
    mission: &["M3.06"],
    source: Source::read("the requirement catalogue, M3.06"),
    asks: Some(&Question {
        ask: "Does every administrator of the app have a log-in of their own, so that nobody shares one?",
        claim: "administrators have log-ins of their own",
        denied: "Administrators of {} share one log-in",
        consequence: "Nobody can tell who changed a customer's data, and one leaving person means a new password \
               for all.",
        fix: "Create one administrator account for each person, then delete the shared one.",
        who: "whoever develops",
        evidence: "a screenshot of the list of administrators",
        days: 180,
        applies: Applies::Always,
        contradicted_by: &["access/admin-open"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
