//! One DMARC record with every mend that is known, so that all who tell of a fault of it print the same.

use super::lock::LOCKED_DMARC;
use super::stage::{Stage, clean, in_force, stage_dmarc};
use crate::dmarc::{Policy, Record};

/// What is known of a domain beside its DMARC records.
#[derive(Debug, Clone, Copy, Default)]
pub struct DmarcNeeds<'a> {
    /// Who gets the reports where no address of the record works; `None` where the domain takes no mail.
    pub address: Option<&'a str>,
    /// Addresses for reports, as written in the record, to which nothing can be delivered.
    pub dead: &'a [&'a str],
    /// Whether the domain neither takes nor sends mail: then everything in its name is forged.
    pub unused: bool,
}

/// The one record for `_dmarc`, and what to publish there later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MendedDmarc {
    /// The record to publish today.
    pub record: String,
    /// The way from there to `p=reject`; empty if forged mail is stopped today.
    pub later: Vec<Stage>,
}

/// The record that should stand in the place of `records`. A policy that stops forged mail stays as it is; where none
/// does, it is the first step of [`stage_dmarc`].
#[must_use]
pub fn mend_dmarc(records: &[String], needs: DmarcNeeds<'_>) -> MendedDmarc {
    let mut record = strongest(records).and_then(|text| Record::read(text)).map(|reading| reading.record);
    if let (Some(record), Some(_)) = (&mut record, needs.address) {
        // With nobody to put in their place they stay, and the reader is told.
        record.rua.retain(|uri| !needs.dead.contains(&uri.uri.as_str()));
        record.ruf.retain(|uri| !needs.dead.contains(&uri.uri.as_str()));
    }
    if needs.unused {
        return MendedDmarc { record: locked(record), later: Vec::new() };
    }
    let strict = record.as_ref().is_some_and(|record| in_force(record) != Policy::None);
    if let Some(mut record) = record.clone().filter(|_| strict) {
        clean(&mut record, needs.address);
        return MendedDmarc { record: record.to_string(), later: Vec::new() };
    }
    let mut stages = stage_dmarc(record.as_ref(), needs.address);
    let first = if stages.is_empty() { LOCKED_DMARC.to_owned() } else { stages.remove(0).record };
    MendedDmarc { record: first, later: stages }
}

/// The record that protects most; the first of them where several protect alike.
#[must_use]
pub fn strongest(records: &[String]) -> Option<&String> {
    // A record that can't be read protects least.
    let strength =
        |text: &str| Record::parse(text).map_or((false, false, Policy::None), |r| (true, !r.testing, r.policy));
    records.iter().reduce(|best, next| if strength(next) > strength(best) { next } else { best })
}

/// Nothing comes from here. Addresses for reports stay, as they tell of attempts.
fn locked(record: Option<Record>) -> String {
    let Some(mut record) = record.filter(|record| !record.rua.is_empty()) else { return LOCKED_DMARC.to_owned() };
    clean(&mut record, None);
    (record.policy, record.subdomain_policy) = (Policy::Reject, Some(Policy::Reject));
    record.to_string()
}
