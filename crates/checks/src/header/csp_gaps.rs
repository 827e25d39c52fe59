//! A policy forgets directives that no other stands in for.

use super::{csp::Csp, front, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/csp-gaps",
    summary: "The policy leaves a way around itself (CSP)",
    docs: "A policy that rules scripts can be led around: without `base-uri` a smuggled-in `<base>` sends all \
           relative script addresses to another host; without `object-src` or `default-src` plug-in content runs; \
           without `form-action` a smuggled-in form carries passwords away. `default-src` stands in for \
           `object-src` only.\n\n\
           Policies that do not rule scripts are told by `header/csp-runs-inline`.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
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
    if !csp.rules_scripts() {
        return Verdict::not_applicable("the policy does not rule scripts");
    }
    let has = |name: &str| csp.all.iter().any(|p| p.get(name).is_some());
    let gaps = [
        ("base-uri", csp.allows_base("https://stranger.example/"), "'self'"),
        ("object-src", !has("object-src") && !has("default-src"), "'none'"),
        ("form-action", !has("form-action"), "'self'"),
    ];
    let open: Vec<_> = gaps.into_iter().filter(|(_, open, _)| *open).collect();
    let value = csp.mended(|p| open.iter().fold(p, |p, (name, _, value)| p.with(name, &[value])));
    let findings = open.iter().map(|(name, _, wanted)| {
        Finding::new(format!("The policy of {host} says nothing about {name} (CSP)"))
            .observed(format!("no {name} that restricts; {}", csp.shown()))
            .expected(format!("{name} {wanted}"))
            .consequence("What someone smuggles into a page finds a way around the policy.")
            .remedy(set(&host, "Content-Security-Policy", value.clone()))
            .reproduce(show(&host, "content-security-policy"))
            .key(*name)
            .cause(format!("{host} {name}"))
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let csp = |value: &str| sample::page_with_header("content-security-policy", value);
    vec![
        Case::passes("whole", page).seen(csp("default-src 'self'; base-uri 'none'; form-action 'self'")),
        Case::passes("by name", page)
            .seen(csp("script-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'")),
        Case::fails("no base-uri", page).seen(csp("default-src 'self'; form-action 'self'")),
        Case::fails("all missing", page).seen(csp("script-src 'self'")),
        Case::does_not_apply("scripts are not ruled", page).seen(csp("frame-ancestors 'none'")),
        Case::does_not_apply("no policy", page).seen(sample::page_without("content-security-policy")),
    ]
}
