//! The domain has more than one SPF record.

use super::{mended, show_spf};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-several",
    summary: "The domain has more than one SPF record",
    docs: "A receiver that finds two SPF records uses neither: the result is a permanent error for every message, as if \
           there were none. It happens when a newsletter or support service says \"add this record\" and somebody adds \
           instead of extending.\n\n\
           The fix is one record with every sender of all of them. It ends in `-all` only if all of them did.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §4.5"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, spf: &Spf, tree: Seen<&SpfTree>, mx: Seen<&Mx>) -> Verdict {
    match spf.records.len() {
        0 => return Verdict::not_applicable("the domain has no SPF record"),
        1 => return Verdict::Pass,
        _ => {}
    }
    let domain = &cx.subject.name;
    let old: Vec<&str> = spf.records.iter().map(String::as_str).collect();
    let shown: Vec<String> = old.iter().map(|r| format!("\"{}\"", text::quote(r, 80))).collect();
    Verdict::fail(
        Finding::new(format!("{domain} has {} SPF records, so receivers use none", old.len()))
            .observed(text::list(&shown))
            .expected("exactly one SPF record")
            .consequence("Invoices and invitations from you fail the sender check at every receiver and land in spam.")
            .remedy(mended::spf(&mended::spf_records(cx, &spf.records, tree.ok().map(|tree| &tree.audit), mx)))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let google = "v=spf1 include:_spf.google.com ~all";
    vec![
        Case::passes("one", domain).seen(sample::spf(&[google])),
        Case::fails("two", domain).seen(sample::spf(&[google, "v=spf1 include:mailer.example -all"])),
        Case::fails("two, one of them broken", domain).seen(sample::spf(&[google, "v=spf1 ip4:203.0.113 -all"])),
        Case::does_not_apply("none", domain).seen(sample::spf(&[])),
    ]
}
