//! An https page shows a picture over plain http.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/insecure-picture",
    summary: "An https page shows a picture over plain http",
    docs: "Pictures, sounds and films that an https page asks for over `http://` are upgraded by some browsers and \
           loaded plainly by others: they stay away where the host has no https, or cost the padlock.\n\n\
           Scripts, styles and frames are judged by `content/insecure-resource`.",
    subject: SubjectKind::Page,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M1.02"],
    source: Source::unread("W3C Mixed Content, Level 2"),
    needs: &["reach/server-error"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    super::insecure_resource::plain(cx, page, super::insecure_resource::passive)
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let plain = &Subject::new(SubjectKind::Page, "http://app.acme.example/");
    let loads = |element: &str| {
        let insecure_resources = vec![("http://cdn.example/logo.png".to_owned(), element.to_owned())];
        sample::page_with(|a| a.html = Some(Html { insecure_resources, ..Html::default() }))
    };
    vec![
        Case::passes("a script is told elsewhere", page).seen(loads("script")),
        Case::fails("a picture", page).seen(loads("img")),
        Case::does_not_apply("an http page", plain).seen(loads("img")),
        Case::does_not_apply("JSON", page).seen(sample::page_with(|a| a.html = None)),
    ]
}
