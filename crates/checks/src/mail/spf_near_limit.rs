//! The SPF record is one mail service away from failing.

use super::{mended, show_spf, tree};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-near-limit",
    summary: "The SPF record takes eight to ten lookups of ten",
    docs: "Receivers stop after ten lookups. A record with eight or more breaks on the day one of the included \
           services adds an include of its own, without anything changed by you.\n\n\
           The fix is to take out services that no longer send for you, or to move one to a subdomain of its own.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 30,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §4.6.4"),
    needs: &["mail/spf-several", "mail/spf-syntax", "mail/spf-too-many-lookups"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, spf: &SpfTree, mx: Seen<&Mx>) -> Verdict {
    let (audit, node) = match tree::walked(spf) {
        Ok(walked) => walked,
        Err(verdict) => return verdict,
    };
    match audit.lookups {
        0..8 => return tree::clean(audit),
        8..=10 => {}
        _ => return Verdict::not_applicable("the record takes too many lookups already"),
    }
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} takes {} lookups of 10", audit.lookups))
            .observed(format!("{} lookups: {}", audit.lookups, tree::costs(node)))
            .expected("at most 7, so that a service can add one of its own")
            .consequence("All mail from you fails the sender check on the day one of these services adds a lookup.")
            .remedy(mended::spf_by_hand(
                cx,
                &mended,
                "take out the include of every service that no longer sends for you,\n\
                 or move one that sends newsletters or invoices to a subdomain with an SPF record of its own.",
            ))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let exists = |count: usize| {
        let terms: Vec<String> = (0..count).map(|n| format!("exists:%{{i}}.l{n}.example")).collect();
        let record = format!("v=spf1 {} -all", terms.join(" "));
        sample::spf_tree(&[("acme.example", "TXT", &record)])
    };
    vec![
        Case::passes("seven", domain).seen(exists(7)),
        Case::fails("eight", domain).seen(exists(8)),
        Case::fails("ten", domain).seen(exists(10)),
        Case::does_not_apply("eleven", domain).seen(exists(11)),
    ]
}
