//! The SPF record uses `ptr`.

use super::{mended, show_spf, tree};
use crate::prelude::*;
use ::mail::spf::AuditKind;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-ptr",
    summary: "The SPF record uses ptr, which receivers skip",
    docs: "`ptr` looks up the name of each sender's address and compares it. It is slow, it fails often, and the \
           standard says not to use it; some receivers skip it, and then a sender of yours is not known.\n\n\
           The fix takes it out. Where no address, `a` or `mx` term stands beside it, the web and mail servers of the domain \
           are named instead; add `ip4:` terms for further servers of yours that send.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Low,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §5.5"),
    needs: &["mail/spf-several", "mail/spf-syntax"],
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
    let problems = tree::own(cx, audit, AuditKind::Ptr);
    if problems.is_empty() {
        return tree::clean(audit);
    }
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} uses ptr"))
            .observed(tree::places(node, &problems))
            .expected("ip4:, ip6:, a: or include: terms instead")
            .consequence("Receivers that skip the term take mail from your own servers for forged.")
            .remedy(mended::spf(&mended))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("addresses", domain).seen(sample::spf_tree(&[(
            "acme.example",
            "TXT",
            "v=spf1 ip4:203.0.113.25 -all",
        )])),
        Case::fails("ptr", domain).seen(sample::spf_tree(&[("acme.example", "TXT", "v=spf1 ptr -all")])),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
    ]
}
