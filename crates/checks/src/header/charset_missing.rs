//! Nothing says how the letters of a page are written.

use super::{front, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/charset-missing",
    summary: "A page does not say how its letters are encoded",
    docs: "Without `charset` in Content-Type, and without `<meta charset>`, browsers guess how letters are written: \
           umlauts and accents come out as two signs each, and what a browser guesses wrongly can even turn text \
           into markup.\n\n\
           Front pages are judged; one of the two places is enough.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 5,
    mission: &["D3.1"],
    source: Source::unread("ASVS 5.0 4.1.1; HTML Living Standard"),
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
    let host = cx.host();
    let declared = answer.header("content-type").is_some_and(|v| v.to_ascii_lowercase().contains("charset="));
    if declared || answer.html.as_ref().is_none_or(|h| h.charset) {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("{host} does not say how its letters are encoded"))
            .observed(super::seen(answer, "content-type"))
            .expected("content-type: text/html; charset=utf-8, or <meta charset=\"utf-8\">")
            .consequence("Umlauts and accents in names can come out as signs that nobody can read.")
            .remedy(Remedy::Edit {
                file: "the <head> of the page".into(),
                line: 0,
                text: "<meta charset=\"utf-8\">".into(),
            })
            .reproduce(show(&host, "content-type"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let plain = |charset: bool| {
        sample::page_with(|a| {
            a.headers.retain(|(n, _)| n != "content-type");
            a.headers.push(("content-type".into(), "text/html".into()));
            a.html = Some(Html { charset, ..Html::default() });
        })
    };
    vec![
        Case::passes("in the header", page).seen(sample::page_with(|_| ())),
        Case::passes("in the page", page).seen(plain(true)),
        Case::fails("nowhere", page).seen(plain(false)),
        Case::does_not_apply("another page", &sample::page_at("/x")).seen(plain(false)),
    ]
}
