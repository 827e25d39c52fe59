//! The certificate is not valid yet.

use super::{each_leaf, show_leaf};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/not-yet-valid",
    summary: "The certificate is not valid yet",
    docs: "A certificate counts only from its first moment on (`notBefore`). One whose first moment lies ahead was \
           issued by a machine with a wrong clock, or installed too early, and browsers refuse it.\n\n\
           Five minutes of difference are allowed, so that a clock that is slightly off on either side accuses nobody.",
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 20,
    wait: Wait::Certificate,
    mission: &["M1.03", "M2.05"],
    source: Source::unread("RFC 5280"),
    ..CheckInfo::BASE
};

/// Clocks of honest machines differ by less.
const CLOCK_SKEW: i64 = 5 * 60;

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    each_leaf(tls, |_, leaf| {
        let ahead = leaf.not_before.as_second() - cx.at.as_second();
        (ahead > CLOCK_SKEW).then(|| {
            Finding::new(format!("The certificate of {host} is valid only in {}", text::span(ahead)))
                .observed(format!("valid from {}, issued by {}", leaf.not_before, leaf.issuer))
                .expected("a certificate that is valid today")
                .consequence("Until then every visitor sees a full-page warning and leaves.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![
                        "timedatectl set-ntp true".into(),
                        format!("certbot renew --force-renewal --cert-name {host}"),
                    ],
                })
                .reproduce(show_leaf(&host, "-startdate"))
        })
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let starting_in = |seconds: i64| {
        sample::tls(|s| {
            s.chain[0].not_before = jiff::Timestamp::new(sample::now().as_second() + seconds, 0).unwrap_or_default()
        })
    };
    vec![
        Case::passes("valid for a month", host).seen(sample::tls(|_| ())),
        Case::passes("starts in five minutes: clocks differ", host).seen(starting_in(300)),
        Case::fails("starts in six minutes", host).seen(starting_in(360)),
        Case::fails("starts tomorrow", host).seen(starting_in(86_400)),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
