//! Any website can read the pages of the app.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/cors-wildcard",
    summary: "Any website can read the pages of the app",
    docs: "`Access-Control-Allow-Origin: *` lets scripts of every website read an answer. Browsers send no cookies \
           with such requests, so it opens nothing that a stranger could not fetch as well, unless the host is \
           reachable from inside a company or a VPN only; on an app it is mostly a leftover of development.\n\n\
           Judged are hosts of apps, administration and staging, and declared private routes; interfaces and public \
           sites are free to be read.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M3.10"],
    source: Source::read("ASVS 5.0 3.4.2"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match &page.answer {
        Ok(answer) if !(200..300).contains(&answer.status) => {
            return Verdict::not_applicable(format!("status {} is no page", answer.status));
        }
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let host = cx.host();
    let path = cx.subject.origin().map(|o| cx.subject.name[o.to_string().len()..].to_owned()).unwrap_or_default();
    let private = cx.declared.routes.iter().any(|r| r.kind == RouteKind::Private && r.path == path);
    if !private && !matches!(cx.declared.purpose(&host), Purpose::App | Purpose::Admin | Purpose::Staging) {
        return Verdict::not_applicable("neither an app nor a private page");
    }
    if !answer.headers_named("access-control-allow-origin").any(|v| v.trim() == "*") {
        return Verdict::Pass;
    }
    let own = cx.subject.origin().map(|o| o.to_string()).unwrap_or_default();
    Verdict::fail(
        Finding::new(format!("Any website can read pages of {host}"))
            .observed("access-control-allow-origin: *")
            .expected("no such header, or the origins that need it")
            .consequence("Scripts of foreign websites read what this host shows inside your network.")
            .remedy(super::set(&host, "Access-Control-Allow-Origin", own))
            .reproduce(format!(
                "curl -s -o /dev/null -D - {} | grep -i '^access-control'",
                shell::quoted(&cx.subject.name)
            ))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let cors = |value: &str| sample::page_with_header("access-control-allow-origin", value);
    let site = &Subject::new(SubjectKind::Page, "https://acme.example/");
    vec![
        Case::passes("no header", page).seen(sample::page_with(|_| ())),
        Case::passes("one origin", page).seen(cors("https://www.acme.example")),
        Case::fails("everybody", page).seen(cors("*")),
        Case::does_not_apply("a public site", site).seen(cors("*")),
    ]
}
