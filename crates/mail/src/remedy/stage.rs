//! From no DMARC to `p=reject` in steps that lose no mail.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dmarc::{Policy, Record, ReportUri};

/// Days with `p=none`: two weekly newsletters, and the reports that show who sends. No RFC gives a number; RFC 9989 §5.1.5
/// asks to watch the reports first.
const DAYS_OF_NONE: u32 = 14;
/// Days with `p=quarantine`: a whole month of invoices. No RFC gives a number.
const DAYS_OF_QUARANTINE: u32 = 31;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stage {
    /// The record to publish at `_dmarc`.
    pub record: String,
    /// When, in days from the first step.
    pub after_days: u32,
    /// What must be true first; lower case, no full stop.
    pub when: String,
}

/// The steps from the record that is there (`None`: there is none) to `p=reject`. `address` gets the reports if the record
/// names nobody; without one nothing is gained by waiting for reports. Removed tags and size limits go; everything else
/// of the record stays. Empty when there is nothing to do.
#[must_use]
pub fn stage_dmarc(current: Option<&Record>, address: Option<&str>) -> Vec<Stage> {
    let mut record = current.cloned().unwrap_or_default();
    let (now, reports) = (in_force(&record), !record.rua.is_empty() || address.is_none());
    let [own, existing, _] = record.policies();
    clean(&mut record, address);
    let steps: &[(Policy, u32, &str)] = match now {
        // Reports must have come in before anything is refused.
        Policy::None | Policy::Quarantine if !reports => &[
            (Policy::None, DAYS_OF_NONE, "at once"),
            (Policy::Quarantine, DAYS_OF_QUARANTINE, "when the reports show only your own senders failing nowhere"),
            (Policy::Reject, 0, "when the reports show no mail of yours in quarantine"),
        ],
        Policy::None => &[
            (Policy::Quarantine, DAYS_OF_QUARANTINE, "when the reports show only your own senders failing nowhere"),
            (Policy::Reject, 0, "when the reports show no mail of yours in quarantine"),
        ],
        Policy::Quarantine => &[(Policy::Reject, 0, "when the reports show no mail of yours in quarantine")],
        Policy::Reject => &[],
    };
    let mut day = 0;
    let mut stages = Vec::new();
    for (policy, days, when) in steps {
        // What is stricter already is not loosened.
        let below = existing.max(*policy);
        record.policy = own.max(*policy);
        record.subdomain_policy = (below != record.policy).then_some(below);
        stages.push(Stage { record: record.to_string(), after_days: day, when: (*when).to_owned() });
        day += days;
    }
    stages.dedup_by(|later, first| later.record == first.record);
    stages
}

/// The weakest of what receivers do with mail of the domain and of its subdomains.
pub(super) fn in_force(record: &Record) -> Policy {
    let [own, existing, _] = record.policies();
    let weakest = own.min(existing);
    if record.testing { weakest.one_lower() } else { weakest }
}

/// The record without what does nothing, with somebody who gets the reports.
pub(super) fn clean(record: &mut Record, address: Option<&str>) {
    record.policy_written = true;
    record.removed.clear();
    record.unknown_tags.clear();
    record.testing = false;
    // Nobody sends from a name that does not exist: this is safe on the first day.
    record.nonexistent_policy = Some(Policy::Reject);
    for uri in record.rua.iter_mut().chain(&mut record.ruf) {
        uri.size_limit = None;
    }
    if let Some(address) = address
        && record.rua.is_empty()
    {
        let uri = format!("mailto:{address}");
        record.rua.push(ReportUri { uri, address: Some(address.to_owned()), size_limit: None });
    }
}
