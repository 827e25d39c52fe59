//! The SPF record has an error.

use super::{mended, only, show_spf};
use crate::prelude::*;
use ::mail::spf::Record;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-syntax",
    summary: "The SPF record has an error",
    docs: "One wrong word makes the whole record void: receivers stop with a permanent error, for every message. Typical \
           are `ip4:` with a name, `ipv4:` or `includes:`, a space after a colon and a record that was cut off.\n\n\
           The record is read by the whole grammar, and every error is named with its place. The fix mends common slips, \
           leaves out what can't be read, and ends in `~all`; if a word that goes stood for somebody who sends for you, \
           put it in again, spelled right. Where no sender is left, the web and mail servers of the domain are allowed.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §4.6 and §12"),
    needs: &["mail/spf-several"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, spf: &Spf, tree: Seen<&SpfTree>, mx: Seen<&Mx>) -> Verdict {
    let record = match only(spf) {
        Ok(record) => record,
        Err(verdict) => return verdict,
    };
    let Err(problems) = Record::parse(record) else { return Verdict::Pass };
    let domain = &cx.subject.name;
    let shown = problems.iter().take(3).map(|problem| {
        let word = record.get(problem.at.clone()).unwrap_or_default();
        format!("at character {}, \"{}\": {}", problem.at.start + 1, text::quote(word, 40), problem.message)
    });
    let shown: Vec<String> = shown.collect();
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} has an error"))
            .observed(format!("\"{}\"; {}", text::quote(record, 120), shown.join("; ")))
            .expected("a record without errors; one makes all of it void")
            .consequence("Mail from you fails the sender check at every receiver and lands in spam.")
            .remedy(mended::spf(&mended::spf_records(cx, &spf.records, tree.ok().map(|tree| &tree.audit), mx)))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let spf = |record: &str| sample::spf(&[record]);
    vec![
        Case::passes("fine", domain).seen(spf("v=spf1 include:_spf.google.com ip4:203.0.113.0/24 -all")),
        Case::passes("macros", domain).seen(spf("v=spf1 exists:%{i}._spf.acme.example -all")),
        Case::fails("a short address", domain).seen(spf("v=spf1 ip4:203.0.113 -all")),
        Case::fails("an unknown word", domain).seen(spf("v=spf1 includes:_spf.google.com ~all")),
        Case::fails("two redirects", domain).seen(spf("v=spf1 redirect=a.example redirect=b.example")),
        Case::does_not_apply("none", domain).seen(sample::spf(&[])),
        Case::does_not_apply("two", domain).seen(sample::spf(&["v=spf1 ip4:x -all", "v=spf1 -all"])),
    ]
}
