//! A server shows its welcome page.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/default-page",
    summary: "The host shows the welcome page of its server",
    docs: "\"Welcome to nginx!\" or a platform's \"nothing here yet\" says that the name points at a server on which nothing \
           is deployed under that name: the deploy did not happen, the server block has another name, or the host was \
           forgotten.\n\n\
           The page is recognised by its text. Headers of such a page are not judged.",
    subject: SubjectKind::Page,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.01"],
    source: Source::unread("own judgement"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    if !cx.is_home() {
        return Verdict::not_applicable("only front pages are judged");
    }
    let html = match &page.answer {
        Ok(answer) => answer.html.as_ref(),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let Some(html) = html else { return Verdict::not_applicable("the answer is no HTML page") };
    let Some(server) = &html.default_page else { return Verdict::Pass };
    let host = cx.host();
    let server = text::quote(server, 30);
    Verdict::fail(
        Finding::new(format!("{host} shows the welcome page of {server}"))
            .observed(match &html.title {
                Some(title) => format!("the page is titled \"{}\"", text::quote(title, 60)),
                None => format!("the welcome page of {server}"),
            })
            .expected("your product, a redirect, or no such name")
            .consequence("Visitors see a technician's test page instead of your product.")
            .remedy(Remedy::Run {
                place: "on the server".into(),
                commands: vec![
                    format!("grep -rn 'server_name.*{host}' /etc/nginx/"),
                    "nginx -t && systemctl reload nginx".into(),
                ],
            })
            .reproduce(format!("curl -s {} | grep -i '<title>'", cx.subject.name))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let default = || {
        sample::page_with(|a| {
            a.html = Some(Html {
                title: Some("Welcome to nginx!".into()),
                default_page: Some("nginx".into()),
                ..Html::default()
            });
        })
    };
    vec![
        Case::passes("the product", page).seen(sample::page_with(|_| ())),
        Case::fails("nginx", page).seen(default()),
        Case::does_not_apply("another page", &sample::page_at("/x")).seen(default()),
        Case::does_not_apply("a redirect without a page", page).seen(sample::page_with(|a| a.html = None)),
        Case::does_not_apply("no answer", page).seen(Page { answer: Err(HttpFailure::Closed) }),
    ]
}
