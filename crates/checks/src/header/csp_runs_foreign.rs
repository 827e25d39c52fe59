//! The policy lets scripts of any host run.

use super::{csp::Csp, csp::any_host, csp::strict, front, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/csp-runs-foreign",
    summary: "The policy lets scripts of any host run (CSP)",
    docs: "`script-src https:` or `*` allows the scripts of every host on the Internet, so that a smuggled-in \
           `<script src>` needs nothing but an address of its own.\n\n\
           The policies are asked whether a page may load `https://stranger.example/x.js`. It passes when they \
           refuse; `'strict-dynamic'` makes browsers ignore hosts.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
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
    if !csp.runs_script_of("https://stranger.example/x.js") {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("The policy of {host} lets scripts of any host run (CSP)"))
            .observed(csp.shown())
            .expected("the hosts that your pages load scripts from, by name")
            .consequence("A script tag that someone smuggles in loads any program into your customers' sessions.")
            .remedy(set(&host, "Content-Security-Policy", csp.mended(|p| strict(p, any_host))))
            .reproduce(show(&host, "content-security-policy"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let csp = |value: &str| sample::page_with_header("content-security-policy", value);
    vec![
        Case::passes("one's own", page).seen(csp("script-src 'self' https://cdn.partner.example")),
        Case::passes("hosts are ignored", page).seen(csp("script-src 'nonce-abcdefgh' 'strict-dynamic' https:")),
        Case::fails("any https host", page).seen(csp("script-src 'self' https:")),
        Case::fails("any host", page).seen(csp("default-src *")),
        Case::does_not_apply("no policy", page).seen(sample::page_without("content-security-policy")),
    ]
}
