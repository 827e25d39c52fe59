//! Browsers may guess the type of files.

use super::{front, seen, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/nosniff-missing",
    summary: "Browsers guess what kind of file they got",
    docs: "Without `X-Content-Type-Options: nosniff` a browser looks into a file and decides by itself what it is. A file \
           that a customer uploaded as a picture or text can then run as a script in the name of your site.\n\n\
           Judged are HTML front pages over https. The value is compared without regard to case; where several are \
           sent, the first counts, as browsers do it.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 3.4.4"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match front(cx, page) {
        Ok(answer) => answer,
        Err(verdict) => return verdict,
    };
    let first = answer.header("x-content-type-options").and_then(|v| v.split(',').next());
    if first.is_some_and(|v| v.trim().eq_ignore_ascii_case("nosniff")) {
        return Verdict::Pass;
    }
    let host = cx.host();
    Verdict::fail(
        Finding::new(format!("{host} lets browsers guess file types"))
            .observed(seen(answer, "x-content-type-options"))
            .expected("x-content-type-options: nosniff")
            .consequence("A file that one customer uploads can run as a script in another customer's browser.")
            .remedy(set(&host, "X-Content-Type-Options", "nosniff"))
            .reproduce(show(&host, "x-content-type-options"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |value: &str| sample::page_with_header("x-content-type-options", value);
    vec![
        Case::passes("set", page).seen(sample::page_with(|_| ())),
        Case::passes("other case, sent twice by two layers", page).seen(with("NoSniff, nosniff")),
        Case::fails("none", page).seen(sample::page_without("x-content-type-options")),
        Case::fails("another value", page).seen(with("none")),
        Case::does_not_apply("an error page", page).seen(Page { answer: Ok(sample::answer(404)) }),
        Case::does_not_apply("another page", &sample::page_at("/x"))
            .seen(sample::page_without("x-content-type-options")),
    ]
}
