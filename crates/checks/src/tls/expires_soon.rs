//! The certificate ends within three weeks.

use super::{each_leaf, ending, nearly_over};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/expires-soon",
    summary: "The certificate expires soon and was not renewed",
    docs: "A certificate with less than 21 days left, or less than a quarter of its lifetime if that is shorter, ought \
           to have been renewed already. A 90-day certificate that is renewed with 30 days left is healthy and never \
           gets here.\n\n\
           Below 14 days (or a sixth of the lifetime) `tls/expires-very-soon` takes over. \
           `[thresholds] tls_expiry_medium_days` moves the 21 days.",
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 30,
    wait: Wait::Certificate,
    mission: &["M1.03", "M2.05", "A.02"],
    source: Source::unread("CA/Browser Forum ballot SC-081v3 (shrinking lifetimes); Let's Encrypt, renewal advice"),
    needs: &["tls/expired", "tls/expires-very-soon"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let days = cx.thresholds.tls_expiry_medium_days;
    each_leaf(tls, |_, leaf| {
        nearly_over(cx, leaf, days, 4).then(|| {
            ending(cx, leaf, &format!("at least {days} days left, or a quarter of the lifetime if that is less"))
        })
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    vec![
        Case::passes("30 of 90 days left: about to be renewed", host).seen(sample::tls_expiring(30, 90)),
        Case::passes("21 of 90 days left", host).seen(sample::tls_expiring(21, 90)),
        Case::passes("2 of 6 days left: a short-lived certificate", host).seen(sample::tls_expiring(2, 6)),
        Case::fails("20 of 90 days left", host).seen(sample::tls_expiring(20, 90)),
        Case::fails("1 of 6 days left", host).seen(sample::tls_expiring(1, 6)),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
