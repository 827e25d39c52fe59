//! The SPF record allows whole ranges of the Internet.

use super::{mended, show_spf, tree};
use crate::prelude::*;
use ::mail::spf::AuditKind;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-too-broad",
    summary: "The SPF record allows far more addresses than one sender has",
    docs: "A network of /15 or wider in IPv4 holds 131,072 addresses and more, of many companies: whoever rents one \
           of them sends in your name. Mostly it is a slip, /8 for /28.\n\n\
           Only records of your own domain are judged. The large mail services publish wide networks of their own, \
           which they alone use.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::unread("RFC 7208"),
    needs: &["mail/spf-several", "mail/spf-syntax", "mail/spf-allows-everyone"],
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
    let problems = tree::own(cx, audit, AuditKind::Broad);
    if problems.is_empty() {
        return tree::clean(audit);
    }
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("SPF of {domain} allows whole ranges of the Internet"))
            .observed(tree::places(node, &problems))
            .expected("networks that your senders alone use")
            .consequence("Strangers in the same range send invoices in your name that pass the sender check.")
            .remedy(mended::spf_by_hand(
                cx,
                &mended,
                "replace the wide network by the addresses that really send, such as ip4:203.0.113.25.",
            ))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("narrow", domain).seen(sample::spf_tree(&[(
            "acme.example",
            "TXT",
            "v=spf1 ip4:203.0.113.0/24 -all",
        )])),
        Case::passes("wide, of a mail service", domain).seen(sample::spf_tree(&[
            ("acme.example", "TXT", "v=spf1 include:big.test -all"),
            ("big.test", "TXT", "v=spf1 ip4:40.92.0.0/15 -all"),
        ])),
        Case::fails("a twelfth of the Internet", domain).seen(sample::spf_tree(&[(
            "acme.example",
            "TXT",
            "v=spf1 ip4:203.0.0.0/12 -all",
        )])),
        Case::fails("in an include of your own", domain).seen(sample::spf_tree(&[
            ("acme.example", "TXT", "v=spf1 include:_spf.acme.example -all"),
            ("_spf.acme.example", "TXT", "v=spf1 ip4:203.0.0.0/12 -all"),
        ])),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
    ]
}
