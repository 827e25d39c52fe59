//! A script that somebody smuggles in would run in spite of the policy.

use super::{csp::Csp, csp::any_host, csp::strict, front, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/csp-runs-inline",
    summary: "The policy lets smuggled-in scripts run (CSP)",
    docs: "The policy was put the question that matters: would a `<script>` that somebody slipped into a comment or \
           an import run? With `'unsafe-inline'`, or without `script-src` and `default-src`, it would, and the \
           policy protects from nothing of that kind.\n\n\
           All enforced policies are evaluated together, from headers and `<meta>` elements, as a browser does: a \
           nonce or hash makes `'unsafe-inline'` void. Report-only policies are left out.\n\n\
           Scripts of your own inside pages need a nonce or a hash then. Try the new policy with \
           `Content-Security-Policy-Report-Only` for a day first.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 60,
    mission: &["D3.1"],
    source: Source::unread("CSP3; csp-evaluator"),
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
    let Some(csp) = Csp::of(cx, answer) else { return Verdict::not_applicable("no policy is enforced") };
    if !csp.runs_inline() {
        return Verdict::Pass;
    }
    let value = csp.mended(|p| strict(p, |v| v == "'unsafe-inline'" || any_host(v)));
    Verdict::fail(
        Finding::new(format!("The policy of {host} lets any inline script run (CSP)"))
            .observed(csp.shown())
            .expected("script-src with 'self', and a nonce or hash for inline scripts")
            .consequence("A script that someone smuggles into a text field runs in your customers' sessions.")
            .remedy(set(&host, "Content-Security-Policy", value))
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
        Case::passes("only the host's own scripts", page).seen(csp("default-src 'self'")),
        Case::passes("a nonce voids unsafe-inline", page).seen(csp("script-src 'nonce-abcdefgh' 'unsafe-inline'")),
        Case::passes("one strict policy of two", page).seen(csp("default-src *, script-src 'self'")),
        Case::passes("a meta element", page).seen(meta("script-src 'self'")),
        Case::fails("unsafe-inline", page).seen(csp("script-src 'self' 'unsafe-inline'")),
        Case::fails("nothing about scripts", page).seen(csp("frame-ancestors 'none'")),
        Case::does_not_apply("no policy", page).seen(sample::page_without("content-security-policy")),
    ]
}
