//! Nobody knows what to do when mail fails.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/mail-down-unplanned",
    summary: "Nobody knows what to do when mail fails",
    docs: "Log-in links, resets and receipts go by mail. When it fails, the log of the sending service is the \
           place to look first.",
    stage: Stage::Handover,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M7.03"],
    source: Source::read("the requirement catalogue, M7.03"),
    asks: Some(&Question {
        ask: "Is it written down what to do when mail does not arrive: where to look, how to switch, how to tell \
               customers?",
        claim: "there is a plan for failing mail",
        denied: "Nobody knows what to do when mail of {} fails",
        consequence: "Nobody can log in by link or reset a password, and nobody knows why.",
        fix: "Write half a page: log of the sending service, block lists, the second way to send, the text for the \
               status page.",
        who: "whoever runs mail",
        evidence: "the page",
        days: 180,
        applies: Applies::Mail,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
