//! Error pages are stored for a long time.

use super::control::Control;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/error-stored",
    summary: "Errors are stored for a long time",
    docs: "An error that a cache keeps goes on after it was mended: a page that was missing for a minute during a \
           deploy is missing for everybody until the cache forgets it.\n\n\
           A random path is asked. It fails when the error answer allows shared caches to keep it for more than 60 \
           seconds.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["M2.04"],
    source: Source::unread("RFC 9111"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, nowhere: &Nowhere) -> Verdict {
    let answer = match &nowhere.answer {
        Ok(_) if nowhere.moved => return Verdict::not_applicable("another site stands for it"),
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    if answer.status < 400 {
        return Verdict::not_applicable("the site gives no error");
    }
    let seconds = Control::of(answer).shared_seconds();
    if seconds.is_none_or(|s| s <= 60) {
        return Verdict::Pass;
    }
    let site = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("Errors of {site} are stored for a long time"))
            .observed(format!("status {}, {}", answer.status, super::seen(answer, "cache-control")))
            .expected("cache-control: no-store, or at most 60 seconds")
            .consequence("A page that was missing for a minute stays missing for customers long after.")
            .remedy(Remedy::say("Send `Cache-Control: no-store` with every answer of status 400 and above."))
            .reproduce(format!("curl -sI {site}/no-such-page | grep -i '^cache-control'"))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let with = |value: &str| {
        let mut nowhere = sample::nowhere(404);
        nowhere.answer.iter_mut().for_each(|a| a.headers.push(("cache-control".into(), value.into())));
        nowhere
    };
    vec![
        Case::passes("nothing said", site).seen(sample::nowhere(404)),
        Case::passes("not stored", site).seen(with("no-store")),
        Case::passes("a minute", site).seen(with("max-age=60")),
        Case::fails("a day", site).seen(with("public, max-age=86400")),
        Case::does_not_apply("no error", site).seen(sample::nowhere(200)),
    ]
}
