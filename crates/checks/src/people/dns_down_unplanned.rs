//! Nobody knows what to do when DNS or TLS fails.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/dns-down-unplanned",
    summary: "Nobody knows what to do when DNS or TLS fails",
    docs: "Records are restored from a backup in minutes, and from memory in hours. The page says where the backup \
           is and who can put it back.",
    stage: Stage::Handover,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M7.03"],
    source: Source::read("the requirement catalogue, M7.03"),
    asks: Some(&Question {
        ask: "Is it written down how DNS records and certificates are restored after a mistake, by someone who is \
               not the author?",
        claim: "there is a plan for failing DNS and certificates",
        denied: "Nobody knows what to do when DNS or certificates of {} fail",
        consequence: "A typo in one record takes the app and its mail off the network for hours.",
        fix: "Keep a backup of the zone (launch-ready dns backup), and write down where it is put back and how a \
               certificate is issued again.",
        who: "whoever runs DNS",
        evidence: "the page and the backup file",
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
