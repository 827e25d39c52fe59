//! Subdomains are left open to forgers.

use super::{mended, show_txt, walk};
use crate::prelude::*;
use ::mail::dmarc::{Effective, Policy};

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-subdomains-weaker",
    summary: "DMARC protects the domain and not its subdomains",
    docs: "With `sp=none` (or `np=none`) forged mail from `billing.` or any other name below the domain is \
           delivered, while the domain itself is protected. Forgers know, and use names that never existed.\n\n\
           A weaker policy for subdomains passes as long as it protects at all. A subdomain that really sends \
           without passing gets a DMARC record of its own.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Medium,
    effort_minutes: 20,
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
    let (record, _) = match walk::own(cx, walk) {
        Ok(own) => own,
        Err(verdict) => return verdict,
    };
    let open =
        |e: &Option<Effective>| e.as_ref().is_some_and(|e| e.applied == Policy::None && e.from == cx.subject.name);
    let found = &walk.discovery;
    if found.own.as_ref().is_none_or(|own| own.applied == Policy::None) {
        return Verdict::not_applicable("the domain itself is not protected");
    }
    if !open(&found.subdomain) && !open(&found.nonexistent) {
        return Verdict::Pass;
    }
    let mail = mended::Mail::new(mx, spf);
    let domain = &cx.subject.name;
    let name = format!("_dmarc.{domain}");
    Verdict::fail(
        Finding::new(format!("Forged mail from names below {domain} is delivered"))
            .observed(format!("{name}: \"{}\"", text::quote(record, 120)))
            .expected("sp= and np= that protect, or neither")
            .consequence("Anyone can send invoices from billing or any other name below yours.")
            .remedy(mended::dmarc(cx, &[record.to_owned()], &walk.destinations, &mail))
            .reproduce(show_txt(&name)),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("the same policy", domain)
            .seen(sample::dmarc_record("v=DMARC1; p=reject; rua=mailto:d@acme.example")),
        Case::fails("sp=none", domain)
            .seen(sample::dmarc_record("v=DMARC1; p=reject; sp=none; rua=mailto:d@acme.example")),
        Case::fails("np=none", domain).seen(sample::dmarc_record("v=DMARC1; p=reject; np=none")),
        Case::passes("weaker, and not open", domain).seen(sample::dmarc_record("v=DMARC1; p=reject; sp=quarantine")),
        Case::does_not_apply("none", domain).seen(sample::dmarc_walk(&[])),
    ]
}
