//! A shared cache keeps what a webhook or log-in callback answers.

use super::control::Control;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/callback-stored",
    summary: "A shared cache answers for a webhook or log-in callback",
    docs: "Where a log-in provider returns to, the answer signs one customer in; out of a cache it sends the next one \
           to the same place, or signs nobody in. A webhook that a cache answers never reaches the app.\n\n\
           Routes that `launch.toml` declares as `webhook` or `auth-callback` are asked twice with GET, under an \
           address that only this run uses. It fails when the second answer came from store, or when a callback's \
           answer allows shared caches to keep it.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::High,
    level: Level::Safe,
    effort_minutes: 15,
    mission: &["M2.03", "M2.04"],
    source: Source::read("RFC 9111 §5.2"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, callbacks: &Callbacks) -> Verdict {
    let answered: Vec<&CallbackLook> = callbacks.looks.iter().filter(|l| l.challenged.is_none()).collect();
    if answered.is_empty() {
        return Verdict::not_applicable("no webhook or log-in callback is declared here that answers");
    }
    let site = &cx.subject.name;
    let findings = answered.into_iter().filter_map(|look| {
        let why = stored(look)?;
        let path = text::quote(&look.path, 60);
        let consequence = match look.kind {
            RouteKind::Webhook => "Reports of other services (payments, mails) end at the cache and are lost.",
            _ => "A customer who logs in can land where another one was sent.",
        };
        Some(
            Finding::new(format!("A shared cache keeps the answer of {path}"))
                .observed(why)
                .expected("cache-control: no-store, and no answer from store")
                .consequence(consequence)
                .remedy(Remedy::say(format!(
                    "Send `Cache-Control: no-store` with {path}, and leave the path out of every cache rule at the edge."
                )))
                .reproduce(format!(
                    "for i in 1 2; do curl -s -o /dev/null -D - {} | grep -iE '^(age|x-cache|cf-cache|cache-)'; done",
                    shell::quoted(&format!("{site}{}?mine=1", look.path))
                ))
                .key(look.path.clone())
                .cause(format!("{site}{}", look.path)),
        )
    });
    Verdict::of(findings.collect())
}

/// What shows that a cache keeps it.
fn stored(look: &CallbackLook) -> Option<String> {
    let cache = &look.cache;
    if let Some(hit) = &cache.hit {
        return Some(format!("the second answer came from store ({})", text::quote(hit, 60)));
    }
    if let Some(age) = cache.age.filter(|a| *a > 0) {
        return Some(format!("the second answer came from store (age: {age})"));
    }
    // Nobody stores what a POST is answered, so for a webhook only a real hit counts; errors are cache/error-stored.
    let control = cache.cache_control.as_deref().unwrap_or_default();
    let allowed = look.kind == RouteKind::AuthCallback && cache.status < 400;
    (allowed && Control::parse(control).explicitly_shared())
        .then(|| format!("status {} with cache-control: {}", cache.status, text::quote(control, 80)))
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let seen = |kind, change: fn(&mut CacheLook)| {
        let mut cache = sample::shared_cache(|_| ()).second;
        change(&mut cache);
        Callbacks { looks: vec![CallbackLook { path: "/auth/callback".into(), kind, challenged: None, cache }] }
    };
    vec![
        Case::passes("not stored", site).seen(seen(RouteKind::AuthCallback, |_| ())),
        Case::passes("an error that may be stored", site).seen(seen(RouteKind::AuthCallback, |c| {
            c.status = 400;
            c.cache_control = Some("public, max-age=60".into());
        })),
        Case::passes("a webhook's GET may be stored", site)
            .seen(seen(RouteKind::Webhook, |c| c.cache_control = Some("public, max-age=60".into()))),
        Case::fails("from store", site).seen(seen(RouteKind::Webhook, |c| c.hit = Some("cf-cache-status: HIT".into()))),
        Case::fails("aged", site).seen(seen(RouteKind::AuthCallback, |c| c.age = Some(9))),
        Case::fails("may be stored", site)
            .seen(seen(RouteKind::AuthCallback, |c| c.cache_control = Some("public, max-age=60".into()))),
        Case::does_not_apply("none declared", site).seen(Callbacks { looks: Vec::new() }),
    ]
}
