//! A tag of the DMARC record can't be read.

use super::{mended, show_txt, walk};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-syntax",
    summary: "A tag of the DMARC record can't be read",
    docs: "Receivers leave out a tag that they can't read and take its default: a misspelled report address brings \
           no reports, a misspelled `adkim` compares loosely. A misspelled policy is told by \
           `mail/dmarc-not-enforced`.\n\n\
           The record is read by the whole grammar; the fix is the record without what can't be read.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::read("RFC 9989 §4.7"),
    needs: &["mail/dmarc-missing", "mail/dmarc-several"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, walk: &DmarcWalk, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    let (record, reading) = match walk::own(cx, walk) {
        Ok(own) => own,
        Err(verdict) => return verdict,
    };
    let Some(problem) = reading.problems.first() else { return Verdict::Pass };
    let mail = mended::Mail::new(mx, spf);
    let domain = &cx.subject.name;
    let name = format!("_dmarc.{domain}");
    Verdict::fail(
        Finding::new(format!("The DMARC record of {domain} has an error"))
            .observed(format!("{name}: \"{}\"; {problem}", text::quote(record, 120)))
            .expected("a record without errors")
            .consequence("Receivers leave the tag out, and what it was to do is not done.")
            .remedy(mended::dmarc(cx, &[record.to_owned()], &walk.destinations, &mail))
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("fine", domain).seen(sample::dmarc_record("v=DMARC1; p=reject; rua=mailto:d@acme.example")),
        Case::fails("adkim", domain)
            .seen(sample::dmarc_record("v=DMARC1; p=reject; adkim=relaxed; rua=mailto:d@acme.example")),
        Case::fails("an address without mailto", domain)
            .seen(sample::dmarc_record("v=DMARC1; p=reject; rua=d@acme.example")),
        Case::does_not_apply("none", domain).seen(sample::dmarc_walk(&[])),
    ]
}
