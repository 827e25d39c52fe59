//! There is no plan for a demo that fails.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/demo-fallback-missing",
    summary: "There is no plan for a demo that fails",
    docs: "Networks fail in other people's meeting rooms. A recording of three minutes saves the meeting.",
    stage: Stage::Handover,
    severity: Severity::High,
    effort_minutes: 45,
    mission: &["M7.01"],
    source: Source::read("the requirement catalogue, M7.01"),
    asks: Some(&Question {
        ask: "If the app fails during the demo, is something ready to show instead (a recording, screenshots, a \
               second place)?",
        claim: "a fall-back for the demo is ready",
        denied: "There is no plan for the case that the demo of {} fails",
        consequence: "The meeting ends with an error page and an apology.",
        fix: "Record the demo once on a good day, and keep the file on the laptop that presents.",
        who: "whoever presents",
        evidence: "the recording",
        days: 60,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
