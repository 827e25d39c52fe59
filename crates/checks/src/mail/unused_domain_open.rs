//! A domain without mail does not say so.

use super::{mended, provider};
use crate::prelude::*;
use ::mail::dmarc::{Policy, Record};
use ::mail::remedy::locked_down;

static INFO: CheckInfo = CheckInfo {
    id: "mail/unused-domain-open",
    summary: "A domain without mail can be used by forgers",
    docs: "The domain neither takes nor sends mail, as far as its records tell: no mail server, and no sender in \
           SPF. Three records say so to everybody, and forged mail in its name is then refused.\n\n\
           If the domain does send, declare it in `launch.toml` (`[mail] sending`): it is then judged as a sender. \
           Records that are there already pass.",
    subject: SubjectKind::MailDomain,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 10,
    wait: Wait::Dns,
    mission: &["M3.11"],
    source: Source::unread("RFC 7505; RFC 7208"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, mx: &Mx, spf: &Spf, dmarc: &Dmarc, walk: Seen<&DmarcWalk>) -> Verdict {
    if !provider::unused(cx, Ok(mx), Ok(spf)) {
        return Verdict::not_applicable("the domain takes or sends mail");
    }
    let domain = &cx.subject.name;
    let refused = |text: &String| Record::read(text).is_some_and(|r| r.in_force && r.record.policy == Policy::Reject);
    let lacks = |r: &::mail::remedy::DnsRecord| match (r.kind.as_str(), r.name.as_str()) {
        ("MX", _) => !mx.null,
        (_, name) if name == domain => spf.records.is_empty(),
        (_, name) if name.starts_with("_dmarc.") => !dmarc.records.iter().any(refused),
        _ => false,
    };
    let missing: Vec<_> = locked_down(domain, false).into_iter().filter(lacks).collect();
    if missing.is_empty() {
        return Verdict::Pass;
    }
    let record = |name: &str, kind: &str, value: &str| DnsRecord {
        name: name.into(),
        kind: kind.into(),
        value: value.into(),
        ttl: 3600,
    };
    let (mut set, mut delete) = (Vec::new(), Vec::new());
    for r in &missing {
        if r.name.starts_with("_dmarc.") {
            let own = dmarc.found_at.as_ref().is_some_and(|at| at.as_str() == domain);
            let old = if own { dmarc.records.as_slice() } else { &[] };
            let reports = walk.clone().map(|walk| walk.destinations.as_slice()).unwrap_or_default();
            let mail = mended::Mail::new(Ok(mx), Ok(spf));
            if let Remedy::SetDns { set: new, delete: gone, .. } = mended::dmarc(cx, old, reports, &mail) {
                set.extend(new);
                delete.extend(gone);
            }
        } else {
            set.push(record(&r.name, &r.kind, &r.value));
        }
    }
    let kinds: Vec<String> = missing.iter().map(|r| format!("{} {}", r.kind, r.name)).collect();
    Verdict::fail(
        Finding::new(format!("{domain} has no mail and does not say so"))
            .observed(format!("missing: {}", text::list(&kinds)))
            .expected("the null MX, v=spf1 -all and DMARC p=reject")
            .consequence("Forged mail in the name of the domain is delivered.")
            .remedy(Remedy::dns(set, delete))
            .reproduce(format!("dig +short {domain} MX; dig +short {domain} TXT; dig +short _dmarc.{domain} TXT")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let null = || Mx { servers: Vec::new(), null: true };
    let with = |case: Case, mx: Mx, spf: &[&str], dmarc: &[&str]| {
        case.seen(mx).seen(sample::spf(spf)).seen(sample::dmarc(dmarc))
    };
    vec![
        with(Case::passes("all said", domain), null(), &["v=spf1 -all"], &["v=DMARC1; p=reject"]),
        with(Case::fails("nothing said", domain), sample::mx(&[]), &[], &[]),
        with(Case::fails("two of three", domain), null(), &["v=spf1 -all"], &["v=DMARC1; p=none"]),
        with(Case::does_not_apply("it takes mail", domain), sample::mx(&["mx.acme.example"]), &[], &[]),
        with(Case::does_not_apply("it sends", domain), null(), &["v=spf1 include:sendgrid.net -all"], &[]),
    ]
}
