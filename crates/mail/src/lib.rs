//! Mail authentication without I/O: SPF, DKIM keys, DMARC, MTA-STS and TLS-RPT.
//!
//! Every parser takes text and gives either a typed record or *all* its [`Problem`]s, each with the
//! byte range it is about. Nothing here opens a socket, reads a file or a clock.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod dkim;
pub mod dmarc;
pub mod dns;
pub mod imap;
pub mod mta_sts;
mod name;
mod problem;
pub mod provider;
mod published;
pub mod remedy;
mod sample;
pub mod smtp;
pub mod spf;
mod tags;
pub mod tls_rpt;

pub use problem::Problem;
pub use published::Published;
pub use sample::Sample;
