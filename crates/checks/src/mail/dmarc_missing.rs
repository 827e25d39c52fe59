//! The domain does not say what to do with forged mail.

use super::{mended, provider, show_txt};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-missing",
    summary: "The domain does not say what to do with forged mail (DMARC)",
    docs: "DMARC is a TXT record that tells receivers whether mail in your name has to be proven yours, and what to do \
           with the rest. Large receivers want one from everybody who sends to many; without it anyone can write as you.\n\n\
           Any DMARC record that governs the domain passes here, also one of a name above it.\n\n\
           The fix begins with `p=none`: nothing is refused yet, and after a week or two the reports at the `rua` address \
           (create that mailbox first) show every service that sends for you. Until then `mail/dmarc-not-enforced` goes \
           on failing, on purpose: the second step is `p=quarantine`. A domain that takes no mail (null MX) sends none \
           either, as a rule, and gets `p=reject` at once.",
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

fn judge(cx: &Cx, dmarc: &Dmarc, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    if !dmarc.records.is_empty() {
        return Verdict::Pass;
    }
    if provider::unused(cx, mx.clone(), spf.clone()) {
        return Verdict::not_applicable("the domain neither takes nor sends mail");
    }
    let domain = &cx.subject.name;
    let name = format!("_dmarc.{domain}");
    let mail = mended::Mail::new(mx, spf);
    Verdict::fail(
        Finding::new(format!("{domain} does not say what to do with forged mail"))
            .observed(format!("no DMARC record at {name} or above"))
            .expected("one DMARC record (tells receivers whether mail from you is real)")
            .consequence("Anyone can send invoices in your name, and large receivers send your own to spam.")
            .remedy(mended::dmarc(cx, &[], &[], &mail))
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let none = || sample::dmarc(&[]);
    vec![
        Case::passes("one", domain).seen(sample::dmarc(&["v=DMARC1; p=none"])),
        Case::passes("above", &Subject::new(SubjectKind::MailDomain, "mail.acme.example"))
            .seen(sample::dmarc(&["v=DMARC1; p=reject"])),
        Case::fails("none", domain).seen(none()),
        Case::fails("none, and no mail is taken", domain).seen(none()).seen(Mx { servers: Vec::new(), null: true }),
        Case::does_not_apply("no mail at all", domain)
            .seen(none())
            .seen(sample::mx(&[]))
            .seen(sample::spf(&["v=spf1 -all"])),
    ]
}
