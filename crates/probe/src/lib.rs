//! The one place that looks at the world: each kind of fact has one gatherer here.
//!
//! [`look()`] runs a [`Plan`] over a [`Net`] and gives [`model::Evidence`]. Gathering is demand-driven: only
//! facts that a chosen check names are looked up, each once, and a gatherer may ask for other facts.

pub mod dns;
mod drive;
mod gather;
mod host;
pub mod http;
pub mod imap;
pub mod look;
pub mod net;
pub mod plan;
pub mod readers;
pub mod session;
mod smtp;
pub mod submit;
mod system;
mod tls;

pub use dns::mail::MailDns;
pub use drive::look;
pub use look::{Event, Gather, Look};
pub use net::{ConnectError, ConnectTo, Dial, Net, Overrides, Rdap, Roots, Transport};
pub use plan::{Limits, Plan};

/// Sixteen random bits from the system's generator.
pub(crate) fn random_u16() -> u16 {
    let mut bytes = [0u8; 2];
    rustls::crypto::ring::default_provider().secure_random.fill(&mut bytes).ok();
    u16::from_be_bytes(bytes)
}

/// A word that nothing on the target is called.
#[must_use]
pub fn nonce() -> String {
    let words: Vec<String> = (0..4).map(|_| format!("{:04x}", random_u16())).collect();
    format!("lr-{}", words.concat())
}
