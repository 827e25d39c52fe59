//! The SPF record is too long for one packet.

use super::{mended, show_spf, tree};
use crate::prelude::*;
use ::mail::spf::AuditKind;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-too-long",
    summary: "The SPF record has more than 450 bytes",
    docs: "An answer of the DNS fits a packet of 512 bytes for certain; with a record of more than 450 bytes it is \
           cut, and has to be fetched again over TCP. Some networks block that, and receivers in them see no \
           record.\n\n\
           The fix moves the `ip4` and `ip6` terms into records of their own. Each costs one lookup.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Low,
    effort_minutes: 20,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §3.4"),
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
    let problems = tree::own(cx, audit, AuditKind::LongRecord);
    if problems.is_empty() {
        return tree::clean(audit);
    }
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    let fix = match mended.fits {
        true => mended::spf(&mended),
        false => mended::spf_by_hand(
            cx,
            &mended,
            "move some of the ip4: and ip6: terms into a TXT record _spf1 below your domain\n\
             (v=spf1 ... -all) and put include:_spf1.YOUR-DOMAIN in their place.",
        ),
    };
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} has more than 450 bytes"))
            .observed(tree::places(node, &problems))
            .expected("at most 450 bytes for each record")
            .consequence("Some receivers get no answer and treat your mail as mail from anybody.")
            .remedy(fix)
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("short", domain).seen(sample::spf_tree(&[(
            "acme.example",
            "TXT",
            "v=spf1 ip4:203.0.113.25 -all",
        )])),
        Case::fails("long", domain).seen({
            let terms: Vec<String> = (0..40).map(|n| format!("ip4:203.0.113.{n}")).collect();
            let record = format!("v=spf1 {} -all", terms.join(" "));
            sample::spf_tree(&[("acme.example", "TXT", &record)])
        }),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
    ]
}
