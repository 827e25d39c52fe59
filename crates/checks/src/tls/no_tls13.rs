//! TLS 1.3 is not offered.

use super::each_leaf;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/no-tls13",
    summary: "The current version of TLS is not offered",
    docs: "TLS 1.3 opens a page one round trip sooner than TLS 1.2 and leaves no weak choice to configure. \
           Servers and providers have had it since 2018, so a host without it mostly runs outdated \
           software.\n\nThe version that a browser-like handshake ends in is judged, at each address.",
    stage: Stage::QuickAudit,
    severity: Severity::Low,
    effort_minutes: 20,
    mission: &["M1.03"],
    source: Source::unread("RFC 9325; Mozilla server side TLS 5.7"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |session, _| {
        (session.version == "TLS 1.2").then(|| {
            Finding::new(format!("{host} does not offer TLS 1.3"))
                .observed(format!("the handshake ended in {}, {}", session.version, session.suite))
                .expected("TLS 1.3 beside TLS 1.2")
                .consequence("Each first visit takes one round trip longer, half a second on a distant phone.")
                .remedy(Remedy::configure(&host, Setting::ModernTls))
                .reproduce(format!("openssl s_client -tls1_3 -connect {host}:443 -servername {host} </dev/null"))
        })
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    vec![
        Case::passes("TLS 1.3", host).seen(sample::tls(|_| ())),
        Case::fails("TLS 1.2", host).seen(sample::tls(|s| s.version = "TLS 1.2".into())),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
