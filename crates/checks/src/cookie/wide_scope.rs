//! A session cookie goes to every subdomain.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/wide-scope",
    summary: "A session cookie goes to every subdomain",
    docs: "`Domain=acme.example` sends the cookie to every host below, also to a blog at a provider, a forgotten \
           test host, or a name that somebody else took over. A session belongs to the one host that needs it: \
           leave `Domain` out.\n\n\
           Cookies that look like sessions are judged; a single log-in for several of your hosts is a reason to \
           waive this row.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["D3.1"],
    source: Source::unread("RFC 6265; ASVS 5.0 3.3"),
    needs: &["cookie/rejected"],
    ..CheckInfo::BASE
};

static TELLING: super::Telling = super::Telling {
    attribute: "no Domain",
    so: "goes to every subdomain",
    consequence: |_| "Whoever controls one subdomain can act as any customer who visits it.",
    lacks: |_| false,
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let host = cx.host();
    super::each_that(cx, page, &TELLING, |c| c.session_like && c.domain.as_ref().is_some_and(|d| wider(d, &host)))
}

/// Does the attribute reach beyond the host itself, or is the host the domain that all others are below?
fn wider(domain: &str, host: &str) -> bool {
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    let own = Name::parse(host).ok().and_then(|n| n.registrable()).is_some_and(|n| n.as_str() == domain);
    host.ends_with(&format!(".{domain}")) || (own && host == domain)
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |change: fn(&mut CookieSeen)| sample::page_with(|a| a.cookies = vec![sample::cookie(change)]);
    vec![
        Case::passes("the host alone", page).seen(with(|_| ())),
        Case::passes("the host and what is below it", page).seen(with(|c| c.domain = Some("app.acme.example".into()))),
        Case::passes("no session", page).seen(with(|c| {
            c.session_like = false;
            c.domain = Some("acme.example".into());
        })),
        Case::fails("the whole domain", page).seen(with(|c| c.domain = Some(".acme.example".into()))),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
