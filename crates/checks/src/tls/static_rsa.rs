//! Key exchange without forward secrecy is accepted.

use super::seen_all;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/static-rsa",
    summary: "Connections without forward secrecy are accepted",
    docs: "With key exchange by RSA encryption, whoever records traffic today and gets the server's key later \
           can read all of it. Browsers choose better suites where they are offered, so this is about old \
           programs only.\n\nOne ClientHello offers such suites alone. It passes when the server refuses.",
    stage: Stage::QuickAudit,
    severity: Severity::Low,
    effort_minutes: 15,
    mission: &["M1.03"],
    source: Source::unread("RFC 9325 (RSA key transport)"),
    level: Level::Safe,
    needs: &["tls/no-modern-suite"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, offers: &TlsOffers) -> Verdict {
    let host = cx.host();
    let chosen = offers.chosen().find(|(_, kind, _)| *kind == HelloKind::StaticRsa);
    let Some((_, _, chosen)) = chosen else { return seen_all(offers, &[HelloKind::StaticRsa]) };
    Verdict::fail(
        Finding::new(format!("{host} accepts connections without forward secrecy"))
            .observed(format!("it chose {}", chosen.suite))
            .expected("key exchange by ECDHE only")
            .consequence("Whoever records such a connection can read it once the server's key leaks.")
            .remedy(Remedy::configure(&host, Setting::StrongCiphers))
            .reproduce(format!("openssl s_client -cipher kRSA -tls1_2 -connect {host}:443 </dev/null"))
            .cause(chosen.suite.clone()),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let suite = sample::chosen("TLS 1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256");
    vec![
        Case::passes("refused", host).seen(sample::offers(|_| ())),
        Case::fails("accepted", host).seen(sample::offers_with(HelloKind::StaticRsa, suite)),
        Case::cannot_tell("no answer", host).seen(sample::offers_with(HelloKind::StaticRsa, HelloAnswer::NoAnswer)),
    ]
}
