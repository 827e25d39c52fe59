//! The certificate demands a stapled statement that the server does not send.

use super::each_leaf;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/staple-missing",
    summary: "The certificate demands a statement that the server does not send",
    docs: "A certificate with the \"must staple\" mark tells browsers to accept it only together with a fresh \
           statement of the authority, which the server has to send along. Firefox refuses the page when it is \
           missing.\n\nA server that fetches the statement after the first visit gets a second one. \
           Certificates without the mark are not judged: authorities are giving up these statements.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.03"],
    source: Source::unread("RFC 7633"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    let marked = |s: &TlsSession| s.leaf().is_some_and(|l| l.must_staple);
    if !tls.sessions().any(|(_, s)| marked(s)) {
        return Verdict::not_applicable("no certificate demands a stapled statement");
    }
    each_leaf(tls, |session, _| {
        (marked(session) && session.stapled == Some(false)).then(|| {
            Finding::new(format!("{host} leaves out what its certificate demands"))
                .observed("the certificate is marked \"must staple\"; two handshakes came without a statement")
                .expected("a stapled statement, or a certificate without the mark")
                .consequence("Firefox shows a full-page warning instead of the site.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![format!(
                        "certbot certonly --nginx --force-renewal --cert-name {host} -d {host}  # without --must-staple"
                    )],
                })
                .reproduce(format!(
                    "openssl s_client -status -connect {host}:443 -servername {host} </dev/null | grep OCSP"
                ))
        })
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let with = |stapled: bool| {
        sample::tls(|s| {
            s.chain[0].must_staple = true;
            s.stapled = Some(stapled);
        })
    };
    vec![
        Case::passes("stapled", host).seen(with(true)),
        Case::fails("not stapled", host).seen(with(false)),
        Case::does_not_apply("no mark", host).seen(sample::tls(|_| ())),
    ]
}
