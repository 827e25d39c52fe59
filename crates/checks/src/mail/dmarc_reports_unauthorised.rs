//! DMARC reports go to somebody who did not agree to them.

use super::{show_txt, walk};
use crate::prelude::*;
use ::mail::dmarc::Consent;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-reports-unauthorised",
    summary: "DMARC reports go to a company that did not agree to them",
    docs: "Reports to an address at another company are sent only if that company publishes its consent, a TXT \
           record `v=DMARC1;` at `<your domain>._report._dmarc.<its domain>`. Otherwise anybody could bury anybody \
           in reports, so receivers drop the address.\n\n\
           The record is the other company's to publish. Services that read reports for others do so when the \
           domain is added in their console.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 30,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::unread("RFC 9990"),
    needs: &["mail/dmarc-missing", "mail/dmarc-several"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, walk: &DmarcWalk) -> Verdict {
    if let Err(verdict) = walk::own(cx, walk) {
        return verdict;
    }
    let mut findings = Vec::new();
    for (domain, destination) in walk::report_domains(walk) {
        let Consent::Missing { name } = &destination.consent else { continue };
        let asks = &cx.subject.name;
        findings.push(
            Finding::new(format!("DMARC reports about {asks} go to nobody"))
                .observed(format!("{} and no TXT record at {name}", text::quote(&destination.uri, 80)))
                .expected("a TXT record \"v=DMARC1;\" at that name, or an address of your own")
                .consequence("Receivers send no reports there, so you don't hear of forged invoices.")
                .remedy(Remedy::Ask {
                    who: format!("whoever runs {domain}"),
                    question: format!("Publish {name}. 3600 TXT \"v=DMARC1;\" so that reports about {asks} reach you."),
                })
                .reproduce(show_txt(name))
                .key(domain),
        );
    }
    match walk::blind(walk) {
        Some(unknown) if findings.is_empty() => Verdict::Unknown(unknown),
        _ => Verdict::of(findings),
    }
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let record = ("_dmarc.acme.example", "TXT", "v=DMARC1; p=reject; rua=mailto:a@reader.test");
    vec![
        Case::passes("an address of your own", domain)
            .seen(sample::dmarc_record("v=DMARC1; p=reject; rua=mailto:d@acme.example")),
        Case::passes("with consent", domain)
            .seen(sample::dmarc_walk(&[record, ("acme.example._report._dmarc.reader.test", "TXT", "v=DMARC1;")])),
        Case::fails("without", domain).seen(sample::dmarc_walk(&[record])),
        Case::does_not_apply("no record", domain).seen(sample::dmarc_walk(&[])),
    ]
}
