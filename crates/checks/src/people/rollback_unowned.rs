//! Nobody is named to decide on going back.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/rollback-unowned",
    summary: "Nobody is named to decide on going back",
    docs: "Going back is quick when somebody is allowed to decide it. The rule names a person, a deputy and a \
           limit in minutes.",
    stage: Stage::Deployment,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 20,
    mission: &["M4.02", "M7.02"],
    source: Source::read("the requirement catalogue, M4.02 and M7.02"),
    asks: Some(&Question {
        ask: "Is it decided who says \"go back to the last version\", and after how many minutes of trouble?",
        claim: "somebody is named to decide on going back",
        denied: "Nobody is named to decide on rolling {} back",
        consequence: "The team debates for an hour while customers look at an error.",
        fix: "Write down one name, one deputy and one rule, such as: if log-in fails for 10 minutes after a \
               deploy, go back.",
        who: "the founder",
        evidence: "the rule as a sentence",
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
