//! The host does not make browsers insist on https.

use super::{front_of_app, seen, set, show, sts::Sts};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/hsts-missing",
    summary: "Browsers are not told to insist on https (HSTS)",
    docs: "With `Strict-Transport-Security` a browser that was here once asks for https by itself, whatever a link, a \
           typed address or a stranger in the same café network says. Without it the first request of each visit can \
           be caught before the redirect.\n\n\
           Judged are front pages over https of the canonical host, of declared hosts and of app, admin and www hosts. \
           Of several headers the first counts; a header that breaks the rules (no `max-age`, a directive twice) is \
           ignored by browsers and fails here. How long it holds is judged by `header/hsts-short`.\n\n\
           Cautious people begin with `max-age=300` and raise it after a day; leave `includeSubDomains` out until every \
           subdomain speaks https.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["M3.01"],
    source: Source::read("RFC 6797 §6.1; ASVS 5.0 3.4.1"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match front_of_app(cx, page) {
        Ok(answer) => answer,
        Err(verdict) => return verdict,
    };
    if Sts::of(answer).is_some() {
        return Verdict::Pass;
    }
    let host = cx.host();
    let value = format!("max-age={}", cx.thresholds.hsts_max_age_seconds);
    Verdict::fail(
        Finding::new(format!("{host} does not make browsers insist on https"))
            .observed(seen(answer, "strict-transport-security"))
            .expected(format!("strict-transport-security: {value}"))
            .consequence("In a shared network a stranger can catch a customer's first request before it is encrypted.")
            .remedy(set(&host, "Strict-Transport-Security", value))
            .reproduce(show(&host, "strict-transport-security"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let sts = |value: &str| sample::page_with_header("strict-transport-security", value);
    let none = || sample::page_without("strict-transport-security");
    let docs = &Subject::new(SubjectKind::Page, "https://docs.acme.example/");
    let plain = &Subject::new(SubjectKind::Page, "http://app.acme.example/");
    vec![
        Case::passes("a year", page).seen(sts("max-age=31536000; includeSubDomains")),
        Case::passes("any age", page).seen(sts("max-age=0")),
        Case::passes("quoted, other case", page).seen(sts("INCLUDESUBDOMAINS; Max-Age=\"31536000\"")),
        Case::fails("none", page).seen(none()),
        Case::fails("no max-age", page).seen(sts("includeSubDomains")),
        Case::fails("max-age twice", page).seen(sts("max-age=31536000; max-age=31536000")),
        Case::fails("only the first header counts", page).seen(sample::page_with(|a| {
            a.headers.insert(0, ("strict-transport-security".into(), "max-age".into()));
        })),
        Case::does_not_apply("a guessed host", docs).seen(none()),
        Case::does_not_apply("http only", plain).seen(none()),
        Case::does_not_apply("a redirect", page).seen(Page { answer: Ok(sample::answer(302)) }),
        Case::does_not_apply("JSON", page).seen(sample::page_with(|a| a.html = None)),
        Case::does_not_apply("no answer", page).seen(Page { answer: Err(HttpFailure::Refused) }),
    ]
}
