//! Secrets that were exposed have not been replaced.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/secrets-not-rotated",
    summary: "Secrets that were exposed have not been replaced",
    docs: "A secret that was readable once counts as taken. Deleting the commit or the message changes nothing; \
           only replacement at the provider does.",
    stage: Stage::Security,
    severity: Severity::Blocker,
    effort_minutes: 90,
    mission: &["M3.05"],
    source: Source::read("the requirement catalogue, M3.05"),
    asks: Some(&Question {
        ask: "Has every key or password that was ever exposed (repository, chat, browser bundle, log) been \
               replaced?",
        claim: "every exposed secret was replaced",
        denied: "Secrets of {} that were exposed have not been replaced",
        consequence: "Somebody who found the old key still reads customers' data or sends mail in your name.",
        fix: "Replace each exposed secret at its provider, put the new one into the secret store only, and write \
               down day and person.",
        who: "whoever develops",
        evidence: "the inventory with the day of each replacement",
        days: 90,
        applies: Applies::Always,
        contradicted_by: &["exposure/env-file", "exposure/config-file", "exposure/git-folder"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
