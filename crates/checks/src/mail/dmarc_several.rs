//! The domain has more than one DMARC record.

use super::{dmarc_holder, mended, show_txt};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-several",
    summary: "The domain has more than one DMARC record",
    docs: "A receiver that finds two DMARC records under one name uses neither, as if there were none. It happens when a \
           mail service says \"add this record\" and somebody adds instead of changing.\n\n\
           The fix keeps one: the strictest of those that can be read (the one that is listed first, where they are \
           equal), without what is wrong with it, and deletes the others.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M1.06", "M3.11", "A.09"],
    source: Source::read("RFC 9989"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, dmarc: &Dmarc, walk: Seen<&DmarcWalk>, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    match dmarc.records.as_slice() {
        [] => return Verdict::not_applicable("the domain has no DMARC record"),
        [_] => return Verdict::Pass,
        _ => {}
    }
    let holder = dmarc_holder(cx, dmarc);
    let domain = &cx.subject.name;
    if holder != domain && cx.declared.domain.as_ref().is_some_and(|main| main.as_str() == holder) {
        return Verdict::not_applicable(format!("told at {holder}, whose records they are"));
    }
    let name = format!("_dmarc.{holder}");
    let reports = walk.map(|walk| walk.destinations.as_slice()).unwrap_or_default();
    let mail = if holder == domain { mended::Mail::new(mx, spf) } else { mended::Mail::unseen() };
    let fix = mended::dmarc_at(cx, holder, &dmarc.records, &dmarc.records, reports, &mail);
    let shown: Vec<String> = dmarc.records.iter().map(|r| format!("\"{}\"", text::quote(r, 80))).collect();
    Verdict::fail(
        Finding::new(format!("{domain} has {} DMARC records, so none counts", dmarc.records.len()))
            .observed(format!("{name}: {}", text::list(&shown)))
            .expected("exactly one DMARC record")
            .consequence("Anyone can send invoices in your name, as if you had no such record.")
            .remedy(fix)
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("one", domain).seen(sample::dmarc(&["v=DMARC1; p=none"])),
        Case::fails("two", domain).seen(sample::dmarc(&["v=DMARC1; p=none", "v=DMARC1; p=quarantine"])),
        Case::fails("one of them broken", domain).seen(sample::dmarc(&["v=DMARC1; p=block", "v=DMARC1; p=none"])),
        Case::does_not_apply("none", domain).seen(sample::dmarc(&[])),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_that_protects_most_is_kept() {
        let strict = "v=DMARC1; p=reject; np=reject; rua=mailto:d@acme.example";
        let case = Case::fails("two", &sample::mail_domain()).seen(sample::dmarc(&[strict, "v=DMARC1; p=none"]));
        let Verdict::Fail(findings) = case.verdict(&check()) else { panic!("passes") };
        assert_eq!(findings[0].remedy.lines(), ["delete  _dmarc.acme.example TXT v=DMARC1; p=none"]);
    }
}
