//! No Content-Security-Policy is enforced.

use super::{front, policy::Policy, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/csp-missing",
    summary: "No Content-Security-Policy is enforced",
    docs: "A Content-Security-Policy tells browsers what a page may load and run, so that a script that slipped into a \
           comment or an import does nothing. It is the second lock, after an app that escapes what people type.\n\n\
           An enforced policy of any content passes, from a header or a `<meta>` element; a report-only one does not. \
           How strong it is, is not judged here.\n\n\
           The fix given is a policy that breaks hardly any page: no plug-ins, no foreign base address, no foreign \
           frames. A stricter `script-src` is worth trying with `Content-Security-Policy-Report-Only` first.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 3.4.3"),
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
    if !Policy::of_headers(answer).is_empty() || !Policy::of_meta(answer).is_empty() {
        return Verdict::Pass;
    }
    let host = cx.host();
    let seen = match answer.header("content-security-policy-report-only") {
        Some(_) => "only a report-only policy, which blocks nothing",
        None => "no content-security-policy header, no <meta> policy",
    };
    Verdict::fail(
        Finding::new(format!("{host} sets no rules for what its pages run (CSP)"))
            .observed(seen)
            .expected("an enforced Content-Security-Policy")
            .consequence("A script that someone smuggles into a text field runs in your customers' sessions.")
            .remedy(set(&host, "Content-Security-Policy", "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"))
            .reproduce(show(&host, "content-security-policy"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let csp = |value: &str| sample::page_with_header("content-security-policy", value);
    let meta = |value: &str| {
        let value = value.to_owned();
        sample::page_with(|a| {
            a.headers.retain(|(n, _)| n != "content-security-policy");
            a.html = Some(Html { meta_policies: vec![value], ..Html::default() });
        })
    };
    vec![
        Case::passes("a header", page).seen(csp("default-src 'self'")),
        Case::passes("a meta element", page).seen(meta("default-src 'self'")),
        Case::fails("none", page).seen(sample::page_without("content-security-policy")),
        Case::fails("empty", page).seen(csp(" ; ")),
        Case::fails("report-only", page).seen(sample::page_with(|a| {
            a.headers.retain(|(n, _)| n != "content-security-policy");
            a.headers.push(("content-security-policy-report-only".into(), "default-src 'self'".into()));
        })),
        Case::does_not_apply("JSON", page).seen(sample::page_with(|a| {
            a.html = None;
            a.headers.clear();
        })),
    ]
}
