//! A cookie is set by an answer that everybody may get.

use super::control::Control;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/set-cookie-shared",
    summary: "An answer for everybody sets a cookie",
    docs: "An answer that allows shared caches to keep it is handed to the next visitor as it is, cookie included: \
           two customers then share a session, a basket or a language. Some caches drop the cookie, some refuse to \
           store, some do neither.\n\n\
           It fails when `Cache-Control` allows shared storing (`public`, `s-maxage`) and the answer sets a cookie. \
           Cookies of the edge itself are left out.",
    subject: SubjectKind::Page,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M2.04", "A.10"],
    source: Source::unread("RFC 9111"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match &page.answer {
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let control = Control::of(answer);
    let cookies: Vec<&str> = answer
        .cookies
        .iter()
        .map(|c| c.name.as_str())
        .filter(|n| !n.starts_with("__cf") && !n.starts_with("_cf"))
        .collect();
    if cookies.is_empty() {
        return Verdict::not_applicable("the page sets no cookie");
    }
    if !control.explicitly_shared() {
        return Verdict::Pass;
    }
    let url = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("{} hands one cookie to everybody", text::shorten(url, 44)))
            .observed(format!("{}; sets {}", super::seen(answer, "cache-control"), text::list(&cookies)))
            .expected("no cookie, or cache-control: private")
            .consequence("The next visitor can get the previous customer's cookie, and with it the session.")
            .remedy(Remedy::SetHeader {
                host: cx.host(),
                name: "Cache-Control".into(),
                value: "private, no-cache".into(),
            })
            .reproduce(format!(
                "curl -s -o /dev/null -D - {} | grep -iE '^(cache-control|set-cookie)'",
                shell::quoted(url)
            ))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |control: Option<&'static str>| {
        sample::page_with(|a| {
            a.cookies = vec![sample::cookie(|_| ())];
            a.headers.extend(control.map(|c| ("cache-control".to_owned(), c.to_owned())));
        })
    };
    vec![
        Case::passes("private", page).seen(with(Some("private"))),
        Case::passes("nothing said", page).seen(with(None)),
        Case::fails("public", page).seen(with(Some("public, max-age=600"))),
        Case::fails("for shared caches", page).seen(with(Some("s-maxage=60"))),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
