//! A rehearsal host shows its pages to everybody.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "access/staging-open",
    summary: "A staging host shows its pages to everybody",
    docs: "Staging hosts run unfinished code, often with copies of real data, debug output and weak passwords, and nobody \
           watches them. Search engines find them by their certificates. A wall in front (a password at the edge, a VPN, \
           an address list) keeps all of that inside.\n\n\
           Judged are hosts that are declared as staging, or named so (`staging`, `dev`, `preview`, `qa` …). It fails \
           when a front page comes with status 200 and asks for no password. 401, 403, a redirect, a log-in page and a \
           server that does not answer pass; a welcome page is told by `exposure/default-page`.",
    subject: SubjectKind::Host,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M2.01"],
    source: Source::unread("OWASP WSTG; own judgement"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, each: Each<Page>) -> Verdict {
    let host = cx.host();
    // `dev.example` or `test.example` as a company's own domain is no rehearsal, unless declared so.
    let by_name_alone = !cx.declared.hosts.iter().any(|h| h.name.as_str() == host);
    let own_domain = cx.declared.domain.as_ref().is_some_and(|d| d.as_str() == host);
    if cx.declared.purpose(&host) != Purpose::Staging || (own_domain && by_name_alone) {
        return Verdict::not_applicable("not a staging host");
    }
    let mut blind = None;
    let mut looked = false;
    for origin in [Origin::https(&host), Origin::http(&host)] {
        let url = format!("{origin}/");
        match each.of(&url) {
            None => {}
            Some(Err(unknown)) => blind = Some(unknown.clone()),
            Some(Ok(page)) => {
                looked = true;
                match open_page(page) {
                    // A log-in that a script draws looks like this, and an open app as well.
                    Some(html) if html.shell => {
                        blind = Some(Unknown::new(Why::NoAnswer, format!("{url} is drawn by a script")));
                    }
                    Some(html) => return Verdict::fail(finding(&host, &url, html)),
                    None => {}
                }
            }
        }
    }
    match blind {
        Some(unknown) => unknown.into(),
        None if looked => Verdict::Pass,
        None => Unknown::new(Why::NotGathered, format!("the front page of {host}")).into(),
    }
}

/// The page, if it shows more than a door.
fn open_page(page: &Page) -> Option<&Html> {
    let answer = page.answer.as_ref().ok().filter(|a| a.status == 200)?;
    let html = answer.html.as_ref()?;
    let title = html.title.as_deref().unwrap_or_default().to_lowercase();
    // Apps that draw their log-in by script show no form, but mostly a title.
    let door =
        ["log in", "login", "log-in", "sign in", "signin", "sign-in", "anmelden"].iter().any(|w| title.contains(w));
    (html.password_forms.is_empty() && html.default_page.is_none() && !door).then_some(html)
}

fn finding(host: &str, url: &str, html: &Html) -> Finding {
    let title = html.title.as_ref().map_or(String::new(), |t| format!(", titled \"{}\"", text::quote(t, 60)));
    Finding::new(format!("{host} shows its pages without a password"))
        .observed(format!("{url} answers 200{title}"))
        .expected("401, 403, or a log-in in front")
        .consequence("Search engines and strangers see unfinished work, and whatever test data is in it.")
        .remedy(Remedy::Edit {
            file: format!("the nginx server block of {host}"),
            line: 0,
            text: "auth_basic \"staging\";\nauth_basic_user_file /etc/nginx/staging.htpasswd;".into(),
        })
        .reproduce(format!("curl -s -o /dev/null -w '%{{http_code}}\\n' {url}"))
}

fn cases() -> Vec<Case> {
    let host = &Subject::host("staging.acme.example");
    let home = &Subject::new(SubjectKind::Page, "https://staging.acme.example/");
    let status = |status: u16| Page { answer: Ok(sample::answer(status)) };
    let html = |html: Html| sample::page_with(|a| a.html = Some(html));
    let form = PasswordForm { action: "https://staging.acme.example/login".into(), method: "post".into() };
    vec![
        Case::fails("open", host).with(home, status(200)),
        Case::passes("401", host).with(home, status(401)),
        Case::passes("a redirect", host).with(home, status(302)),
        Case::passes("closed", host).with(home, Page { answer: Err(HttpFailure::TimedOut) }),
        Case::passes("a log-in form", host).with(home, html(Html { password_forms: vec![form], ..Html::default() })),
        Case::passes("a log-in drawn by script", host)
            .with(home, html(Html { title: Some("Acme: Sign in".into()), ..Html::default() })),
        Case::passes("a welcome page", host)
            .with(home, html(Html { default_page: Some("nginx".into()), ..Html::default() })),
        Case::does_not_apply("an app", &sample::host()).seen(status(200)).with(&sample::page(), status(200)),
        Case::does_not_apply("a company called Staging", &Subject::host("staging.example"))
            .with(&Subject::new(SubjectKind::Page, "https://staging.example/"), status(200))
            .declared(|d| d.domain = Some(sample::name("staging.example"))),
        Case::cannot_tell("drawn by a script", host).with(home, html(Html { shell: true, ..Html::default() })),
        Case::cannot_tell("only another page was seen", host)
            .with(&Subject::new(SubjectKind::Page, "https://staging.acme.example/x"), status(200)),
    ]
}
