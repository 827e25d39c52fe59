//! Nobody knows what happens when DNS or a server fails.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/dns-failover-unknown",
    summary: "Nobody knows what happens when DNS or a server fails",
    docs: "No fail-over is a fine answer for a first launch, as long as it is known. The answer says which name \
           servers there are, what a failing server means for visitors, and how long a change takes.",
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M2.08"],
    source: Source::read("the requirement catalogue, M2.08"),
    asks: Some(&Question {
        ask: "Is it understood what visitors see when a name server or the main server fails, even if there is no \
               replacement?",
        claim: "DNS failure is understood",
        denied: "Nobody knows what {} does when DNS or a server fails",
        consequence: "In an outage somebody changes records that make it longer.",
        fix: "Write three sentences: which name servers answer, what happens when the main server is gone, and how \
               long caches keep the old address.",
        who: "whoever runs DNS",
        evidence: "the three sentences",
        days: 180,
        applies: Applies::Domain,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
