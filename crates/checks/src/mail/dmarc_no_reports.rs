//! Nobody gets reports about mail in the domain's name.

use super::{mended, show_txt, walk};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-no-reports",
    summary: "DMARC asks for no reports",
    docs: "With `rua` receivers send a daily summary: who sent in your name, and whether it passed. It is the only \
           way to hear of a sender of yours that fails, and of forgeries.\n\n\
           Create the mailbox before you publish the record; one that nobody has is told by \
           `mail/dmarc-reports-undeliverable` where its domain takes no mail at all.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::read("RFC 9989 §4.7"),
    needs: &["mail/dmarc-missing", "mail/dmarc-several", "mail/dmarc-syntax"],
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
    if !reading.record.rua.is_empty() {
        return Verdict::Pass;
    }
    let mail = mended::Mail::new(mx, spf);
    if mail.unused(cx) {
        return Verdict::not_applicable("the domain neither takes nor sends mail");
    }
    let domain = &cx.subject.name;
    let name = format!("_dmarc.{domain}");
    Verdict::fail(
        Finding::new(format!("DMARC of {domain} asks for no reports"))
            .observed(format!("{name}: \"{}\"", text::quote(record, 120)))
            .expected("rua= with a mailbox that somebody reads")
            .consequence("You don't hear of forged invoices, nor of your own mail that is refused.")
            .remedy(match mended::mailbox(domain, &mail, &walk.destinations) {
                Some(_) => mended::dmarc(cx, &[record.to_owned()], &walk.destinations, &mail),
                None => Remedy::say(format!("At your DNS provider add \"; rua=mailto:\" and a mailbox at a domain that takes mail to the record {name}.")),
            })
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("asked for", domain).seen(sample::dmarc_record("v=DMARC1; p=reject; rua=mailto:d@acme.example")),
        Case::fails("not asked for", domain).seen(sample::dmarc_record("v=DMARC1; p=reject")),
        Case::fails("not asked for, and no mail is taken", domain)
            .seen(sample::dmarc_record("v=DMARC1; p=reject"))
            .seen(Mx { servers: Vec::new(), null: true }),
        Case::does_not_apply("no mail at all", domain)
            .seen(sample::dmarc_record("v=DMARC1; p=reject"))
            .seen(Mx { servers: Vec::new(), null: true })
            .seen(sample::spf(&["v=spf1 -all"])),
        Case::does_not_apply("a policy that can't be read", domain).seen(sample::dmarc_record("v=DMARC1; p=block")),
        Case::does_not_apply("none", domain).seen(sample::dmarc_walk(&[])),
    ]
}
