//! It is not recorded who owns which account.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/owner-list-missing",
    summary: "It is not recorded who owns which account",
    docs: "Every part of the app is somebody's account: registrar, DNS, edge, hosting, database, mail, payment, \
           monitoring. The list says for each of them who owns it, who else gets in and who pays.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 30,
    mission: &["M1.10", "M7.02"],
    source: Source::read("the requirement catalogue, M1.10 and M7.02"),
    asks: Some(&Question {
        ask: "Is there one list of every account the app depends on (registrar, DNS, hosting, database, mail, \
               payment), with its owner?",
        claim: "one list names the owner of every account",
        denied: "No list says who owns which account behind {}",
        consequence: "In an outage, the first hour goes into finding out whose log-in is needed.",
        fix: "Write a table of one line an account: what it is for, where one logs in, who owns it, who else has \
               access.",
        who: "the founder",
        evidence: "the list itself, as a file",
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
