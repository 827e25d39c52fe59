//! HSTS asks to be built into browsers and does not qualify.

use super::{front, set, show, sts::Sts};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/hsts-preload-incomplete",
    summary: "HSTS asks for preloading without qualifying",
    docs: "The word `preload` says that you agree to have the domain built into browsers as https-only, for every \
           subdomain and for months: anybody can then submit it. The list takes only headers with \
           `includeSubDomains` and a `max-age` of a year.\n\n\
           Complete the header, or drop the word if you don't mean it.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["M3.01"],
    source: Source::unread("hstspreload.org, submission requirements"),
    needs: &["header/hsts-missing", "exposure/default-page"],
    ..CheckInfo::BASE
};

/// Seconds of a year.
const YEAR: u64 = 31_536_000;

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
    let Some(sts) = Sts::of(answer) else { return Verdict::not_applicable("no valid HSTS header") };
    if !sts.preload || (sts.subdomains && sts.max_age >= YEAR) {
        return Verdict::Pass;
    }
    let value = format!("max-age={}{}", sts.max_age, if sts.subdomains { "; includeSubDomains" } else { "" });
    Verdict::fail(
        Finding::new(format!("{host} asks for HSTS preloading without qualifying"))
            .observed(super::seen(answer, "strict-transport-security"))
            .expected("max-age=31536000; includeSubDomains; preload, or no preload")
            .consequence("The protection that you count on for a first visit is never granted.")
            .remedy(set(&host, "Strict-Transport-Security", value))
            .reproduce(show(&host, "strict-transport-security"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let sts = |value: &str| sample::page_with_header("strict-transport-security", value);
    vec![
        Case::passes("qualifies", page).seen(sts("max-age=63072000; includeSubDomains; preload")),
        Case::fails("no subdomains", page).seen(sts("max-age=31536000; preload")),
        Case::fails("too short", page).seen(sts("max-age=86400; includeSubDomains; preload")),
        Case::passes("not asked", page).seen(sts("max-age=31536000")),
        Case::does_not_apply("no HSTS", page).seen(sample::page_without("strict-transport-security")),
    ]
}
