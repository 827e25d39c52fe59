//! Nobody has confirmed that alerts arrive.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/alerts-unseen",
    summary: "Nobody has confirmed that alerts arrive",
    docs: "Alerts break silently: a changed address, a full mailbox, a muted channel. A test with a person at the \
           end proves the path.",
    stage: Stage::Monitoring,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M6.03", "M7.02"],
    source: Source::read("the requirement catalogue, M6.03 and M7.02"),
    asks: Some(&Question {
        ask: "Has somebody confirmed in the last 30 days that an alert arrives, and within 5 minutes?",
        claim: "alerts arrive and are seen",
        denied: "Nobody has confirmed that alerts about {} arrive",
        consequence: "The alert lies in a spam folder while the app is down.",
        fix: "Send a test alert, let the person on call confirm it, and write down day and minutes.",
        who: "whoever is on call",
        evidence: "a screenshot of the alert with its time",
        days: 30,
        applies: Applies::Always,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
