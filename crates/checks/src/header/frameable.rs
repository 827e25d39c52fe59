//! Foreign sites can show the page inside a frame.

use super::{front, policy::Policy, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/frameable",
    summary: "Foreign sites can show the page inside a frame",
    docs: "A page that any site can put into a frame can be laid invisibly over a game or a prize draw, so that a customer \
           who is signed in clicks \"delete\" or \"pay\" without seeing it.\n\n\
           `frame-ancestors` in a Content-Security-Policy header passes unless it allows everybody (`*`, `https:`); \
           without it `X-Frame-Options: DENY` or `SAMEORIGIN` passes. `ALLOW-FROM` is obeyed by no browser any more, \
           and `frame-ancestors` in a `<meta>` element is ignored.\n\n\
           If partners embed the page on purpose, list them: `frame-ancestors 'self' https://partner.example`.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["D3.1"],
    source: Source::read("RFC 7034; ASVS 5.0 3.4.6"),
    needs: &["exposure/default-page", "header/login-page-frameable"],
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
    let Some((seen, remedy)) = open_frame(&host, answer) else { return Verdict::Pass };
    Verdict::fail(
        Finding::new(format!("Any website can show {host} inside a frame"))
            .observed(seen)
            .expected("frame-ancestors 'self' or X-Frame-Options: SAMEORIGIN")
            .consequence("A foreign page can make customers who are signed in click buttons that they do not see.")
            .remedy(remedy)
            .reproduce(show(&host, "\\(x-frame-options\\|content-security-policy\\)"))
            .cause(host),
    )
}

/// What was seen and what mends it, when any website can frame the answer; `None` when it can't.
pub(super) fn open_frame(host: &str, answer: &Answer) -> Option<(String, Remedy)> {
    let policies = Policy::of_headers(answer);
    let ancestors: Vec<&[String]> = policies.iter().filter_map(Policy::frame_ancestors).collect();
    let mut options = answer.headers_named("x-frame-options").flat_map(|v| v.split(','));
    if ancestors.is_empty() {
        if options.any(|v| matches!(v.trim().to_ascii_lowercase().as_str(), "deny" | "sameorigin")) {
            return None;
        }
        Some((
            format!("no frame-ancestors; {}", super::seen(answer, "x-frame-options")),
            set(host, "X-Frame-Options", "SAMEORIGIN"),
        ))
    } else {
        // Every policy must allow the frame, so one that is closed is enough.
        if ancestors.iter().any(|list| !list.iter().any(|v| matches!(v.as_str(), "*" | "https:" | "http:"))) {
            return None;
        }
        let seen = format!("frame-ancestors {}", text::quote(&ancestors[0].join(" "), 100));
        // X-Frame-Options would be ignored beside it, so the policy itself must change.
        let mended: Vec<String> = policies.iter().map(|p| p.clone().framed_by_itself().to_string()).collect();
        Some((seen, set(host, "Content-Security-Policy", mended.join(", "))))
    }
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let csp = |value: &str| sample::page_with_header("content-security-policy", value);
    let xfo = |value: &str| {
        let mut page = sample::page_with_header("x-frame-options", value);
        page.answer.iter_mut().for_each(|a| a.headers.retain(|(n, _)| n != "content-security-policy"));
        page
    };
    let meta = sample::page_with(|a| {
        a.headers.retain(|(n, _)| n != "content-security-policy");
        a.html = Some(Html { meta_policies: vec!["frame-ancestors 'none'".into()], ..Html::default() });
    });
    vec![
        Case::passes("frame-ancestors 'none'", page).seen(csp("frame-ancestors 'none'")),
        Case::passes("partners", page).seen(csp("frame-ancestors 'self' https://partner.example")),
        Case::passes("one of two policies is closed", page).seen(csp("frame-ancestors *, frame-ancestors 'self'")),
        Case::passes("DENY", page).seen(xfo("deny")),
        Case::passes("SAMEORIGIN", page).seen(xfo("SAMEORIGIN")),
        Case::fails("neither", page).seen(csp("default-src 'self'")),
        Case::fails("ALLOW-FROM", page).seen(xfo("ALLOW-FROM https://partner.example")),
        Case::fails("everybody", page).seen(csp("default-src 'self'; frame-ancestors *")),
        Case::fails("in a meta element", page).seen(meta),
        Case::does_not_apply("a redirect", page).seen(Page { answer: Ok(sample::answer(301)) }),
    ]
}
