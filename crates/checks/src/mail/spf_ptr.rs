//! The SPF record uses `ptr`.

use super::{show_spf, tree};
use crate::prelude::*;
use ::mail::spf::AuditKind;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-ptr",
    summary: "The SPF record uses ptr, which receivers skip",
    docs: "`ptr` looks up the name of each sender's address and compares it. It is slow, it fails often, and the \
           standard says not to use it; some receivers skip it, and then a sender of yours is not known.",
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

fn judge(cx: &Cx, spf: &SpfTree) -> Verdict {
    let (audit, node) = match tree::walked(spf) {
        Ok(walked) => walked,
        Err(verdict) => return verdict,
    };
    let problems = tree::own(cx, audit, AuditKind::Ptr);
    if problems.is_empty() {
        return tree::clean(audit);
    }
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} uses ptr"))
            .observed(tree::places(node, &problems))
            .expected("ip4:, ip6:, a: or include: terms instead")
            .consequence("Receivers that skip the term take mail from your own servers for forged.")
            .remedy(tree::edit(cx, "replace the ptr term by ip4: and ip6: terms with the addresses that send."))
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
