//! A term of the SPF record has more mail servers than receivers ask for.

use super::{mended, show_spf, tree};
use crate::prelude::*;
use ::mail::spf::AuditKind;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-mx-limit",
    summary: "A term of the SPF record has more than ten mail servers",
    docs: "An `mx` term stands for the addresses of all mail servers of a name. Receivers look up ten of them at \
           most, and take the record for an error where there are more.\n\n\
           The fix is to name the senders themselves: servers that take mail are seldom those that send it.",
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

fn judge(cx: &Cx, spf: &SpfTree, mx: Seen<&Mx>) -> Verdict {
    let (audit, node) = match tree::walked(spf) {
        Ok(walked) => walked,
        Err(verdict) => return verdict,
    };
    let problems = tree::own(cx, audit, AuditKind::TooManyMx);
    if problems.is_empty() {
        return tree::clean(audit);
    }
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("SPF of {domain} counts on more than ten mail servers"))
            .observed(tree::places(node, &problems))
            .expected("at most ten mail servers for each mx term")
            .consequence("Receivers take the record for an error, and mail from you lands in spam.")
            .remedy(mended::spf_by_hand(
                cx,
                &mended,
                "replace the mx term by ip4: and ip6: terms with the addresses that really send.",
            ))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("one server", domain).seen(sample::spf_tree(&[
            ("acme.example", "TXT", "v=spf1 mx -all"),
            ("acme.example", "MX", "mx.acme.example"),
            ("mx.acme.example", "A", "203.0.113.25"),
        ])),
        Case::fails("eleven servers", domain).seen({
            let names: Vec<String> = (0..11).map(|n| format!("mx{n}.acme.example")).collect();
            let mut records = vec![("acme.example", "TXT", "v=spf1 mx -all")];
            for name in &names {
                records.extend([("acme.example", "MX", name.as_str()), (name.as_str(), "A", "203.0.113.25")]);
            }
            sample::spf_tree(&records)
        }),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
    ]
}
