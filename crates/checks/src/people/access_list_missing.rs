//! No list says who has access to what.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/access-list-missing",
    summary: "No list says who has access to what",
    docs: "Access is given in a hurry and rarely taken back. The list has one line for each person and account, \
           with the reason.",
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 45,
    mission: &["M3.06", "M7.06"],
    source: Source::read("the requirement catalogue, M3.06 and M7.06"),
    asks: Some(&Question {
        ask: "Is there a list of who has access to hosting, DNS, analytics, mail and the database, with the reason \
               for each?",
        claim: "a list says who has access to what",
        denied: "No list says who has access to what behind {}",
        consequence: "Somebody who left months ago can still delete the database.",
        fix: "Export the member list of each account, strike out whoever has no reason today, and keep the rest as \
               one table.",
        who: "the founder",
        evidence: "the table, or exports of the member lists",
        days: 90,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
