//! The server answers for any host name.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "edge/host-not-pinned",
    summary: "The server shows the app under any host name",
    docs: "A server that shows the app to whoever asks, under whatever name, lets strangers point their own domain \
           at it: a copy of your product under another brand, with your certificate warnings and your log-in.\n\n\
           One request with a foreign `Host` is sent. It fails when the front page comes all the same; 421, 404, \
           403 and a closed connection pass.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["M2.03"],
    source: Source::unread("OWASP WSTG"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, names: &ForeignNames) -> Verdict {
    if !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("the site is not served over https");
    }
    if !names.foreign_gets_home {
        return Verdict::Pass;
    }
    let host = cx.host();
    Verdict::fail(
        Finding::new(format!("The server of {host} shows it under any host name"))
            .observed("the front page, for Host: stranger.example")
            .expected("421 or a closed connection")
            .consequence("Strangers can show your app under their own domain.")
            .remedy(Remedy::Edit {
                file: "the nginx configuration, a server block of its own".into(),
                line: 0,
                text: "server { listen 443 ssl default_server; server_name _; ssl_reject_handshake on; }".into(),
            })
            .reproduce(format!(
                "curl -s -o /dev/null -w '%{{http_code}}\\n' -H 'Host: stranger.example' https://{host}/"
            ))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let plain = &sample::http_site();
    let with = |change: fn(&mut ForeignNames)| {
        let mut seen =
            ForeignNames { forwarded_in: None, foreign_status: Some(421), foreign_gets_home: false, trace: false };
        change(&mut seen);
        seen
    };
    vec![
        Case::passes("421", site).seen(with(|_| ())),
        Case::fails("the front page", site).seen(with(|n| n.foreign_gets_home = true)),
        Case::does_not_apply("http", plain).seen(with(|n| n.foreign_gets_home = true)),
    ]
}
