//! The domain does not renew by itself.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/domain-renewal-manual",
    summary: "The domain does not renew by itself",
    docs: "Registrations end on a fixed day. Automatic renewal, a card that is valid, and a contact address that \
           somebody reads keep the name.",
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M2.05", "M7.02"],
    source: Source::read("the requirement catalogue, M2.05 and M7.02"),
    asks: Some(&Question {
        ask: "Does the registration of the domain renew by itself, and is the notice of the registrar sent to a \
               mailbox that is read?",
        claim: "the domain renews by itself",
        denied: "The registration of {} does not renew by itself",
        consequence: "The domain ends unnoticed, and with it the website, log-ins and all mail.",
        fix: "Turn on automatic renewal at the registrar and set the contact address to a mailbox that at least \
               two people read.",
        who: "whoever pays for the domain",
        evidence: "a screenshot of the renewal setting",
        days: 365,
        applies: Applies::Domain,
        contradicted_by: &[],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
