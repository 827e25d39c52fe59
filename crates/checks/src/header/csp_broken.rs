//! A policy has words that browsers do not know.

use super::{csp::Csp, front, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/csp-broken",
    summary: "The policy has words that browsers ignore (CSP)",
    docs: "Browsers skip what they don't know in a policy, and say so only in the console: a misspelt directive \
           rules nothing, and a keyword without its quotes (`self` instead of `'self'`) is read as the name of a \
           host.\n\n\
           Directives of CSP3 and of its usual companions are known; others are listed.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["D3.1"],
    source: Source::unread("CSP3, directives and keyword sources"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// Directives of CSP3, of the documents it refers to, and those that old policies still have.
const KNOWN: [&str; 34] = [
    "base-uri",
    "block-all-mixed-content",
    "child-src",
    "connect-src",
    "default-src",
    "fenced-frame-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "navigate-to",
    "object-src",
    "plugin-types",
    "prefetch-src",
    "referrer",
    "reflected-xss",
    "report-to",
    "report-uri",
    "require-sri-for",
    "require-trusted-types-for",
    "sandbox",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "trusted-types",
    "upgrade-insecure-requests",
    "webrtc",
    "worker-src",
];
/// Words that mean something in quotes only.
const KEYWORDS: [&str; 7] =
    ["self", "none", "unsafe-inline", "unsafe-eval", "strict-dynamic", "unsafe-hashes", "report-sample"];

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
    let mut wrong: Vec<(String, String)> = Vec::new();
    for (name, values) in csp.all.iter().flat_map(super::policy::Policy::directives) {
        if !KNOWN.contains(&name) {
            wrong.push((text::quote(name, 30), format!("the directive {} is not known", text::quote(name, 30))));
        }
        for value in values.iter().filter(|v| KEYWORDS.contains(&v.to_ascii_lowercase().as_str())) {
            wrong.push((value.clone(), format!("{name} {value} without quotes is read as the name of a host")));
        }
    }
    wrong.dedup();
    let findings = wrong.into_iter().map(|(word, what)| {
        let quoted = KEYWORDS.contains(&word.to_ascii_lowercase().as_str());
        let wanted = if quoted { format!("'{word}'") } else { "a directive of CSP3, or none".to_owned() };
        Finding::new(format!("Browsers ignore \"{word}\" in the policy of {host} (CSP)"))
            .observed(what)
            .expected(wanted)
            .consequence("The rule that you meant to set does not hold, and nothing tells you.")
            .remedy(Remedy::say(format!("Correct \"{word}\" where Content-Security-Policy is set for {host}.")))
            .reproduce(show(&host, "content-security-policy"))
            .key(word)
            .cause(host.clone())
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let csp = |value: &str| sample::page_with_header("content-security-policy", value);
    vec![
        Case::passes("known words", page).seen(csp("default-src 'self'; upgrade-insecure-requests; report-to x")),
        Case::fails("a keyword without quotes", page).seen(csp("default-src self")),
        Case::fails("a misspelt directive", page).seen(csp("default-src 'self'; script-scr 'self'")),
        Case::does_not_apply("no policy", page).seen(sample::page_without("content-security-policy")),
    ]
}
