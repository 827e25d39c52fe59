//! A public page works with a test key.

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
    let site = &cx.subject.name;
    if crawl.scripts.is_empty() {
        return Verdict::not_applicable("the site shows no page with scripts");
    }
    if cx.declared.purpose(&cx.host()) == Purpose::Staging {
        return Verdict::not_applicable("a rehearsal works with test keys");
    }
    let findings = crawl.scripts.iter().filter_map(|script| {
        let found = script.test_key.as_ref()?;
        let path = text::shorten(script.url.strip_prefix(site.as_str()).unwrap_or(&script.url), 40);
        Some(
            Finding::new(format!("{site} works with a test key ({found})"))
                .observed(format!("{found} in {path}"))
                .expected("a live key")
                .consequence("Real cards are refused, and what customers do lands in a sandbox.")
                .remedy(Remedy::SetEnv {
                    name: "the public key of the payment or log-in service in production".into(),
                    hint: "the live key of the service, then build and deploy again".into(),
                })
                .reproduce(format!(
                    "curl -s {} | grep -oE '(pk|sk|rk|rzp)_test_' | sort -u",
                    shell::quoted(&script.url)
                ))
                .key(script.url.clone())
                .cause(script.url.clone()),
        )
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let script = |change: fn(&mut ScriptLook)| {
        let mut look = ScriptLook {
            url: "https://app.acme.example/app.js".into(),
            local_address: None,
            test_key: None,
            source_map: None,
        };
        change(&mut look);
        Crawl { asked: Vec::new(), scripts: vec![look], left_out: 0 }
    };
    let none = || Crawl { asked: Vec::new(), scripts: Vec::new(), left_out: 0 };
    vec![
        Case::passes("none", site).seen(script(|_| ())),
        Case::fails("a test key", site).seen(script(|s| s.test_key = Some("pk_test_…".into()))),
        Case::does_not_apply("staging", &Subject::new(SubjectKind::Site, "https://staging.acme.example"))
            .seen(script(|s| s.test_key = Some("pk_test_…".into()))),
        Case::does_not_apply("no page", site).seen(none()),
    ]
}
