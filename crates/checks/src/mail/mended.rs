//! The one record that every fix of a name prints: with each mend that the facts ask for, so that two fixes for one
//! record can't contradict each other (a second record of a kind would make both void).

use super::{provider, tree};
use crate::prelude::*;
use ::mail::dmarc::Destination;
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
