//! The SPF record does not say what to think of others.

use super::{mended, only, show_spf};
use crate::prelude::*;
use ::mail::spf::{Qualifier, Record};

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-open-ended",
    summary: "The SPF record says nothing about other senders",
    docs: "A list of senders that ends in `?all`, or just ends, says nothing about everybody else, so forged mail is \
           treated as if there were no record.\n\n\
           `-all` and `~all` pass, and so does `redirect=`, which takes the end of another record. `~all` is enough \
           where DMARC is enforced.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.06"],
    source: Source::read("RFC 7208 §5.1 and §6.1"),
    needs: &["mail/spf-several", "mail/spf-syntax", "mail/spf-allows-everyone"],
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
    let Ok(parsed) = Record::parse(record) else { return Verdict::not_applicable("the SPF record has an error") };
    let seen = match (parsed.all(), parsed.redirect()) {
        (Some(Qualifier::Fail | Qualifier::SoftFail), _) | (None, Some(_)) => return Verdict::Pass,
        (Some(Qualifier::Pass), _) => return Verdict::not_applicable("the record allows everybody"),
        (Some(Qualifier::Neutral), _) => "ends in ?all",
        (None, None) => "has neither all nor redirect",
    };
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The SPF record of {domain} says nothing about others"))
            .observed(format!("\"{}\" {seen}", text::quote(record, 120)))
            .expected("~all or -all at the end")
            .consequence("Mail that strangers send in your name is treated as if it could be yours.")
            .remedy(mended::spf(&mended::spf_records(cx, &spf.records, tree.ok().map(|tree| &tree.audit), mx)))
            .reproduce(show_spf(domain)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let spf = |record: &str| sample::spf(&[record]);
    vec![
        Case::passes("~all", domain).seen(spf("v=spf1 mx ~all")),
        Case::passes("-all", domain).seen(spf("v=spf1 mx -ALL")),
        Case::passes("redirect", domain).seen(spf("v=spf1 redirect=_spf.acme.example")),
        Case::fails("?all", domain).seen(spf("v=spf1 mx ?all")),
        Case::fails("no end", domain).seen(spf("v=spf1 mx")),
        Case::fails("empty", domain).seen(spf("v=spf1")),
        Case::does_not_apply("+all", domain).seen(spf("v=spf1 +all")),
        Case::does_not_apply("none", domain).seen(sample::spf(&[])),
    ]
}
