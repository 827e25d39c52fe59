//! Suites that protect nothing are accepted.

use super::seen_all;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/broken-cipher",
    summary: "Encryption that protects nothing is accepted",
    docs: "NULL suites encrypt nothing, anonymous ones prove nobody's identity, EXPORT and DES keys are found \
           within hours, and RC4 leaks what it hides. Whoever sits on the path can lead a connection \
           there.\n\nOne ClientHello offers these alone. It passes when the server refuses.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 15,
    mission: &["M1.03"],
    source: Source::unread("RFC 9325; RFC 7465"),
    eased_in_demo: true,
    level: Level::Safe,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, offers: &TlsOffers) -> Verdict {
    let host = cx.host();
    let weak = |suite: &str| ["NULL", "anon", "EXPORT", "_DES_", "DES40", "RC4"].iter().any(|w| suite.contains(w));
    let mut found: Vec<&str> = offers.chosen().map(|(_, _, c)| c.suite.as_str()).filter(|s| weak(s)).collect();
    found.sort_unstable();
    found.dedup();
    if found.is_empty() {
        return seen_all(offers, &[HelloKind::Broken]);
    }
    Verdict::fail(
        Finding::new(format!("{host} accepts encryption that protects nothing"))
            .observed(format!("it chose {}", text::list(&found)))
            .expected("every NULL, anonymous, EXPORT, DES and RC4 suite refused")
            .consequence("On a shared network others can read passwords and sessions of your customers.")
            .remedy(Remedy::configure(&host, Setting::StrongCiphers))
            .reproduce(format!(
                "openssl s_client -cipher 'NULL:aNULL:RC4:@SECLEVEL=0' -tls1_2 -connect {host}:443 </dev/null"
            ))
            .cause(format!("{found:?}")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let weak = |suite: &str| sample::offers_with(HelloKind::Broken, sample::chosen("TLS 1.2", suite));
    vec![
        Case::passes("refused", host).seen(sample::offers(|_| ())),
        Case::fails("RC4", host).seen(weak("TLS_RSA_WITH_RC4_128_SHA")),
        Case::fails("NULL", host).seen(weak("TLS_RSA_WITH_NULL_SHA256")),
        Case::fails("anonymous", host).seen(weak("TLS_DH_anon_WITH_AES_128_CBC_SHA")),
        Case::fails("RC4 in an old version only", host)
            .seen(sample::offers_with(HelloKind::Tls10, sample::chosen("TLS 1.0", "TLS_RSA_WITH_RC4_128_SHA"))),
        Case::passes("3DES, which tls/weak-cipher tells", host).seen(weak("TLS_RSA_WITH_3DES_EDE_CBC_SHA")),
        Case::cannot_tell("no answer", host).seen(sample::offers_with(HelloKind::Broken, HelloAnswer::NoAnswer)),
    ]
}
