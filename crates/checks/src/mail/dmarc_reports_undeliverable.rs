//! DMARC reports go to a domain that takes no mail.

use super::{mended, show_txt, walk};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-reports-undeliverable",
    summary: "DMARC reports go to a domain that takes no mail",
    docs: "The address for reports lies at a domain without mail server and address, or with a null MX: reports \
           come back to those who sent them, and after a while they stop.\n\n\
           The fix sends them to a mailbox at the domain itself; create it first.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 15,
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

fn judge(cx: &Cx, walk: &DmarcWalk, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    let (record, _) = match walk::own(cx, walk) {
        Ok(own) => own,
        Err(verdict) => return verdict,
    };
    let mail = mended::Mail::new(mx, spf);
    let asks = &cx.subject.name;
    let name = format!("_dmarc.{asks}");
    let mut findings = Vec::new();
    for (domain, destination) in walk::report_domains(walk) {
        if destination.takes_mail != Some(false) {
            continue;
        }
        findings.push(
            Finding::new(format!("DMARC reports about {asks} can't be delivered"))
                .observed(format!("{}: {domain} takes no mail", text::quote(&destination.uri, 80)))
                .expected("a mailbox at a domain that takes mail")
                .consequence("Reports come back to their senders, so you don't hear of forged invoices.")
                .remedy(match mended::mailbox(asks, &mail, &walk.destinations) {
                    Some(_) => mended::dmarc(cx, &[record.to_owned()], &walk.destinations, &mail),
                    None => Remedy::say(format!(
                        "At your DNS provider put a mailbox at a domain that takes mail into rua= of the record {name}."
                    )),
                })
                .reproduce(show_txt(&name))
                .key(domain),
        );
    }
    if findings.is_empty() && walk.destinations.iter().any(|d| d.domain.is_some() && d.takes_mail.is_none()) {
        return Verdict::Unknown(Unknown::new(Why::NoAnswer, "the mail servers of the address for reports"));
    }
    Verdict::of(findings)
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let record = ("_dmarc.acme.example", "TXT", "v=DMARC1; p=reject; rua=mailto:d@reports.acme.example");
    vec![
        Case::passes("it takes mail", domain)
            .seen(sample::dmarc_walk(&[record, ("reports.acme.example", "MX", "mx.acme.example")])),
        Case::fails("it does not exist", domain).seen(sample::dmarc_walk(&[record])),
        Case::fails("null MX", domain).seen(sample::dmarc_walk(&[record, ("reports.acme.example", "MX", "")])),
        Case::does_not_apply("no record", domain).seen(sample::dmarc_walk(&[])),
    ]
}
