//! The certificate ends within days, and its renewal is overdue.

use super::{each_leaf, ending, nearly_over};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/expires-very-soon",
    summary: "The certificate expires within days and was not renewed",
    docs: "Certificates are renewed by a program, as a rule when a third of their lifetime is left. One that has less \
           than 14 days left, or less than a sixth of its lifetime if that is shorter, has missed several attempts: \
           the renewal is broken and somebody must look.\n\n\
           A 90-day certificate with 20 days left passes here, and so does a 6-day certificate with 2 days left. \
           Every address of the host is looked at. `[thresholds] tls_expiry_high_days` moves the 14 days.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 30,
    wait: Wait::Certificate,
    mission: &["M1.03", "M2.05", "A.02"],
    source: Source::unread("CA/Browser Forum ballot SC-081v3 (shrinking lifetimes); Let's Encrypt, renewal advice"),
    needs: &["tls/expired"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let days = cx.thresholds.tls_expiry_high_days;
    each_leaf(tls, |_, leaf| {
        nearly_over(cx, leaf, days, 6).then(|| {
            ending(cx, leaf, &format!("at least {days} days left, or a sixth of the lifetime if that is less"))
        })
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    vec![
        Case::passes("14 of 90 days left", host).seen(sample::tls_expiring(14, 90)),
        Case::passes("1 of 6 days left: a short-lived certificate", host).seen(sample::tls_expiring(1, 6)),
        Case::passes("13 of 60 days left: more than a sixth", host).seen(sample::tls_expiring(13, 60)),
        Case::fails("13 of 90 days left", host).seen(sample::tls_expiring(13, 90)),
        Case::fails("9 of 60 days left", host).seen(sample::tls_expiring(9, 60)),
        Case::fails("ends this minute", host).seen(sample::tls_expiring(0, 90)),
        Case::passes("over already, which tls/expired tells", host).seen(sample::tls_expiring(-1, 90)),
        Case::does_not_apply("no handshake", host).seen(Tls { endpoints: Vec::new() }),
    ]
}
