//! Scripts can read a session cookie.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/not-httponly",
    summary: "Scripts can read a session cookie",
    docs: "A cookie that keeps a customer signed in is needed by the server alone. With `HttpOnly` no script can read it, so \
           that a smuggled-in script or a hacked third-party one can't carry the session away.\n\n\
           Only cookies whose name and value look like those of a session or log-in token are judged; a cookie that \
           scripts have to read (language, CSRF token) passes.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 3.3.4"),
    ..CheckInfo::BASE
};

static TELLING: super::Telling = super::Telling {
    attribute: "HttpOnly",
    so: "can be read by scripts",
    consequence: |_| "One bad script on the page is enough to take over the accounts of signed-in customers.",
    lacks: |cookie| cookie.session_like && !cookie.http_only,
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    super::each(cx, page, &TELLING)
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |change: fn(&mut CookieSeen)| sample::page_with(|a| a.cookies = vec![sample::cookie(change)]);
    vec![
        Case::passes("HttpOnly", page).seen(with(|_| ())),
        Case::passes("no session", page).seen(with(|c| {
            c.name = "lang".into();
            c.session_like = false;
            c.http_only = false;
        })),
        Case::fails("not HttpOnly", page).seen(with(|c| c.http_only = false)),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
