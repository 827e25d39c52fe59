//! The certificate is valid for longer than allowed.

use super::{DAY, each_leaf, show_leaf};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "tls/lifetime-too-long",
    summary: "The certificate is valid for longer than browsers accept",
    docs: "Browsers accept certificates of public authorities for a limited time only: 398 days when issued \
           since September 2020, 200 days since 15 March 2026, 100 days since 15 March 2027, 47 days since 15 \
           March 2029. A longer one is refused like an expired one.\n\nThe day of issue decides. Certificates \
           of roots given with `--ca` are not judged.",
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 20,
    mission: &["M1.03", "A.02"],
    source: Source::unread("CA/Browser Forum ballot SC-081v3"),
    wait: Wait::Certificate,
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

/// Issued since this day (Unix time), at most so many days. The day itself counts as a whole one, hence one second more.
const LIMITS: [(i64, i64); 4] = [(1_598_918_400, 398), (1_773_532_800, 200), (1_805_068_800, 100), (1_868_227_200, 47)];

fn judge(cx: &Cx, tls: &Tls) -> Verdict {
    let host = cx.host();
    let public = |s: &TlsSession| matches!(s.trust, Trust::Public | Trust::Incomplete { .. });
    if tls.sessions().all(|(_, s)| !public(s)) {
        return Verdict::not_applicable("no certificate of a public authority was served");
    }
    each_leaf(tls, |session, leaf| {
        let issued = leaf.not_before.as_second();
        let days = LIMITS.iter().rev().find(|(since, _)| issued >= *since).map_or(825, |(_, days)| *days);
        (public(session) && leaf.lifetime() > days * DAY + 1).then(|| {
            Finding::new(format!("The certificate of {host} is valid for too long"))
                .observed(format!("{} days, issued {}", leaf.lifetime() / DAY, leaf.not_before))
                .expected(format!("at most {days} days"))
                .consequence("Browsers refuse it like an expired one.")
                .remedy(Remedy::Run {
                    place: "on the web server".into(),
                    commands: vec![format!("certbot --nginx --force-renewal --cert-name {host} -d {host}")],
                })
                .reproduce(show_leaf(&host, "-startdate -enddate"))
        })
    })
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    vec![
        Case::passes("90 days", host).seen(sample::tls_expiring(60, 90)),
        Case::passes("398 days, issued before March 2026", host).seen(sample::tls_expiring(90, 397)),
        Case::fails("398 days, issued after March 2026", host).seen(sample::tls_expiring(300, 398)),
        Case::fails("two years", host).seen(sample::tls_expiring(60, 730)),
        Case::does_not_apply("an authority of one's own", host).seen(sample::tls(|s| s.trust = Trust::Declared)),
    ]
}
