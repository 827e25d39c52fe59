//! Only one person can deploy.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/deployer-missing",
    summary: "Only one person can deploy",
    docs: "Bus, plane, flu. One person each who can deploy, roll back and see alerts, and a second who has done it \
           once.",
    stage: Stage::Deployment,
    severity: Severity::High,
    effort_minutes: 30,
    mission: &["M4.01", "M7.02"],
    source: Source::read("the requirement catalogue, M4.01 and M7.02"),
    asks: Some(&Question {
        ask: "Can a named second person deploy, roll back and see alerts when the first one is away?",
        claim: "a second person can deploy and roll back",
        denied: "Only one person can deploy {}",
        consequence: "When that person is on a plane, a broken release stays broken.",
        fix: "Give a second person access, and let them deploy and roll back once while the first one watches.",
        who: "whoever deploys",
        evidence: "the log of a deploy by the second person",
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
