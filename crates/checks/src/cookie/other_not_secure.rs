//! A cookie that is no session is also sent over plain http.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/other-not-secure",
    summary: "A cookie that is no session is also sent over plain http",
    docs: "Language, theme, consent and the cookies of load balancers open nothing, so that somebody in the same \
           network who reads them learns little. He can set them too, though, and `Secure` costs nothing.\n\n\
           Cookies that look like sessions are `cookie/not-secure`. A load balancer's cookie is set in its own \
           settings, not in the app.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M3.01"],
    source: Source::read("ASVS 5.0 3.3.1"),
    ..CheckInfo::BASE
};

static TELLING: super::Telling = super::Telling {
    attribute: "Secure",
    so: "also travels over plain http",
    consequence: |_| "In a shared network a stranger can read and change what the cookie holds.",
    lacks: |cookie| !cookie.secure && !cookie.session_like,
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
    let with = |change: fn(&mut CookieSeen)| sample::page_with(|a| a.cookies = vec![sample::cookie(change)]);
    vec![
        Case::passes("Secure", page).seen(with(|c| c.session_like = false)),
        Case::passes("a session is told elsewhere", page).seen(with(|c| c.secure = false)),
        Case::fails("a load balancer's cookie", page).seen(with(|c| {
            (c.name, c.session_like, c.secure) = ("AWSALB".into(), false, false);
        })),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
