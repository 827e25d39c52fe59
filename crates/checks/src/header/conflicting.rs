//! One header comes twice with different values.

use super::{front, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/conflicting",
    summary: "A header comes twice with different values",
    docs: "When the edge, the web server and the app each set a header, browsers see several. Of \
           Strict-Transport-Security they take the first; two different values of X-Frame-Options count as a \
           mistake in some and as DENY in others. What holds is then chance.\n\n\
           Values that are equal pass, and so do headers that are lists by nature.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 15,
    mission: &["D3.1"],
    source: Source::unread("RFC 9110"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// Headers of which browsers expect one.
const SINGLE: [&str; 6] = [
    "strict-transport-security",
    "x-frame-options",
    "x-content-type-options",
    "cross-origin-opener-policy",
    "content-type",
    "access-control-allow-origin",
];

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
    let findings = SINGLE.into_iter().filter_map(|name| {
        let values: Vec<&str> = answer.headers_named(name).map(str::trim).collect();
        let first = values.first()?;
        let other = values.iter().find(|v| !v.eq_ignore_ascii_case(first))?;
        Some(
            Finding::new(format!("{host} sends two different {name} headers"))
                .observed(format!("{name}: {} and {name}: {}", text::quote(first, 60), text::quote(other, 60)))
                .expected("one header of that name")
                .consequence("Which of the two holds differs from browser to browser.")
                .remedy(Remedy::say(format!(
                    "Set {name} in one layer only. In nginx, before `add_header`: `proxy_hide_header {name};`"
                )))
                .reproduce(show(&host, name))
                .key(name)
                .cause(format!("{host} {name}")),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let twice = |name: &'static str, one: &'static str, two: &'static str| {
        sample::page_with(|a| {
            a.headers.retain(|(n, _)| n != name);
            a.headers.extend([(name.to_owned(), one.to_owned()), (name.to_owned(), two.to_owned())]);
        })
    };
    vec![
        Case::passes("each once", page).seen(sample::page_with(|_| ())),
        Case::passes("twice the same", page).seen(twice("x-frame-options", "DENY", "deny")),
        Case::fails("two values", page).seen(twice("x-frame-options", "DENY", "SAMEORIGIN")),
        Case::fails("two ages", page).seen(twice("strict-transport-security", "max-age=0", "max-age=31536000")),
        Case::does_not_apply("another page", &sample::page_at("/x")).seen(sample::page_with(|_| ())),
    ]
}
