//! What mail authentication needs of the DNS, as a trait: a resolver, a recording or a table of a test.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer<T> {
    /// Records of the asked type, CNAMEs followed.
    Records(T),
    /// The name does not exist (RCODE 3).
    NxDomain,
    /// The name exists and has no record of this type.
    NoData,
    /// No answer that could be used: time-out, SERVFAIL, refused; the text says which.
    TempError(String),
}

/// A mail server of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mx {
    /// Lower is tried first.
    pub preference: u16,
    /// The host; empty in a null MX (RFC 7505).
    pub exchange: String,
}

/// Questions to the DNS. A name is labels between dots without a final dot; a label may hold any character except a dot
/// (SPF macros make such labels), and nothing is escaped.
pub trait Dns: Sync {
    /// TXT records; the character strings of each are joined without a separator (RFC 7208 §3.3).
    fn txt(&self, name: &str) -> impl Future<Output = Answer<Vec<Vec<u8>>>> + Send;
    /// IPv4 addresses.
    fn a(&self, name: &str) -> impl Future<Output = Answer<Vec<Ipv4Addr>>> + Send;
    /// IPv6 addresses.
    fn aaaa(&self, name: &str) -> impl Future<Output = Answer<Vec<Ipv6Addr>>> + Send;
    /// Mail servers, in the order of the answer.
    fn mx(&self, name: &str) -> impl Future<Output = Answer<Vec<Mx>>> + Send;
    /// Names of an address, asked for by [`reverse_name`].
    fn ptr(&self, name: &str) -> impl Future<Output = Answer<Vec<String>>> + Send;
}

impl<T> Answer<Vec<T>> {
    /// The records, an empty list for "none" (void), or why nobody knows.
    ///
    /// # Errors
    /// The text of [`Answer::TempError`].
    pub fn known(self) -> Result<Vec<T>, String> {
        match self {
            Self::Records(records) => Ok(records),
            Self::NxDomain | Self::NoData => Ok(Vec::new()),
            Self::TempError(why) => Err(why),
        }
    }

    /// Whether the answer is a void lookup: it came, and holds nothing (RFC 7208 §4.6.4).
    #[must_use]
    pub fn is_void(&self) -> bool {
        match self {
            Self::Records(records) => records.is_empty(),
            Self::NxDomain | Self::NoData => true,
            Self::TempError(_) => false,
        }
    }
}

/// The name under which the PTR records of an address stand (RFC 1035 §3.5, RFC 3596 §2.5).
#[must_use]
pub fn reverse_name(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, c, d] = ip.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(ip) => {
            let nibbles: Vec<String> = nibbles(ip).into_iter().rev().collect();
            format!("{}.ip6.arpa", nibbles.join("."))
        }
    }
}

/// The 32 hex digits of an address, upper case.
pub(crate) fn nibbles(ip: Ipv6Addr) -> Vec<String> {
    ip.octets().iter().flat_map(|octet| [octet >> 4, octet & 15]).map(|nibble| format!("{nibble:X}")).collect()
}
