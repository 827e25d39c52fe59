//! The SPF record leads back to itself.

use super::{mended, show_spf, tree};
use crate::prelude::*;
use ::mail::spf::AuditKind;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-loop",
    summary: "The SPF record leads back to itself",
    docs: "A record that includes itself, also over others, never ends: receivers stop at ten lookups and take it \
           for an error, for every message that none of the terms before matched.\n\n\
           The fix takes the term out that leads back; nobody can be allowed by it.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
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

fn judge(cx: &Cx, spf: &SpfTree, mx: Seen<&Mx>) -> Verdict {
    let (audit, node) = match tree::walked(spf) {
        Ok(walked) => walked,
        Err(verdict) => return verdict,
    };
    let problems = tree::own(cx, audit, AuditKind::Loop);
    if problems.is_empty() {
        return tree::clean(audit);
    }
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} leads back to itself"))
            .observed(tree::places(node, &problems))
            .expected("includes that end")
            .consequence("Mail from you fails the sender check at receivers and lands in spam.")
            .remedy(mended::spf(&mended))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("an end", domain).seen(sample::spf_tree(&[
            ("acme.example", "TXT", "v=spf1 include:_spf.acme.example -all"),
            ("_spf.acme.example", "TXT", "v=spf1 ip4:203.0.113.25 -all"),
        ])),
        Case::fails("itself", domain).seen(sample::spf_tree(&[(
            "acme.example",
            "TXT",
            "v=spf1 include:acme.example -all",
        )])),
        Case::fails("over another", domain).seen(sample::spf_tree(&[
            ("acme.example", "TXT", "v=spf1 include:_spf.acme.example -all"),
            ("_spf.acme.example", "TXT", "v=spf1 include:acme.example -all"),
        ])),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
    ]
}
