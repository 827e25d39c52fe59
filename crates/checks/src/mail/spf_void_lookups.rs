//! Terms of the SPF record lead nowhere.

use super::{mended, show_spf, tree};
use crate::prelude::*;
use ::mail::spf::AuditKind;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-void-lookups",
    summary: "More than two lookups of the SPF record find nothing",
    docs: "A lookup that finds nothing costs a receiver as much as any other, so receivers stop after two and take \
           the whole record for an error. Typical are hosts that were switched off and services that were left.\n\n\
           All branches are walked, and every term that finds nothing is named. One or two of them pass. \
           The fix takes them out; whose host comes back puts its term back.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §4.6.4"),
    needs: &["mail/spf-several", "mail/spf-syntax"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

/// The most lookups that find nothing.
const MOST: u32 = 2;

fn judge(cx: &Cx, spf: &SpfTree, mx: Seen<&Mx>) -> Verdict {
    let (audit, node) = match tree::walked(spf) {
        Ok(walked) => walked,
        Err(verdict) => return verdict,
    };
    if audit.voids <= MOST {
        return tree::clean(audit);
    }
    let dead: Vec<_> =
        audit.problems.iter().filter(|p| matches!(p.kind, AuditKind::Void | AuditKind::DeadTarget)).collect();
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    let own =
        [AuditKind::Void, AuditKind::DeadTarget].iter().map(|kind| tree::own(cx, audit, *kind).len()).sum::<usize>();
    let fix = match own == dead.len() {
        true => mended::spf(&mended),
        false => mended::spf_by_hand(
            cx,
            &mended,
            "take the includes out whose records hold these terms, or ask their owners.",
        ),
    };
    Verdict::fail(
        Finding::new(format!("{} lookups of the SPF record of {domain} find nothing", audit.voids))
            .observed(tree::places(node, &dead))
            .expected("at most 2 lookups that find nothing")
            .consequence("Receivers take the record for an error, and mail from you lands in spam.")
            .remedy(fix)
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("two", domain).seen(sample::spf_tree(&[(
            "acme.example",
            "TXT",
            "v=spf1 a:x1.example a:x2.example -all",
        )])),
        Case::fails("three", domain).seen(sample::spf_tree(&[(
            "acme.example",
            "TXT",
            "v=spf1 a:x1.example a:x2.example mx:x3.example -all",
        )])),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
    ]
}
