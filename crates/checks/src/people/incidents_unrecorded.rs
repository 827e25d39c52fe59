//! Outages are not recorded.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/incidents-unrecorded",
    summary: "Outages are not recorded",
    docs: "An outage that a customer reported before an alert did is a failed check of the monitoring. Only a \
           record shows that.",
    stage: Stage::Monitoring,
    severity: Severity::Medium,
    effort_minutes: 20,
    mission: &["M6.13"],
    source: Source::read("the requirement catalogue, M6.13"),
    asks: Some(&Question {
        ask: "Is each outage recorded: begin, noticed when and by whom, acknowledged, end?",
        claim: "outages are recorded",
        denied: "Outages of {} are not recorded",
        consequence: "The same outage comes back, and nobody can tell the customer how often it happened.",
        fix: "Start a page with one line an outage: begin, who noticed first, acknowledged, end, cause.",
        who: "whoever is on call",
        evidence: "the page",
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
