//! A session cookie is also sent over plain http.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/not-secure",
    summary: "A session cookie is also sent over plain http",
    docs: "Without `Secure` the browser sends a session cookie with every request to the host, also with one over \
           `http://` that a link or a picture provokes; whoever shares the network can read it and is signed in as the \
           customer.\n\n\
           Cookies that look like sessions, by name and value, are judged; others are `cookie/other-not-secure`. Pages over plain http are judged by \
           `redirect/http-not-https`.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M3.01"],
    source: Source::read("ASVS 5.0 3.3.1"),
    ..CheckInfo::BASE
};

static TELLING: super::Telling = super::Telling {
    attribute: "Secure",
    so: "also travels over plain http",
    consequence: |_| "In a shared network a stranger can read the cookie and act as the customer.",
    lacks: |cookie| !cookie.secure && cookie.session_like,
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    if !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("the page is not served over https");
    }
    super::each(cx, page, &TELLING)
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let plain = &Subject::new(SubjectKind::Page, "http://app.acme.example/");
    let with = |cookies: Vec<CookieSeen>| sample::page_with(|a| a.cookies = cookies);
    let bad = || sample::cookie(|c| c.secure = false);
    let redirect = || {
        let mut answer = sample::answer(302);
        answer.cookies = vec![bad()];
        Page { answer: Ok(answer) }
    };
    vec![
        Case::passes("Secure", page).seen(with(vec![sample::cookie(|_| ())])),
        Case::fails("not Secure", page).seen(with(vec![bad()])),
        Case::fails("set by a redirect", page).seen(redirect()),
        Case::fails("one of two", page).seen(with(vec![
            sample::cookie(|_| ()),
            sample::cookie(|c| {
                c.name = "sid".into();
                c.secure = false;
            }),
        ])),
        Case::passes("a language is told elsewhere", page).seen(with(vec![sample::cookie(|c| {
            (c.name, c.session_like, c.secure) = ("lang".into(), false, false);
        })])),
        Case::does_not_apply("no cookie", page).seen(with(Vec::new())),
        Case::does_not_apply("an http page", plain).seen(with(vec![bad()])),
    ]
}
