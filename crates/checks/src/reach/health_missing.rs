//! Nothing says whether the app is well.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "reach/health-missing",
    summary: "No health endpoint was found",
    docs: "A monitor, a load balancer and a deploy need one address that says \"the app and its database answer\". \
           Without it they ask the front page, which a cache answers while the app is dead.\n\n\
           `/health`, `/healthz` and `/up` are asked on the hosts of app and interface; declare another with \
           `[[route]] kind = \"health\"`.",
    subject: SubjectKind::Domain,
    stage: Stage::Monitoring,
    severity: Severity::Low,
    level: Level::Safe,
    effort_minutes: 60,
    mission: &["M6.06"],
    source: Source::unread("own judgement"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, each: Each<Health>) -> Verdict {
    let asked: Vec<(&Subject, &Health)> = each.seen().filter(|(_, h)| !h.asked.is_empty()).collect();
    if asked.iter().any(|(_, h)| h.found.is_some()) {
        return Verdict::Pass;
    }
    if let Some(unknown) = each.first_unknown() {
        return unknown.clone().into();
    }
    let Some((site, health)) = asked.first() else {
        return Verdict::not_applicable("no host of an app or interface was looked at");
    };
    let name = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("{name} has no address that says whether it is well"))
            .observed(format!("{} on {site}: none answers as a health endpoint does", health.asked.join(", ")))
            .expected("200 with a short answer that no cache keeps")
            .consequence("A dead database is noticed by customers first.")
            .remedy(Remedy::say(
                "Add a route /health that asks the database for `SELECT 1` and answers 200 or 503, with \
                 `Cache-Control: no-store`.",
            ))
            .reproduce(format!("curl -si {site}/health | head -5")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let site = &sample::site();
    let look = HealthLook { path: "/health".into(), cache_control: None, hit: None };
    let seen = |found: Option<HealthLook>| Health { asked: vec!["/health".into()], found };
    vec![
        Case::passes("there", domain).with(site, seen(Some(look))),
        Case::fails("none", domain).with(site, seen(None)),
        Case::does_not_apply("nothing to ask", domain).with(site, Health { asked: Vec::new(), found: None }),
    ]
}
