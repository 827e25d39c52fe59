//! One password opens everything.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/one-password-opens-all",
    summary: "One password opens everything",
    docs: "The mailbox that receives password resets is the master key of a small company. It needs its own \
           password and a second factor, and no password is used twice.",
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 60,
    mission: &["M3.06"],
    source: Source::read("the requirement catalogue, M3.06"),
    asks: Some(&Question {
        ask: "If one password leaked today, would the other accounts stay closed (no password used twice, no \
               mailbox that resets all)?",
        claim: "no single password opens everything",
        denied: "One password opens everything behind {}",
        consequence: "Whoever gets that one password owns domain, data and mail at once.",
        fix: "Give each account its own password from a password manager, and protect the mailbox that can reset \
               them with a second factor.",
        who: "the founder",
        evidence: "a statement by the founder",
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
