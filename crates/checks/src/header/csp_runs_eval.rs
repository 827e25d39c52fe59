//! The policy lets texts run as programs.

use super::{csp::Csp, csp::strict, front, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/csp-runs-eval",
    summary: "The policy lets texts run as programs (CSP)",
    docs: "`'unsafe-eval'` lets `eval` and its relatives turn any text into a program. Where a page puts what \
           people type into such a call, the policy no longer helps. Some older frameworks need it: then keep it \
           and waive this row.\n\n\
           The policies are asked whether `eval` of a text runs.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 30,
    mission: &["D3.1"],
    source: Source::unread("CSP3; csp-evaluator"),
    needs: &["header/csp-runs-inline", "exposure/default-page"],
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
    if !csp.runs_eval() {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("The policy of {host} lets texts run as programs (CSP)"))
            .observed(csp.shown())
            .expected("script-src without 'unsafe-eval'")
            .consequence("Where a page evaluates what people type, the policy stops nothing.")
            .remedy(set(&host, "Content-Security-Policy", csp.mended(|p| strict(p, |v| v == "'unsafe-eval'"))))
            .reproduce(show(&host, "content-security-policy"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let csp = |value: &str| sample::page_with_header("content-security-policy", value);
    vec![
        Case::passes("not allowed", page).seen(csp("script-src 'self'")),
        Case::fails("unsafe-eval", page).seen(csp("script-src 'self' 'unsafe-eval'")),
        Case::does_not_apply("no policy", page).seen(sample::page_without("content-security-policy")),
    ]
}
