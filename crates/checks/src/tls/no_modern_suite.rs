//! No suite with forward secrecy and authenticated encryption is offered.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/no-modern-suite",
    summary: "Only outdated encryption is offered",
    docs: "Browsers have used suites with forward secrecy (ECDHE) and authenticated encryption (GCM, ChaCha20) \
           for ten years, and are dropping the others one by one. A host that offers none of them opens today \
           and stops opening with some update of a browser.\n\nIt fails when a usual TLS 1.2 ClientHello is \
           answered with an older suite while one with modern suites alone finds no common ground.",
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 20,
    mission: &["M1.03"],
    source: Source::unread("RFC 9325; Mozilla server side TLS 5.7"),
    level: Level::Safe,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls, offers: &TlsOffers) -> Verdict {
    let host = cx.host();
    if tls.sessions().next().is_some() {
        return Verdict::Pass;
    }
    let modern = |suite: &str| suite.contains("ECDHE") && (suite.contains("GCM") || suite.contains("POLY1305"));
    let usual = offers.chosen().find(|(_, kind, c)| *kind == HelloKind::Usual && c.version == "TLS 1.2");
    let Some((_, _, chosen)) = usual.filter(|(_, _, c)| !modern(&c.suite)) else {
        return Verdict::not_applicable("no TLS 1.2 session came about");
    };
    Verdict::fail(
        Finding::new(format!("{host} offers only outdated encryption"))
            .observed(format!("modern suites were refused; of the usual ones it chose {}", chosen.suite))
            .expected("ECDHE with GCM or ChaCha20, or TLS 1.3")
            .consequence("Browsers drop such encryption one by one, and then the page no longer opens.")
            .remedy(Remedy::configure(&host, Setting::StrongCiphers))
            .reproduce(format!("openssl s_client -cipher 'ECDHE+AESGCM' -tls1_2 -connect {host}:443 </dev/null"))
            .cause(chosen.suite.clone()),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let alert = || Tls {
        endpoints: vec![TlsEndpoint {
            address: sample::address(),
            outcome: TlsOutcome::Failed(TlsFailure::Alert("HandshakeFailure".into())),
        }],
    };
    let only = |suite: &str| sample::offers_with(HelloKind::Usual, sample::chosen("TLS 1.2", suite));
    vec![
        Case::passes("a modern session", host).seen(sample::tls(|_| ())).seen(sample::offers(|_| ())),
        Case::fails("RSA key exchange only", host).seen(alert()).seen(only("TLS_RSA_WITH_AES_128_GCM_SHA256")),
        Case::fails("CBC only", host).seen(alert()).seen(only("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")),
        Case::does_not_apply("TLS 1.0 only", host)
            .seen(alert())
            .seen(sample::offers_with(HelloKind::Usual, sample::chosen("TLS 1.0", "TLS_RSA_WITH_AES_128_CBC_SHA"))),
    ]
}
