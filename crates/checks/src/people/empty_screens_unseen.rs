//! Empty and error screens were never looked at.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/empty-screens-unseen",
    summary: "Empty and error screens were never looked at",
    docs: "Developers live in full accounts. A new customer begins with empty lists, a confirmation mail and the \
           first error.",
    stage: Stage::Handover,
    severity: Severity::Medium,
    effort_minutes: 60,
    mission: &["M7.01"],
    source: Source::read("the requirement catalogue, M7.01"),
    asks: Some(&Question {
        ask: "Has somebody looked at the app as a new customer sees it: empty lists, errors, a slow network, \
               password reset?",
        claim: "empty and error screens were looked at",
        denied: "Empty and error screens of {} were never looked at",
        consequence: "The first thing a new customer sees is a blank page.",
        fix: "Register a new account, reset its password, cut the network once, and note every screen that is \
               blank or blames the user.",
        who: "whoever develops",
        evidence: "screenshots of the screens",
        days: 60,
        applies: Applies::Always,
        contradicted_by: &["exposure/stack-trace"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
