//! It is not known where the secrets are kept.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/secret-places-unknown",
    summary: "It is not known where the secrets are kept",
    docs: "The inventory holds names, never values: what it is, where it is kept, who owns it, when it was \
           replaced. It is what an incident at 9 pm begins with.",
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 45,
    mission: &["M3.05", "M7.02"],
    source: Source::read("the requirement catalogue, M3.05 and M7.02"),
    asks: Some(&Question {
        ask: "Is there a list of all secrets (names, never values): where each is kept, who owns it, when it was \
               last replaced?",
        claim: "secrets are listed and kept in one place",
        denied: "It is not known where the secrets of {} are kept",
        consequence: "A secret that leaks can't be replaced, because nobody knows where it is used.",
        fix: "List the names of all keys and passwords with place, owner and day of the last replacement; keep \
               values in the platform's secret store.",
        who: "whoever develops",
        evidence: "the list, without values",
        days: 180,
        applies: Applies::Always,
        contradicted_by: &["exposure/env-file", "exposure/config-file", "exposure/git-folder"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
