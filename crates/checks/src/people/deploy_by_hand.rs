//! Production is deployed or changed by hand.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/deploy-by-hand",
    summary: "Production is deployed or changed by hand",
    docs: "What is typed by hand is forgotten under stress. One command, fewer than three manual steps, nothing \
           edited on the server, not from one person's laptop.",
    stage: Stage::Deployment,
    severity: Severity::High,
    effort_minutes: 120,
    mission: &["M4.01"],
    source: Source::read("the requirement catalogue, M4.01"),
    asks: Some(&Question {
        ask: "Does one command or pipeline deploy production, in fewer than 3 steps by hand, with nothing edited \
               on the server?",
        claim: "one command deploys production",
        denied: "Production of {} is deployed or changed by hand",
        consequence: "The fix made at night on the server is gone with the next deploy.",
        fix: "Put the steps into one script or pipeline that anyone with the right can run, and deploy once with \
               it.",
        who: "whoever deploys",
        evidence: "the log of the last deploy",
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
