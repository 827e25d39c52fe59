//! Versions of TLS that were withdrawn are still accepted.

use super::seen_all;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/legacy-protocol",
    summary: "Encryption from the last century is still accepted",
    docs: "SSL 3.0, TLS 1.0 and TLS 1.1 are withdrawn. No browser in use needs them, and audits of customers \
           (PCI DSS, security questionnaires) fail a host that still accepts one.\n\nA bare ClientHello asks \
           for each version, at one address of each family; what the server answers counts, not its \
           configuration. It passes when each is refused. A question without answer makes the row unknown, \
           unless another one was accepted.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M1.03"],
    source: Source::read("RFC 8996; RFC 7568; ASVS 5.0 12.1.1"),
    level: Level::Safe,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, offers: &TlsOffers) -> Verdict {
    let host = cx.host();
    let mut old: Vec<String> =
        offers.chosen().filter(|(_, _, c)| c.version != "TLS 1.2").map(|(_, _, c)| c.version.clone()).collect();
    old.sort();
    old.dedup();
    if old.is_empty() {
        return seen_all(offers, &[HelloKind::Ssl3, HelloKind::Tls10, HelloKind::Tls11]);
    }
    let flag = if old.iter().any(|v| v == "TLS 1.0") { "-tls1" } else { "-tls1_1" };
    Verdict::fail(
        Finding::new(format!("{host} still accepts {}", text::list(&old)))
            .observed(format!("a ServerHello in {}", text::list(&old)))
            .expected("TLS 1.2 and TLS 1.3 only")
            .consequence("Security reviews of customers fail the host, and old attacks on encryption work again.")
            .remedy(Remedy::configure(&host, Setting::ModernTls))
            .reproduce(format!(
                "openssl s_client {flag} -cipher 'ALL:@SECLEVEL=0' -connect {host}:443 -servername {host} </dev/null"
            ))
            .cause(format!("{old:?}")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let old =
        |asked, version: &str| sample::offers_with(asked, sample::chosen(version, "TLS_RSA_WITH_AES_128_CBC_SHA"));
    vec![
        Case::passes("all refused", host).seen(sample::offers(|_| ())),
        Case::fails("TLS 1.0", host).seen(old(HelloKind::Tls10, "TLS 1.0")),
        Case::fails("SSL 3.0", host).seen(old(HelloKind::Ssl3, "SSL 3.0")),
        Case::fails("answers a later question in an old version", host).seen(old(HelloKind::Usual, "TLS 1.1")),
        Case::cannot_tell("no answer to one", host).seen(sample::offers_with(HelloKind::Tls11, HelloAnswer::NoAnswer)),
    ]
}
