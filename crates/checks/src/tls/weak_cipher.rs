//! 3DES is accepted.

use super::seen_all;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/weak-cipher",
    summary: "Outdated encryption (3DES) is accepted",
    docs: "3DES works in blocks of 64 bits: a connection that stays open for hours gives away what repeats in \
           it, such as a session cookie. No browser of the last years needs it.\n\nOne ClientHello offers 3DES \
           alone. It passes when the server refuses.",
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M1.03"],
    source: Source::unread("RFC 9325 (suites below 128 bits)"),
    level: Level::Safe,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, offers: &TlsOffers) -> Verdict {
    let host = cx.host();
    let Some((_, _, chosen)) = offers.chosen().find(|(_, _, c)| c.suite.contains("3DES")) else {
        return seen_all(offers, &[HelloKind::TripleDes]);
    };
    Verdict::fail(
        Finding::new(format!("{host} accepts 3DES"))
            .observed(format!("it chose {}", chosen.suite))
            .expected("3DES refused")
            .consequence("Security reviews of customers fail the host; long connections leak what repeats in them.")
            .remedy(Remedy::configure(&host, Setting::StrongCiphers))
            .reproduce(format!("openssl s_client -cipher '3DES:@SECLEVEL=0' -tls1_2 -connect {host}:443 </dev/null"))
            .cause(chosen.suite.clone()),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let suite = sample::chosen("TLS 1.2", "TLS_RSA_WITH_3DES_EDE_CBC_SHA");
    vec![
        Case::passes("refused", host).seen(sample::offers(|_| ())),
        Case::fails("3DES", host).seen(sample::offers_with(HelloKind::TripleDes, suite)),
        Case::cannot_tell("no answer", host).seen(sample::offers_with(HelloKind::TripleDes, HelloAnswer::NoAnswer)),
    ]
}
