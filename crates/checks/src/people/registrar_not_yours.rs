//! The domain is not registered to the business.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/registrar-not-yours",
    summary: "The domain is not registered to the business",
    docs: "Domains are often bought by a contractor or on a private card. The holder in the registrar's records \
           has to be the business, and somebody of the business has to have logged in.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 60,
    mission: &["M1.10", "M7.02"],
    source: Source::read("the requirement catalogue, M1.10 and M7.02"),
    asks: Some(&Question {
        ask: "Is the domain registered to the business itself, in a registrar account that you can log in to \
               today?",
        claim: "the domain belongs to the business",
        denied: "{} is not registered to the business",
        consequence: "Whoever holds the registration can take the website and all mail with it.",
        fix: "Ask the holder to transfer the domain into a registrar account of the business, log in once, and \
               turn the transfer lock on.",
        who: "the founder",
        evidence: "a screenshot of the registrar's account page with the business as holder",
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
