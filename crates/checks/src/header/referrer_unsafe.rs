//! The site tells others the full addresses of its pages.

use super::{front, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/referrer-unsafe",
    summary: "Full addresses are told to other sites",
    docs: "With `Referrer-Policy: unsafe-url` or `no-referrer-when-downgrade` a browser sends the whole address of \
           a page to every site that it links to or loads from. Addresses hold names, search words, and the tokens \
           of invitations.\n\n\
           Browsers' own default (`strict-origin-when-cross-origin`) is good, so no header passes. Of several words \
           the last one that a browser knows counts.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M3.04"],
    source: Source::unread("Referrer Policy, W3C; ASVS 5.0 3.4.5"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// Words that browsers know.
const KNOWN: [&str; 8] = [
    "no-referrer",
    "no-referrer-when-downgrade",
    "same-origin",
    "origin",
    "strict-origin",
    "origin-when-cross-origin",
    "strict-origin-when-cross-origin",
    "unsafe-url",
];
/// Those that give the whole address to others.
const UNSAFE: [&str; 2] = ["unsafe-url", "no-referrer-when-downgrade"];

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
    let all: Vec<&str> = answer.headers_named("referrer-policy").flat_map(|v| v.split(',')).map(str::trim).collect();
    let last = all.iter().rev().find(|word| KNOWN.contains(&word.to_ascii_lowercase().as_str()));
    let Some(word) = last.filter(|w| UNSAFE.contains(&w.to_ascii_lowercase().as_str())) else { return Verdict::Pass };
    Verdict::fail(
        Finding::new(format!("{host} tells other sites its full addresses"))
            .observed(format!("referrer-policy: {word}"))
            .expected("strict-origin-when-cross-origin, or no such header")
            .consequence("Names and tokens in addresses reach every site that a page links to.")
            .remedy(set(&host, "Referrer-Policy", "strict-origin-when-cross-origin"))
            .reproduce(show(&host, "referrer-policy"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let policy = |value: &str| sample::page_with_header("referrer-policy", value);
    vec![
        Case::passes("no header", page).seen(sample::page_with(|_| ())),
        Case::passes("a good one", page).seen(policy("same-origin")),
        Case::passes("the last known word counts", page).seen(policy("unsafe-url, strict-origin-when-cross-origin")),
        Case::fails("whole addresses", page).seen(policy("unsafe-url")),
        Case::fails("a fallback that no browser knows", page).seen(policy("no-referrer-when-downgrade, future-word")),
        Case::does_not_apply("another page", &sample::page_at("/login")).seen(policy("unsafe-url")),
    ]
}
