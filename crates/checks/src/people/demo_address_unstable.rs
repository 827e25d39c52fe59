//! The address for the demo can change before the demo.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/demo-address-unstable",
    summary: "The address for the demo can change before the demo",
    docs: "Preview addresses of hosting platforms change with every build and fall asleep. The address in the \
           invitation has to be a name of the business, and it has to lead to production until the demo is over.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.08"],
    source: Source::read("the requirement catalogue, M1.08"),
    asks: Some(&Question {
        ask: "Will the address you show stay the same, and keep working, until after the demo?",
        claim: "the address for the demo stays",
        denied: "The address for the demo of {} can change before the demo",
        consequence: "The link in the invitation is dead when the customer opens it.",
        fix: "Point a name of your own domain at production and put that name, not a preview address, into every \
               invitation.",
        who: "whoever deploys",
        evidence: "the invitation with the address in it",
        days: 30,
        applies: Applies::Always,
        contradicted_by: &["dns/does-not-resolve", "reach/not-answering", "reach/server-error", "redirect/loop"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
