//! The policy trusts a host on which anybody can publish scripts.

use super::{csp::Csp, csp::strict, front, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/csp-open-cdn",
    summary: "The policy trusts a host where anybody can publish scripts (CSP)",
    docs: "unpkg.com and cdn.jsdelivr.net serve every package that anybody publishes; cdnjs.cloudflare.com and \
           ajax.googleapis.com carry old libraries that turn page text into programs. A policy that allows the \
           whole host allows an attacker's package as well.\n\n\
           The policies are asked whether a script of each of these hosts would run. Allow the one file by its \
           whole address, or serve it yourself. A policy with `'strict-dynamic'` passes.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["D3.1"],
    source: Source::unread("csp-evaluator, list of bypasses"),
    needs: &["header/csp-runs-inline", "header/csp-runs-foreign", "exposure/default-page"],
    ..CheckInfo::BASE
};

/// Hosts that carry what anybody publishes, or libraries that turn text into programs.
const OPEN: [&str; 4] = ["cdn.jsdelivr.net", "unpkg.com", "cdnjs.cloudflare.com", "ajax.googleapis.com"];

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
    let open: Vec<&str> =
        OPEN.into_iter().filter(|cdn| csp.runs_script_of(&format!("https://{cdn}/launch-ready/x.js"))).collect();
    if open.is_empty() || csp.runs_script_of("https://stranger.example/x.js") {
        return Verdict::Pass;
    }
    let named = |v: &str| OPEN.iter().any(|cdn| v.trim_end_matches('/').ends_with(cdn)) || v.starts_with("*.");
    Verdict::fail(
        Finding::new(format!("{host} trusts scripts of {} (CSP)", text::list(&open)))
            .observed(csp.shown())
            .expected("the whole address of each file, or one's own host")
            .consequence("Anybody can publish a script there, and your policy lets it run in customers' sessions.")
            .remedy(set(&host, "Content-Security-Policy", csp.mended(|p| strict(p, named))))
            .reproduce(show(&host, "content-security-policy"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let csp = |value: &str| sample::page_with_header("content-security-policy", value);
    vec![
        Case::passes("one's own", page).seen(csp("script-src 'self'")),
        Case::passes("one file", page)
            .seen(csp("script-src 'self' https://cdn.jsdelivr.net/npm/htmx.org@2.0.3/dist/htmx.min.js")),
        Case::fails("the whole host", page).seen(csp("script-src 'self' https://cdn.jsdelivr.net")),
        Case::fails("without scheme", page).seen(csp("script-src 'self' unpkg.com")),
        Case::does_not_apply("no policy", page).seen(sample::page_without("content-security-policy")),
    ]
}
