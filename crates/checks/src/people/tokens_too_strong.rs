//! Tokens and database users may do more than they need.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/tokens-too-strong",
    summary: "Tokens and database users may do more than they need",
    docs: "The app's own database user rarely needs to drop tables, and a mail token rarely needs to manage \
           members. Least privilege bounds what a leak costs.",
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 60,
    mission: &["M3.06"],
    source: Source::read("the requirement catalogue, M3.06"),
    asks: Some(&Question {
        ask: "Does the app run with a database user and API tokens that can do only what the app does?",
        claim: "tokens and database users have only the rights they need",
        denied: "Tokens and database users of {} can do more than they need",
        consequence: "One leaked token lets a stranger delete the whole account instead of one record.",
        fix: "Create a database user without the right to drop tables and tokens limited to what is used, put them \
               in place, delete the old ones.",
        who: "whoever develops",
        evidence: "the list of scopes of each token",
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
