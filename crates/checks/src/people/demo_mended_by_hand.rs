//! The demo needs somebody who mends it live.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/demo-mended-by-hand",
    summary: "The demo needs somebody who mends it live",
    docs: "A demo that works only with a developer at the console is no demo. One clean pass on production counts.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 60,
    mission: &["M7.01"],
    source: Source::read("the requirement catalogue, M7.01"),
    asks: Some(&Question {
        ask: "Did the whole demo run through once on production, without anybody mending data or restarting \
               anything?",
        claim: "the demo runs without mending by hand",
        denied: "The demo of {} needs somebody who mends it live",
        consequence: "The person who mends has to be in the room for every demo, and is seen doing it.",
        fix: "Walk through the demo on production as the customer will; mend what needed a hand, and walk again.",
        who: "whoever presents",
        evidence: "notes of the last walk-through with its date",
        days: 30,
        applies: Applies::Always,
        contradicted_by: &["reach/server-error"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
