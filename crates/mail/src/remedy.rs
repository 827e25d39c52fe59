//! What to publish instead: records ready to paste, made from what is there. Pure functions; nothing is looked up.

mod flatten;
mod lock;
mod mend_dmarc;
mod mend_spf;
mod merge;
mod parts;
mod stage;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use flatten::{Flattened, flatten_spf};
pub use lock::locked_down;
pub use mend_dmarc::{DmarcNeeds, MendedDmarc, mend_dmarc, strongest};
pub use mend_spf::{Change, MendedSpf, mend_spf};
pub use merge::{Merged, merge_spf};
pub use stage::{Stage, stage_dmarc};

/// A record to publish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DnsRecord {
    /// The name, without a final dot.
    pub name: String,
    /// `TXT` or `MX`.
    pub kind: String,
    /// The value as a DNS console takes it, not split and without quotes.
    pub value: String,
}

impl DnsRecord {
    fn txt(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), kind: "TXT".to_owned(), value: value.into() }
    }
}

/// The character strings of a TXT record, for zone files: at most 255 bytes each (RFC 1035 §3.3), cut between characters.
#[must_use]
pub fn txt_strings(value: &str) -> Vec<String> {
    const LONGEST: usize = 255;
    let mut strings = vec![String::new()];
    for c in value.chars() {
        match strings.last_mut() {
            Some(last) if last.len() + c.len_utf8() <= LONGEST => last.push(c),
            _ => strings.push(c.to_string()),
        }
    }
    strings
}
