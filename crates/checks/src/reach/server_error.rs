//! The front page answers with a server error, or the connection ends without an answer.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "reach/server-error",
    summary: "The front page answers with a server error, or not at all",
    docs: "A status of 500 or above says that the app, or something behind the web server, is broken: 502 and 504 mean \
           that the app does not run or does not answer, 500 that it crashed, 503 that it is overloaded or switched \
           off. A server that accepts the connection and then ends it, or sends no HTTP, is no better.\n\n\
           Only front pages are judged. 401, 403 and 404 pass: they are answers. While this fails, the error page is not \
           judged any further. A refused connection is told by `reach/not-answering`, failing TLS by the `tls` area, and \
           silence counts only where the port is known to be open.",
    subject: SubjectKind::Page,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 60,
    mission: &["M1.01"],
    source: Source::unread("RFC 9110"),
    needs: &["reach/not-answering", "tls/handshake-fails"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page, ports: Seen<&Ports>) -> Verdict {
    let host = cx.host();
    if !cx.is_home() {
        return Verdict::not_applicable("only front pages are judged");
    }
    let url = cx.subject.name.trim_end_matches('/');
    let (title, seen) = match &page.answer {
        Ok(answer) if answer.status < 500 => return Verdict::Pass,
        Ok(answer) => (format!("{url} answers with error {}", answer.status), format!("status {}", answer.status)),
        Err(HttpFailure::Refused | HttpFailure::NoAddress | HttpFailure::Tls(_)) => {
            return Verdict::not_applicable("no connection came about");
        }
        Err(failure @ HttpFailure::TimedOut) => match ports {
            Err(unknown) => return unknown.into(),
            Ok(ports) if !listens(cx, ports) => return Verdict::not_applicable("no connection came about"),
            Ok(_) => (format!("{url} never answers"), failure.words()),
        },
        Err(failure @ (HttpFailure::Closed | HttpFailure::Malformed(_))) => {
            (format!("{url} gives no usable answer"), text::quote(&failure.words(), 120))
        }
    };
    Verdict::fail(
        Finding::new(title)
            .observed(seen)
            .expected("a page, a redirect, or a request to sign in")
            .consequence("Visitors see an error page instead of your product.")
            .remedy(Remedy::Run {
                place: "on the server".into(),
                commands: vec![
                    "tail -n 50 /var/log/nginx/error.log".into(),
                    "systemctl --failed".into(),
                    "journalctl -n 100 --no-pager".into(),
                ],
            })
            .reproduce(format!("curl -s -o /dev/null -m 20 -w '%{{http_code}} %{{errormsg}}\\n' {url}/"))
            .cause(host),
    )
}

/// Does some address accept connections on the site's port?
fn listens(cx: &Cx, ports: &Ports) -> bool {
    let port = cx.subject.origin().map_or(443, |o| o.port);
    ports.tried.iter().any(|p| p.port == port && p.outcome == Connect::Open)
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let status = |status: u16| Page { answer: Ok(sample::answer(status)) };
    let failed = |failure: HttpFailure| Page { answer: Err(failure) };
    let open = || sample::ports(Connect::Open, Connect::Open);
    vec![
        Case::passes("a page", page).seen(status(200)),
        Case::passes("asks to sign in", page).seen(status(401)),
        Case::passes("nothing at the root", page).seen(status(404)),
        Case::fails("the app does not run", page).seen(status(502)),
        Case::fails("crashed", page).seen(status(500)),
        Case::fails("closed without an answer", page).seen(failed(HttpFailure::Closed)),
        Case::fails("no HTTP", page).seen(failed(HttpFailure::Malformed("SSH-2.0-OpenSSH_9.6".into()))),
        Case::fails("silent on an open port", page).seen(failed(HttpFailure::TimedOut)).seen(open()),
        Case::cannot_tell("silent, port not seen", page).seen(failed(HttpFailure::TimedOut)),
        Case::does_not_apply("silent port", page)
            .seen(failed(HttpFailure::TimedOut))
            .seen(sample::ports(Connect::TimedOut, Connect::TimedOut)),
        Case::does_not_apply("refused", page).seen(failed(HttpFailure::Refused)),
        Case::does_not_apply("another page", &sample::page_at("/x")).seen(status(500)),
    ]
}
