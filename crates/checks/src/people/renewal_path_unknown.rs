//! Nobody knows how the certificates are renewed.

use super::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "people/renewal-path-unknown",
    summary: "Nobody knows how the certificates are renewed",
    docs: "Certificates last 90 days or less, so renewal has to happen without a person. The answer names what \
           renews them and who hears of it when that fails.",
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 30,
    mission: &["M2.05"],
    source: Source::read("the requirement catalogue, M2.05"),
    asks: Some(&Question {
        ask: "Do the certificates renew by themselves, and do you know what does it and where its failures are \
               told?",
        claim: "certificates renew by themselves",
        denied: "Nobody knows how the certificates of {} are renewed",
        consequence: "The certificate ends one morning and every visitor sees a full-page warning.",
        fix: "Find out what renews each certificate (platform, certbot timer, edge), run one renewal by hand, and \
               send its errors to a mailbox that is read.",
        who: "whoever runs hosting",
        evidence: "the output of a renewal, such as `certbot renew --dry-run`",
        days: 180,
        applies: Applies::Always,
        contradicted_by: &["tls/expired", "tls/expires-very-soon"],
    }),
    ..BASE
};

/// The question.
pub(super) fn check() -> Check {
    asked(&INFO, || answers(&INFO))
}
