//! Facts about mail records. What needs no further question is kept as text and parsed where it is judged; the rest is
//! kept as `mail` read it.

use crate::name::Name;
use ::mail::dkim::Key;
use ::mail::dmarc::{Destination, Discovery};
use ::mail::spf::Audit;
use ::mail::{Published, Sample, mta_sts, tls_rpt};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Where mail for a domain goes (RFC 5321 §5.1, RFC 7505).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mx {
    /// Servers by preference; empty when there is no MX record.
    pub servers: Vec<MxServer>,
    /// The null MX: the domain takes no mail.
    pub null: bool,
}

/// One MX record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MxServer {
    /// Lower is tried first.
    pub preference: u16,
    /// Host name.
    pub host: Name,
}

/// TXT records of the domain that begin as SPF records do (RFC 7208 §4.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spf {
    /// Their texts; more than one is an error of the domain.
    pub records: Vec<String>,
}

/// The DMARC record that governs a domain, found by the tree walk of RFC 9989 §4.10.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dmarc {
    /// The domain whose `_dmarc` has the records; `None` when no name up the tree has one.
    pub found_at: Option<Name>,
    /// Their texts; more than one means that none counts.
    pub records: Vec<String>,
}

/// Everything that the SPF record of a domain leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpfTree {
    /// The walk through all branches.
    pub audit: Audit,
}

/// Which DMARC record governs a domain by the tree walk of RFC 9989 §4.10, and whether its reports arrive.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DmarcWalk {
    /// The walk and what applies.
    pub discovery: Discovery,
    /// Addresses for reports in the record that applies; empty without one.
    pub destinations: Vec<Destination>,
}

/// DKIM keys of a domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DkimKeys {
    /// One entry for each selector that was named, and for each guessed one that has a key.
    pub keys: Vec<DkimKey>,
}

/// The key of one selector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DkimKey {
    /// What stands in front of `._domainkey`.
    pub selector: String,
    /// True if the user or a message named the selector; a guess proves nothing.
    pub named: bool,
    /// What stands at its name.
    pub found: Published<Key>,
}

/// The announcement of an MTA-STS policy (RFC 8461 §3.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MtaSts {
    /// What stands at `_mta-sts`.
    pub record: Published<mta_sts::Record>,
}

/// The MTA-STS policy file, fetched as senders fetch it (RFC 8461 §3.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MtaStsPolicy {
    /// How the fetch ended.
    pub look: PolicyLook,
}

/// How the fetch of a policy ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyLook {
    /// No record announces one, so none was fetched.
    NotAnnounced,
    /// The host `mta-sts` has no address, or gives no answer; the text says which.
    NoAnswer(String),
    /// The certificate is not one that senders accept; the text says why.
    Untrusted(String),
    /// An answer over a trusted connection.
    Answer(PolicyAnswer),
}

/// The answer to the fetch of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PolicyAnswer {
    /// Status; redirects are not followed (RFC 8461 §3.3).
    pub status: u16,
    /// `Content-Type` as sent.
    pub content_type: Option<String>,
    /// The policy, if status is 200 and it can be read.
    pub policy: Option<mta_sts::Policy>,
    /// What is wrong with the text, each with its line.
    pub problems: Vec<String>,
}

/// The TLS-RPT record of a domain (RFC 8460 §3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TlsReports {
    /// What stands at `_smtp._tls`.
    pub record: Published<tls_rpt::Record>,
}

/// Addresses that the domain's own SPF record names one by one, and their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SendingAddresses {
    /// At most eight.
    pub addresses: Vec<SendingAddress>,
}

/// One address that sends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SendingAddress {
    /// The address.
    pub address: IpAddr,
    /// The SPF term that names it.
    pub term: String,
    /// Its names (PTR records), at most four.
    pub names: Vec<String>,
    /// True if one of the names leads back to the address.
    pub confirmed: bool,
}

/// A message that the user gave, by its header (`--mail-sample`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MailSample {
    /// What its header tells; `None` when no message was given.
    pub sample: Option<Sample>,
}
