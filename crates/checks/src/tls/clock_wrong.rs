//! The clock of the server is wrong.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/clock-wrong",
    summary: "The clock of the server is wrong",
    docs: "A server whose clock is off issues log-in codes, tokens and cookies that others take for expired, \
           writes logs that nobody can put together, and renews its certificate on the wrong day.\n\nThe `Date` \
           of its answers is compared with this machine. It fails at more than a minute, and only when the \
           server of the registry, which belongs to nobody involved, agrees with this machine within half of \
           that. Answers from a store (with an `Age`) do not count.",
    stage: Stage::QuickAudit,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M1.03"],
    source: Source::unread("testssl.sh (clock skew); the minute is our own"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

/// Seconds off that are told.
const MOST: i64 = 60;

fn judge(cx: &Cx, clock: &Clock) -> Verdict {
    let host = cx.host();
    let Some(ahead) = clock.ahead else { return Verdict::not_applicable("no answer told the time") };
    if ahead.abs() <= MOST {
        return Verdict::Pass;
    }
    let Some(control) = clock.control.as_ref().filter(|c| c.ahead.abs() <= MOST / 2) else {
        return Verdict::not_applicable("no second clock agrees with the one of this machine");
    };
    let way = if ahead > 0 { "fast" } else { "slow" };
    Verdict::fail(
        Finding::new(format!("The clock of {host} is {} {way}", text::span(ahead)))
            .observed(format!(
                "its answers are dated {ahead} s ahead of this machine, those of {} {} s",
                control.host, control.ahead
            ))
            .expected(format!("at most {MOST} s"))
            .consequence("Log-in codes and tokens are refused as expired, and logs can't be put together.")
            .remedy(Remedy::run("on the web server", &["timedatectl set-ntp true", "timedatectl status"]))
            .reproduce(format!("curl -sI https://{host}/ | grep -i ^date; date -u")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let clock = |ahead: i64, control: Option<i64>| Clock {
        ahead: Some(ahead),
        control: control.map(|ahead| ClockControl { host: "rdap.nic.example".into(), ahead }),
    };
    vec![
        Case::passes("right", host).seen(clock(1, Some(0))),
        Case::fails("ten minutes fast", host).seen(clock(600, Some(0))),
        Case::fails("ten minutes slow", host).seen(clock(-600, Some(1))),
        Case::does_not_apply("this machine is wrong", host).seen(clock(600, Some(599))),
        Case::does_not_apply("nobody to compare with", host).seen(clock(600, None)),
    ]
}
