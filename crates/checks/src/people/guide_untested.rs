//! The operating guide was tried by nobody but its author.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/guide-untested",
    summary: "The operating guide was tried by nobody but its author",
    docs: "A guide is finished when somebody else has followed it. It says what to look at daily, how to reset \
           each credential, and how to read the logs.",
    stage: Stage::Handover,
    severity: Severity::Low,
    effort_minutes: 60,
    mission: &["M7.07"],
    source: Source::read("the requirement catalogue, M7.07"),
    asks: Some(&Question {
        ask: "Has somebody other than the author followed the operating guide once: daily look, reset of a \
               credential, reading logs?",
        claim: "somebody else has followed the operating guide",
        denied: "The operating guide of {} was tried by nobody but its author",
        consequence: "The one page that is needed at night misses the one step that its author never wrote down.",
        fix: "Hand the guide to a second person, let them do the daily look and one reset, and mend what they \
               stumbled over.",
        who: "whoever takes over",
        evidence: "the notes of the second person",
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
