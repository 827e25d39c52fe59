//! The certificate has expired.

use crate::prelude::*;
use model::text;

static INFO: CheckInfo = CheckInfo {
    id: "tls/expired",
    summary: "The certificate has expired",
    docs: "Browsers show a full-page warning instead of a site whose certificate is past its last day \
           (`notAfter`), and programs refuse to connect. Every address of the host is looked at, because a \
           renewal that reached only one of two servers fails for half of the visitors.",
    subject: SubjectKind::Host,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 20,
    wait: Wait::Certificate,
    mission: &["M1.03", "M2.05"],
    source: Source::unread("RFC 5280"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    let expired = tls.sessions().filter_map(|(_, s)| s.leaf()).find(|leaf| leaf.left(cx.at) < 0);
    let Some(leaf) = expired else {
        return if tls.sessions().next().is_some() {
            Verdict::Pass
        } else {
            Verdict::not_applicable("no certificate was served")
        };
    };
    let ago = -leaf.left(cx.at);
    Verdict::fail(
        Finding::new(format!("The certificate of {host} expired {} ago", text::span(ago)))
            .observed(format!("valid until {}, issued by {}", leaf.not_after, leaf.issuer))
            .expected("a certificate that is valid today")
            .consequence("Every visitor sees a full-page warning and leaves.")
            .remedy(Remedy::Run {
                place: "on the web server".into(),
                commands: vec![format!("certbot renew --cert-name {host}")],
            })
            .reproduce(format!(
                "openssl s_client -connect {host}:443 -servername {host} </dev/null | openssl x509 -noout -enddate"
            ))
            .cause(leaf.sha256.clone()),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    vec![
        Case::passes("60 days left", host).seen(sample::tls_expiring(60, 90)),
        Case::fails("ended yesterday", host).seen(sample::tls_expiring(-1, 90)),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
