//! The SPF record asks for more lookups than receivers make.

use super::{mended, show_spf, tree};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-too-many-lookups",
    summary: "The SPF record takes more than ten lookups",
    docs: "Receivers stop after ten lookups and take the whole record for an error, for every message. Each \
           `include`, `a`, `mx`, `exists`, `ptr` and `redirect` counts, also those inside the records that are \
           included: one more mail service is often the one too many.\n\n\
           All branches are counted, not only those before the first match. The fix replaces includes \
           by the networks behind them today until seven lookups are left, so that a service can add one. From then on such a network no longer follows its owner: look \
           every week, or move that service to a subdomain of its own, which has ten lookups of its own.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 45,
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

/// The most lookups of one evaluation.
const MOST: u32 = 10;

fn judge(cx: &Cx, spf: &SpfTree, mx: Seen<&Mx>) -> Verdict {
    let (audit, node) = match tree::walked(spf) {
        Ok(walked) => walked,
        Err(verdict) => return verdict,
    };
    if audit.lookups <= MOST {
        return tree::clean(audit);
    }
    let mended = mended::spf_records(cx, &audit.records, Some(audit), mx);
    let domain = &cx.subject.name;
    let fix = match mended.fits {
        true => mended::spf(&mended),
        false => mended::spf_by_hand(
            cx,
            &mended,
            &format!(
                "take one include out for each service that no longer sends for you: {}.\n\
                 Move services that send newsletters or invoices to a subdomain of their own, such as news.{domain},\n\
                 with an SPF record of its own, and take their includes out here.",
                tree::costs(node)
            ),
        ),
    };
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} takes {} lookups", audit.lookups))
            .observed(format!("{} lookups: {}", audit.lookups, tree::costs(node)))
            .expected("at most 10 lookups in all branches")
            .consequence("Mail from you fails the sender check at every receiver and lands in spam.")
            .remedy(fix)
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let mut many = vec![("acme.example".to_owned(), "v=spf1".to_owned())];
    for n in 0..11 {
        many[0].1.push_str(&format!(" include:m{n}.example"));
        many.push((format!("m{n}.example"), format!("v=spf1 ip4:203.0.113.{n} -all")));
    }
    many[0].1.push_str(" -all");
    let many: Vec<(&str, &str, &str)> = many.iter().map(|(n, v)| (n.as_str(), "TXT", v.as_str())).collect();
    let lone: Vec<(&str, &str, &str)> = vec![(
        "acme.example",
        "TXT",
        "v=spf1 exists:%{i}.a exists:%{i}.b exists:%{i}.c exists:%{i}.d exists:%{i}.e exists:%{i}.f exists:%{i}.g exists:%{i}.h exists:%{i}.i exists:%{i}.j exists:%{i}.k -all",
    )];
    vec![
        Case::passes("one", domain).seen(sample::spf_tree(&[
            ("acme.example", "TXT", "v=spf1 include:m.example -all"),
            ("m.example", "TXT", "v=spf1 ip4:203.0.113.7 -all"),
        ])),
        Case::fails("eleven", domain).seen(sample::spf_tree(&many)),
        Case::fails("eleven that no network can stand for", domain).seen(sample::spf_tree(&lone)),
        Case::does_not_apply("none", domain).seen(sample::spf_tree(&[])),
        Case::cannot_tell("part of the tree", domain).seen(sample::spf_tree_in_part(&[(
            "acme.example",
            "TXT",
            "v=spf1 -all",
        )])),
    ]
}
