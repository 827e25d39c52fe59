//! Nobody can say which deployment is production.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/production-unknown",
    summary: "Nobody can say which deployment is production",
    docs: "A first launch often has three deployments that look alike: a laptop, a preview and production. \
           Somebody must be able to say in one line which is which, where it runs, and under which account.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 30,
    mission: &["M1.08"],
    source: Source::read("the requirement catalogue, M1.08"),
    asks: Some(&Question {
        ask: "Is it written down which deployment is production, where it runs and who can reach it?",
        claim: "it is known which deployment is production",
        denied: "Nobody can say which deployment of {} is production",
        consequence: "A fix goes to the wrong place, and the customer goes on seeing the fault.",
        fix: "Write down host, platform, project name and region of production, and of every other deployment, in \
               one note that the team can find.",
        who: "whoever deploys",
        evidence: "the note, or a screenshot of the platform's project page",
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
