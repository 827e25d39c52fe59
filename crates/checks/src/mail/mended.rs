//! The one record that every fix of a name prints: with each mend that the facts ask for, so that two fixes for one
//! record can't contradict each other (a second record of a kind would make both void).

use super::{provider, tree};
use crate::prelude::*;
use ::mail::dmarc::{Destination, Policy, Record};
use ::mail::remedy::{DmarcNeeds, MendedSpf, mend_dmarc, mend_spf};
use ::mail::spf::Audit;

fn txt(name: &str, value: &str) -> DnsRecord {
    DnsRecord { name: name.into(), kind: "TXT".into(), value: value.into(), ttl: 3600 }
}

/// What is known of the mail of a domain beside the record that is mended.
#[derive(Clone)]
pub(super) struct Mail<'a> {
    pub mx: Seen<&'a Mx>,
    /// Its SPF records.
    pub spf: Seen<&'a [String]>,
}

impl<'a> Mail<'a> {
    pub(super) fn new(mx: Seen<&'a Mx>, spf: Seen<&'a Spf>) -> Self {
        Self { mx, spf: spf.map(|spf| spf.records.as_slice()) }
    }

    /// Nothing is known.
    pub(super) fn unseen() -> Self {
        Self { mx: Err(Why::NotGathered.into()), spf: Err(Why::NotGathered.into()) }
    }

    /// Does the domain neither take nor send mail, as far as its records tell?
    pub(super) fn unused(&self, cx: &Cx) -> bool {
        provider::unused_by(cx, self.mx.clone(), self.spf.clone())
    }

    fn takes_none(&self) -> bool {
        self.mx.as_ref().is_ok_and(|mx| mx.null)
    }
}

/// The mailbox that a domain's reports go to, where it can have one: at the organization, as subdomains seldom have any.
pub(super) fn mailbox(domain: &str, mail: &Mail, reports: &[Destination]) -> Option<String> {
    let holder = Name::parse(domain).ok().and_then(|name| name.registrable());
    let holder = holder.as_ref().map_or(domain, Name::as_str);
    let dead = |d: &Destination| d.domain.as_deref() == Some(holder) && d.takes_mail == Some(false);
    let none = (holder == domain && mail.takes_none()) || reports.iter().any(dead);
    (!none).then(|| format!("dmarc@{holder}"))
}

/// The DMARC record of the judged domain in the place of `records`, which stand at its `_dmarc`.
pub(super) fn dmarc(cx: &Cx, records: &[String], reports: &[Destination], mail: &Mail) -> Remedy {
    dmarc_at(cx, &cx.subject.name, records, records, reports, mail)
}

/// The DMARC record of a name, made from `like`, in the place of `old`.
pub(super) fn dmarc_at(
    cx: &Cx,
    domain: &str,
    old: &[String],
    like: &[String],
    reports: &[Destination],
    mail: &Mail,
) -> Remedy {
    let dead = reports.iter().filter(|d| d.takes_mail == Some(false)).map(|d| d.uri.as_str());
    let dead: Vec<&str> = dead.collect();
    let address = mailbox(domain, mail, reports);
    let needs = DmarcNeeds { address: address.as_deref(), dead: &dead, unused: mail.unused(cx) };
    let mended = mend_dmarc(like, needs);
    let name = format!("_dmarc.{domain}");
    let later = mended.later.iter().map(|stage| LaterRecord {
        from: day(cx, stage.after_days),
        when: stage.when.clone(),
        record: txt(&name, &stage.record),
    });
    let (set, delete) = swap(&name, old, &mended.record);
    Remedy::SetDns { set, delete, later: later.collect() }
}

/// Where reports have to come first, forged mail is delivered until the step with a date, and the fix says so.
pub(super) fn told_to_stay(fix: &mut Remedy) {
    let Remedy::SetDns { set, later, .. } = fix else { return };
    let enforces = |text: &str| Record::read(text).is_some_and(|r| r.record.policies()[0] != Policy::None);
    if let Some(first) = later.first_mut().filter(|_| !set.iter().any(|record| enforces(&record.value))) {
        first.when += " (this row stays until then)";
    }
}

/// The date so many days after the look.
fn day(cx: &Cx, days: u32) -> String {
    let at = cx.at.checked_add(jiff::SignedDuration::from_hours(24 * i64::from(days)));
    at.unwrap_or(cx.at).strftime("%Y-%m-%d").to_string()
}

/// What to publish and to delete so that `new` stands alone. A record that stands there already stays.
fn swap(name: &str, old: &[String], new: &str) -> (Vec<DnsRecord>, Vec<DnsRecord>) {
    let stands = old.iter().any(|text| text == new);
    let mut gone: Vec<DnsRecord> = old.iter().filter(|text| *text != new).map(|text| txt(name, text)).collect();
    gone.dedup();
    (if stands { Vec::new() } else { vec![txt(name, new)] }, gone)
}

/// The SPF records of the judged domain and its subdomains, mended.
pub(crate) fn spf_records(cx: &Cx, records: &[String], audit: Option<&Audit>, mx: Seen<&Mx>) -> MendedSpf {
    let unused = Mail { mx, spf: Ok(records) }.unused(cx);
    mend_spf(&cx.subject.name, records, audit, |name| tree::ours(cx, name), unused)
}

/// These records as something to publish.
pub(crate) fn spf(mended: &MendedSpf) -> Remedy {
    let (mut set, mut delete) = (Vec::new(), Vec::new());
    for change in &mended.changes {
        let (new, old) = swap(&change.name, &change.old, &change.new);
        set.extend(new);
        delete.extend(old);
    }
    Remedy::dns(set, delete)
}

/// What only a person can do to a record, after the mends that are known.
pub(super) fn spf_by_hand(cx: &Cx, mended: &MendedSpf, what: &str) -> Remedy {
    let place = format!("At the DNS provider of {}", cx.subject.name);
    if mended.changes.is_empty() {
        return Remedy::say(format!("{place}: {what}"));
    }
    Remedy::say(format!("{place}:\n{}\nThen {what}", spf(mended).lines().join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_fix_that_protects_nobody_yet_says_that_the_row_stays() {
        let asks = "v=DMARC1; p=none; rua=mailto:d@acme.example";
        for (first, stays) in [(Some(asks), true), (None, true), (Some("v=DMARC1; p=quarantine"), false)] {
            let record = |value: &str| txt("_dmarc.acme.example", value);
            let next =
                LaterRecord { from: "2026-12-04".into(), when: "ready".into(), record: record("v=DMARC1; p=reject") };
            let set = first.map(record).into_iter().collect();
            let mut fix = Remedy::SetDns { set, delete: Vec::new(), later: vec![next] };
            told_to_stay(&mut fix);
            assert_eq!(fix.lines().join("\n").contains("stays until then"), stays, "{first:?}");
        }
    }
}
