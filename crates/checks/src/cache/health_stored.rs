//! A cache answers for the health of the app.

use super::control::Control;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/health-stored",
    summary: "A cache answers for the health of the app",
    docs: "A health endpoint that a cache keeps says \"fine\" for as long as the cache likes, whatever happens \
           behind it.\n\n\
           It fails when the answer came from store, or allows shared caches to keep it.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 5,
    mission: &["M6.06", "M2.04"],
    source: Source::unread("RFC 9111"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, health: &Health) -> Verdict {
    let Some(look) = &health.found else { return Verdict::not_applicable("no health endpoint was found") };
    let seconds = Control::parse(look.cache_control.as_deref().unwrap_or_default()).shared_seconds();
    let why = match (&look.hit, seconds) {
        (Some(hit), _) => text::quote(hit, 60),
        (None, Some(1..)) => format!("cache-control: {}", look.cache_control.as_deref().unwrap_or_default()),
        _ => return Verdict::Pass,
    };
    let url = format!("{}{}", cx.subject.name, look.path);
    Verdict::fail(
        Finding::new(format!("A cache answers for the health of {}", cx.host()))
            .observed(why)
            .expected("cache-control: no-store")
            .consequence("Your monitor sees \"fine\" while the app is down.")
            .remedy(Remedy::say(format!("Send `Cache-Control: no-store` with {}.", look.path)))
            .reproduce(format!("curl -sI {} | grep -iE '^(cache|age|x-cache|cf-cache)'", shell::quoted(&url)))
            .cause(url),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let seen = |cache_control: Option<&str>, hit: Option<&str>| Health {
        asked: vec!["/health".into()],
        found: Some(HealthLook {
            path: "/health".into(),
            cache_control: cache_control.map(str::to_owned),
            hit: hit.map(str::to_owned),
        }),
    };
    vec![
        Case::passes("not stored", site).seen(seen(Some("no-store"), None)),
        Case::passes("nothing said", site).seen(seen(None, None)),
        Case::fails("may be stored", site).seen(seen(Some("public, max-age=600"), None)),
        Case::fails("from store", site).seen(seen(None, Some("x-cache: HIT"))),
        Case::does_not_apply("none", site).seen(Health { asked: vec!["/health".into()], found: None }),
    ]
}
