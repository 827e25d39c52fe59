//! The registration ends soon, or has ended.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "registration/expires-soon",
    summary: "The registration of the domain ends soon",
    docs: "When a registration ends, the registry first switches the name off: site, app and mail stop at the same \
           moment. After a grace period anyone can register it. The usual cause is a card that expired, or a notice \
           that went to an address at that same domain.\n\n\
           It passes with 30 days or more left (`[thresholds] registration_days`). The date is the `expiration` event \
           that the registry publishes over RDAP; some registries publish none, then nothing can be told.",
    subject: SubjectKind::Domain,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    eased_in_demo: true,
    decisive: Some(false),
    effort_minutes: 15,
    mission: &["M1.10"],
    source: Source::unread("RFC 9083 (the event); the 30 days are our own"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, registration: &Registration) -> Verdict {
    let domain = &cx.subject.name;
    let registrar = registration.registrar.as_deref().unwrap_or("your registrar");
    let days = cx.thresholds.registration_days;
    let finding = |title: String| {
        Finding::new(title).expected(format!("at least {days} days left")).reproduce(format!(
            "curl -sL https://rdap.org/domain/{domain} | grep -o '\"eventAction\":\"expiration\"[^}}]*'"
        ))
    };
    if !registration.registered {
        return Verdict::fail(
            finding(format!("Nobody has registered {domain}"))
                .observed("the registry says that the name does not exist")
                .consequence("Anyone can register the name today and receive your visitors and your mail.")
                .remedy(Remedy::say(format!(
                    "Register {domain} at a registrar of your choice, with automatic renewal."
                ))),
        );
    }
    let Some(expires) = registration.expires else {
        return Unknown::new(Why::NoAnswer, "the registry publishes no end date").into();
    };
    let left = expires.as_second() - cx.at.as_second();
    if left >= i64::from(days) * 86_400 {
        return Verdict::Pass;
    }
    let title = if left < 0 {
        format!("The registration of {domain} ended {} ago", text::span(left))
    } else {
        format!("The registration of {domain} ends in {}", text::span(left))
    };
    Verdict::fail(
        finding(title)
            .observed(format!("registered until {expires} at {}", text::quote(registrar, 60)))
            .consequence("When it ends, the site, the app and all mail of the domain stop at the same moment.")
            .remedy(Remedy::say(format!(
                "Log in at {}, renew {domain} for a year or more, and switch on automatic renewal.",
                text::quote(registrar, 60)
            ))),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let until = |days: i64| Registration {
        registered: true,
        expires: Some(sample::in_days(days)),
        registrar: Some("Example Registrar Ltd".into()),
        status: vec!["client transfer prohibited".into()],
    };
    vec![
        Case::passes("a year left", domain).seen(until(365)),
        Case::passes("30 days left", domain).seen(until(30)),
        Case::fails("29 days left", domain).seen(until(29)),
        Case::fails("ended last week", domain).seen(until(-7)),
        Case::fails("not registered", domain).seen(Registration { registered: false, expires: None, ..until(0) }),
        Case::cannot_tell("a registry without dates", domain).seen(Registration { expires: None, ..until(0) }),
    ]
}
