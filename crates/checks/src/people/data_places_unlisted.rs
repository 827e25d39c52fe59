//! It is not listed where customers' data goes.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/data-places-unlisted",
    summary: "It is not listed where customers' data goes",
    docs: "Business customers ask where data is stored and which sub-processors see it. The list takes an hour \
           before the launch and weeks after the question.",
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 45,
    mission: &["M7.02", "M7.05"],
    source: Source::read("the requirement catalogue, M7.02 and M7.05"),
    asks: Some(&Question {
        ask: "Is it listed in which region customers' data is stored and which other companies process it?",
        claim: "it is listed where customers' data goes",
        denied: "It is not listed where the customers' data of {} goes",
        consequence: "A business customer asks before signing, and the deal waits for weeks.",
        fix: "List hosting, database, mail, analytics, support and AI providers with the region of each, and put \
               the list on the privacy page.",
        who: "the founder",
        evidence: "the list, or its public page",
        days: 365,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
