//! The front page is kept for a long time.

use super::control::Control;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/html-long",
    summary: "The front page is kept for a long time",
    docs: "Browsers and edges that may keep the front page for days show the old one after a deploy, with addresses \
           of scripts that are gone. HTML should be asked for anew each time (`no-cache`) or kept for minutes.\n\n\
           It fails when the front page may be kept for more than an hour. `s-maxage` on an edge that is emptied at \
           each deploy is a reason to waive it.",
    subject: SubjectKind::Page,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M2.04"],
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
    if !cx.is_home() || answer.html.is_none() || answer.status != 200 {
        return Verdict::not_applicable("only front pages are judged");
    }
    if Control::of(answer).any_seconds().is_none_or(|s| s <= 3_600) {
        return Verdict::Pass;
    }
    let host = cx.host();
    Verdict::fail(
        Finding::new(format!("The front page of {host} is kept for a long time"))
            .observed(super::seen(answer, "cache-control"))
            .expected("no-cache, or at most an hour")
            .consequence("After a deploy returning customers see the old page, or a broken one.")
            .remedy(Remedy::Edit {
                file: format!("the nginx server block of {host}"),
                line: 0,
                text: "location = / { add_header Cache-Control no-cache; }".into(),
            })
            .reproduce(format!(
                "curl -s -o /dev/null -D - {} | grep -i '^cache-control'",
                shell::quoted(&cx.subject.name)
            ))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |value: &str| sample::page_with_header("cache-control", value);
    vec![
        Case::passes("nothing said", page).seen(sample::page_with(|_| ())),
        Case::passes("asked anew", page).seen(with("no-cache, max-age=604800")),
        Case::passes("minutes", page).seen(with("public, max-age=300")),
        Case::fails("a week", page).seen(with("public, max-age=604800")),
        Case::does_not_apply("another page", &sample::page_at("/x")).seen(with("max-age=604800")),
    ]
}
