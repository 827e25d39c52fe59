//! Tracking cookies come before anybody agreed.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/before-consent",
    summary: "Tracking cookies are set before anybody agreed",
    docs: "European law wants consent before anything is stored on a visitor's device that the service does not \
           need. Cookies of advertising and statistics on the very first visit, before any click, prove that nobody \
           was asked.\n\n\
           Only cookies that the server itself sets and whose names belong to known trackers count; what scripts \
           set later is not seen from here.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 60,
    mission: &["D3.1"],
    source: Source::unread("ePrivacy Directive, Art. 5(3)"),
    ..CheckInfo::BASE
};

static TELLING: super::Telling = super::Telling {
    attribute: "nothing of that name before the visitor agreed; afterwards",
    so: "tracks before anybody agreed",
    consequence: |_| "A visitor or a competitor can complain, and authorities fine for it.",
    lacks: |c| tracks(&c.name),
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    super::each(cx, page, &TELLING)
}

/// Does the name belong to a tracker, as their own documents list them?
fn tracks(name: &str) -> bool {
    let exact =
        ["_ga", "_gid", "_gcl_au", "_fbp", "_fbc", "_clck", "_clsk", "_uetsid", "_uetvid", "_ttp", "hubspotutk"];
    exact.contains(&name)
        || ["_ga_", "_hjSession", "_hjid", "__hstc", "_pk_id", "_pin_unauth", "li_fat_id"]
            .iter()
            .any(|p| name.starts_with(p))
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |change: fn(&mut CookieSeen)| sample::page_with(|a| a.cookies = vec![sample::cookie(change)]);
    vec![
        Case::passes("a session", page).seen(with(|_| ())),
        Case::fails("statistics", page).seen(with(|c| c.name = "_ga".into())),
        Case::fails("advertising", page).seen(with(|c| c.name = "_fbp".into())),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
