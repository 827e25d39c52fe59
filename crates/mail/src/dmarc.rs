//! DMARC (RFC 9989; records written for RFC 7489 are read too).

mod read;
mod record;

pub use record::{
    Alignment, FailureOption, Policy, Psd, Reading, Record, ReportUri, is_dmarc, is_nearly_dmarc,
};
