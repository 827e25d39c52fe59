//! Browsers are told to insist on https for a short time only.

use super::{front_of_app, seen, set, show, sts::Sts};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/hsts-short",
    summary: "Browsers insist on https for a short time only (HSTS)",
    docs: "`max-age` says for how many seconds after a visit a browser insists on https. A customer who comes back later \
           than that is unprotected again; `max-age=0` switches the protection off.\n\n\
           One year passes (`[thresholds] hsts_max_age_seconds`). A short time is right in the first days after \
           switching it on; then raise it.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 5,
    mission: &["M3.01"],
    source: Source::read("ASVS 5.0 3.4.1"),
    needs: &["header/hsts-missing", "exposure/default-page"],
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
    let Some(sts) = Sts::of(answer) else { return Verdict::not_applicable("no valid HSTS header") };
    let wanted = cx.thresholds.hsts_max_age_seconds;
    if sts.max_age >= wanted {
        return Verdict::Pass;
    }
    let host = cx.host();
    let title = if sts.max_age == 0 {
        format!("{host} tells browsers to stop insisting on https")
    } else {
        format!("{host} makes browsers insist on https too briefly")
    };
    let mut value = format!("max-age={wanted}");
    for (on, word) in [(sts.subdomains, "; includeSubDomains"), (sts.preload, "; preload")] {
        value.push_str(if on { word } else { "" });
    }
    Verdict::fail(
        Finding::new(title)
            .observed(seen(answer, "strict-transport-security"))
            .expected(format!("max-age of at least {wanted} seconds"))
            .consequence("A customer who comes back later can be sent to a copy of your page without encryption.")
            .remedy(set(&host, "Strict-Transport-Security", value))
            .reproduce(show(&host, "strict-transport-security"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let sts = |value: &str| sample::page_with_header("strict-transport-security", value);
    vec![
        Case::passes("a year", page).seen(sts("max-age=31536000")),
        Case::fails("a second less", page).seen(sts("max-age=31535999; includeSubDomains")),
        Case::fails("switched off", page).seen(sts("max-age=0")),
        Case::does_not_apply("none", page).seen(sample::page_without("strict-transport-security")),
        Case::does_not_apply("broken", page).seen(sts("max-age=soon")),
    ]
}
