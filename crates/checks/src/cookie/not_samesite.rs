//! Foreign pages can send requests with the session cookie.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/not-samesite",
    summary: "A session cookie goes along with requests of foreign pages",
    docs: "Without `SameSite` some browsers send the cookie with every request that a foreign page provokes: a \
           hidden form elsewhere then acts in the customer's name. `Lax` is right for nearly all apps.\n\n\
           Cookies that look like sessions are judged. `SameSite=None` together with `Secure` passes: apps that run \
           inside other sites need it.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 3.3.2"),
    ..CheckInfo::BASE
};

static TELLING: super::Telling = super::Telling {
    attribute: "SameSite=Lax",
    so: "goes with foreign requests",
    consequence: |_| "A page that a signed-in customer visits elsewhere can act in their name.",
    lacks: |c| {
        c.session_like
            && c.same_site
                .as_deref()
                .is_none_or(|s| !["lax", "strict", "none"].contains(&s.to_ascii_lowercase().as_str()))
    },
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
        Case::passes("Lax", page).seen(with(|_| ())),
        Case::passes("None, secured", page).seen(with(|c| c.same_site = Some("None".into()))),
        Case::passes("no session", page).seen(with(|c| {
            c.session_like = false;
            c.same_site = None;
        })),
        Case::fails("none", page).seen(with(|c| c.same_site = None)),
        Case::fails("a word that no browser knows", page).seen(with(|c| c.same_site = Some("yes".into()))),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
