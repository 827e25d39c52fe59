//! DMARC (RFC 9989; records written for RFC 7489 are read too).

mod align;
mod discover;
mod read;
mod record;
mod report;

pub use align::{Relation, relation};
pub use discover::{Discovery, Effective, Found, Visit, discover};
pub use record::{Alignment, FailureOption, Policy, Psd, Reading, Record, ReportUri, is_dmarc, is_nearly_dmarc};
pub use report::{Consent, Destination, destinations};
