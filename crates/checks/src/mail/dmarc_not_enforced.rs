//! Forged mail is reported at best, and delivered.

use super::{dmarc_holder, mended, show_txt};
use crate::prelude::*;
use ::mail::dmarc::{Policy, Psd, Reading, Record};

static INFO: CheckInfo = CheckInfo {
    id: "mail/dmarc-not-enforced",
    summary: "Forged mail is delivered all the same (DMARC not enforced)",
    docs: "`p=none` asks receivers to change nothing, and `t=y` to treat the policy as a test: both are right for the first \
           weeks, and protect nobody. A record whose policy can't be read is no better.\n\n\
           `p=quarantine` and `p=reject` pass, without `t=y`. For a domain below the one that has the record, `sp` counts \
           where it is written.\n\n\
           Before you publish the fix, read a week of reports: every service that sends for you has to pass SPF or DKIM \
           with your own domain, or its mail goes to spam too. Where nobody gets reports yet, the first step only asks for \
           them, and this row stays until the next one.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 60,
    wait: Wait::Days,
    mission: &["M3.11"],
    source: Source::read("RFC 9989"),
    needs: &["mail/dmarc-missing", "mail/dmarc-several"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, dmarc: &Dmarc, walk: Seen<&DmarcWalk>, mx: Seen<&Mx>, spf: Seen<&Spf>) -> Verdict {
    let [text] = dmarc.records.as_slice() else {
        return Verdict::not_applicable("there is no single DMARC record");
    };
    let domain = &cx.subject.name;
    let below = dmarc.found_at.as_ref().is_some_and(|found| found.as_str() != domain);
    let reading = Record::read(text).filter(|r| r.in_force);
    let why = match &reading {
        None => "unreadable",
        Some(Reading { record, .. }) if record.testing => "t=y",
        Some(Reading { record, .. }) => match record.policies()[usize::from(below)] {
            Policy::Quarantine | Policy::Reject => return Verdict::Pass,
            Policy::None if below && record.subdomain_policy.is_some() => "sp=none",
            Policy::None => "p=none",
        },
    };
    let holder = dmarc_holder(cx, dmarc);
    let name = format!("_dmarc.{holder}");
    let reports = walk.map(|walk| walk.destinations.as_slice()).unwrap_or_default();
    let mail = mended::Mail::new(mx, spf);
    let mut fix = match reading {
        // A record of its own: the one above is for its holder to mend, and others rest on it.
        Some(_) if below && mail.unused(cx) => mended::dmarc(cx, &[], reports, &mail),
        Some(reading) if below => mended::dmarc_at(cx, domain, &[], &[of_its_own(reading.record)], reports, &mail),
        None if below => mended::dmarc_at(cx, holder, &dmarc.records, &dmarc.records, reports, &mended::Mail::unseen()),
        _ => mended::dmarc_at(cx, holder, &dmarc.records, &dmarc.records, reports, &mail),
    };
    mended::told_to_stay(&mut fix);
    Verdict::fail(
        Finding::new(format!("Forged mail from {domain} is delivered (DMARC: {why})"))
            .observed(format!("{name}: \"{}\"", text::quote(text, 120)))
            .expected("p=quarantine or p=reject, without t=y")
            .consequence("Anyone can send invoices in your name, and receivers deliver them.")
            .remedy(fix)
            .reproduce(show_txt(&name))
            .cause(name),
    )
}

/// What a record above says for a name below, as a record of that name.
fn of_its_own(above: Record) -> String {
    let [_, policy, _] = above.policies();
    Record { policy, policy_written: true, subdomain_policy: None, psd: Psd::Unsaid, ..above }.to_string()
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let below = &Subject::new(SubjectKind::MailDomain, "mail.acme.example");
    let dmarc = |record: &str| sample::dmarc(&[record]);
    vec![
        Case::passes("quarantine", domain).seen(dmarc("v=DMARC1; p=quarantine; rua=mailto:d@acme.example")),
        Case::passes("reject, written for the older RFC", domain).seen(dmarc("v=DMARC1;p=reject;pct=100")),
        Case::passes("below, by p", below).seen(dmarc("v=DMARC1; p=reject")),
        Case::passes("sp=none says nothing about the domain itself", domain).seen(dmarc("v=DMARC1; p=reject; sp=none")),
        Case::fails("none", domain).seen(dmarc("v=DMARC1; p=none; rua=mailto:d@acme.example")),
        Case::fails("a test", domain).seen(dmarc("v=DMARC1; p=reject; t=y")),
        Case::fails("below, by sp", below).seen(dmarc("v=DMARC1; p=reject; sp=none")),
        Case::fails("a policy that can't be read", domain).seen(dmarc("v=DMARC1; p=block")),
        Case::does_not_apply("none at all", domain).seen(sample::dmarc(&[])),
        Case::does_not_apply("two", domain).seen(sample::dmarc(&["v=DMARC1; p=none", "v=DMARC1; p=none;"])),
    ]
}
