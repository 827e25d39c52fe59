//! A neighbour can plant a session cookie.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/no-prefix",
    summary: "A subdomain can overwrite the session cookie",
    docs: "A cookie named `__Host-…` can only be set by the host itself, over https, for the whole host. Without \
           the prefix any subdomain, and anyone who can answer for one in a shared network, can plant a session of \
           their own choice.\n\n\
           Cookies that look like sessions are judged. Renaming signs everybody out once.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 15,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 3.3.3"),
    needs: &["cookie/not-secure"],
    ..CheckInfo::BASE
};

static TELLING: super::Telling = super::Telling {
    attribute: "a name that begins with __Host- (Secure, Path=/, no Domain)",
    so: "can be planted by a subdomain",
    consequence: |_| "A customer can be signed in, unseen, to an account that somebody else reads.",
    lacks: |c| {
        c.session_like
            && !["__host-", "__secure-", "__http-"].iter().any(|p| c.name.to_ascii_lowercase().starts_with(p))
    },
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
        Case::passes("__Host-", page).seen(with(|c| c.name = "__Host-session".into())),
        Case::passes("no session", page).seen(with(|c| c.session_like = false)),
        Case::fails("a plain name", page).seen(with(|c| c.name = "sessionid".into())),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
