//! The domain has more than one DMARC record.

use super::{dmarc_name, show_txt};
use crate::prelude::*;
use ::mail::dmarc::{Policy, Record};

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-several",
    summary: "The domain has more than one DMARC record",
    docs: "A receiver that finds two DMARC records under one name uses neither, as if there were none. It happens when a \
           mail service says \"add this record\" and somebody adds instead of changing.\n\n\
           The fix keeps one: the strictest of those that can be read (the one that is listed first, where they are \
           equal) and deletes the others.",
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

fn judge(cx: &Cx, dmarc: &Dmarc) -> Verdict {
    let (first, rest) = match dmarc.records.as_slice() {
        [] => return Verdict::not_applicable("the domain has no DMARC record"),
        [_] => return Verdict::Pass,
        [first, rest @ ..] => (first, rest),
    };
    let domain = &cx.subject.name;
    let name = dmarc_name(cx, dmarc);
    let keep = rest.iter().fold(first, |best, next| if strength(next) > strength(best) { next } else { best });
    let delete = dmarc.records.iter().filter(|r| *r != keep);
    let shown: Vec<String> = dmarc.records.iter().map(|r| format!("\"{}\"", text::quote(r, 80))).collect();
    Verdict::fail(
        Finding::new(format!("{domain} has {} DMARC records, so none counts", dmarc.records.len()))
            .observed(format!("{name}: {}", text::list(&shown)))
            .expected("exactly one DMARC record")
            .consequence("Anyone can send invoices in your name, as if you had no such record.")
            .remedy(Remedy::SetDns {
                set: Vec::new(),
                delete: delete
                    .map(|r| DnsRecord { name: name.clone(), kind: "TXT".into(), value: r.clone(), ttl: 3600 })
                    .collect(),
            })
            .reproduce(show_txt(&name)),
    )
}

/// How much a record protects; one that can't be read protects least.
fn strength(text: &str) -> (bool, bool, Policy) {
    Record::parse(text).map_or((false, false, Policy::None), |r| (true, !r.testing, r.policy))
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
        let order = ["v=DMARC1; p=block", "v=DMARC1; p=reject; t=y", "v=DMARC1; p=none", "v=DMARC1; p=reject"];
        assert!(order.is_sorted_by(|a, b| strength(a) < strength(b)));
        let case = Case::fails("two", &sample::mail_domain()).seen(sample::dmarc(&[order[3], order[2]]));
        let Verdict::Fail(findings) = case.verdict(&check()) else { panic!("passes") };
        assert_eq!(findings[0].remedy.lines(), [format!("delete  _dmarc.acme.example TXT {}", order[2])]);
    }
}
