//! Foreign pages keep a hold on the window of the app.

use super::{front_of_app, set, show};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/opener-shared",
    summary: "A page that opens the app keeps a hold on its window",
    docs: "Without `Cross-Origin-Opener-Policy` a foreign page that opened the app can go on steering its window: \
           it can lead the tab to a copy of the log-in while the customer looks elsewhere. `same-origin`, or \
           `same-origin-allow-popups` for apps that use log-in windows of others, cuts the tie.\n\n\
           Judged are hosts where customers sign in.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["D3.1"],
    source: Source::read("ASVS 5.0 3.4.8"),
    needs: &["exposure/default-page"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match front_of_app(cx, page) {
        Ok(answer) => answer,
        Err(verdict) => return verdict,
    };
    let host = cx.host();
    let value = answer.header("cross-origin-opener-policy").unwrap_or_default();
    let word = value.split(';').next().unwrap_or_default().trim();
    if matches!(word, "same-origin" | "same-origin-allow-popups" | "noopener-allow-popups") {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("Foreign pages keep a hold on windows of {host}"))
            .observed(super::seen(answer, "cross-origin-opener-policy"))
            .expected("same-origin or same-origin-allow-popups")
            .consequence("A page that opened your app can swap it for a copy while the customer looks away.")
            .remedy(set(&host, "Cross-Origin-Opener-Policy", "same-origin-allow-popups"))
            .reproduce(show(&host, "cross-origin-opener-policy"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let policy = |value: &str| sample::page_with_header("cross-origin-opener-policy", value);
    vec![
        Case::passes("same-origin", page).seen(policy("same-origin; report-to=\"x\"")),
        Case::fails("none", page).seen(sample::page_without("cross-origin-opener-policy")),
        Case::fails("switched off", page).seen(policy("unsafe-none")),
        Case::does_not_apply("another page", &sample::page_at("/login")).seen(policy("x")),
    ]
}
