//! A public page works with a test key.

use super::parts::{grep, no_page, script, scripts};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/test-key-in-production",
    summary: "A public page works with a test key",
    docs: "`pk_test_…` belongs to the test mode of a payment or log-in service: customers can \"pay\" with test \
           cards, real cards are refused, and sign-ups land in a sandbox that is emptied.\n\n\
           The front page and two of its own scripts are read; staging hosts are left out. The key itself is never \
           kept.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M1.11"],
    source: Source::unread("own judgement"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, crawl: &Crawl) -> Verdict {
    if cx.declared.purpose(&cx.host()) == Purpose::Staging {
        return Verdict::not_applicable("a rehearsal works with test keys");
    }
    scripts(
        cx,
        crawl,
        |script| script.test_key.as_ref(),
        |site, url, found| {
            Finding::new(format!("{site} works with a test key ({found})"))
                .expected("a live key")
                .consequence("Real cards are refused, and what customers do lands in a sandbox.")
                .remedy(Remedy::SetEnv {
                    name: "the public key of the payment or log-in service in production".into(),
                    hint: "the live key of the service, then build and deploy again".into(),
                })
                .reproduce(grep(url, "(pk|sk|rk|rzp)_test_"))
        },
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let key = || script(|s| s.test_key = Some("pk_test_…".into()));
    vec![
        Case::passes("none", site).seen(script(|_| ())),
        Case::fails("a test key", site).seen(key()),
        Case::does_not_apply("staging", &Subject::new(SubjectKind::Site, "https://staging.acme.example")).seen(key()),
        Case::does_not_apply("no page", site).seen(no_page()),
    ]
}
