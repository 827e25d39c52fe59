//! Facts about mail records. Record texts are kept as they came; `mail` parses them where they are judged.

use crate::name::Name;
use serde::{Deserialize, Serialize};

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
