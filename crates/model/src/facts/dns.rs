//! Facts about registration and DNS.

use crate::name::Name;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What the registry publishes about a domain (RDAP, RFC 9083).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// False when the registry says that nobody registered the name.
    pub registered: bool,
    /// End of the paid period.
    pub expires: Option<Timestamp>,
    /// Name of the registrar, as published.
    pub registrar: Option<String>,
    /// EPP status words (RFC 8056), such as `client transfer prohibited`.
    pub status: Vec<String>,
}

/// How a question to DNS ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lookup {
    /// Records of the asked kind exist.
    Found,
    /// The name exists, without such records.
    NoData,
    /// The name does not exist (NXDOMAIN).
    NoSuchName,
    /// The resolver could not get an answer (SERVFAIL).
    ServerFailure,
    /// Refused.
    Refused,
}

/// Where a host name points, as the resolver says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Addresses {
    /// How the search for IPv4 and IPv6 addresses ended.
    pub lookup: Lookup,
    /// Aliases (CNAME) followed from the host on; empty when there is none.
    pub aliases: Vec<Name>,
    /// IPv4 addresses.
    pub v4: Vec<Ipv4Addr>,
    /// IPv6 addresses.
    pub v6: Vec<Ipv6Addr>,
    /// Smallest time to live of the address records, in seconds.
    pub ttl: Option<u32>,
    /// Extended errors (RFC 8914) that came with the answer, as `code text`.
    pub extended_errors: Vec<String>,
    /// Those of the addresses that the Internet can't reach (RFC 6890), unless the net was told to count them as public.
    #[serde(default)]
    pub not_public: Vec<IpAddr>,
}

impl Addresses {
    /// All addresses, IPv4 first.
    pub fn all(&self) -> impl Iterator<Item = IpAddr> + '_ {
        self.v4.iter().copied().map(IpAddr::V4).chain(self.v6.iter().copied().map(IpAddr::V6))
    }

    /// The last name of the alias chain.
    #[must_use]
    pub fn alias_target(&self) -> Option<&Name> {
        self.aliases.last()
    }
}

/// The name servers of a domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delegation {
    /// How the search for NS records ended.
    pub lookup: Lookup,
    /// Each server with each of its addresses asked.
    pub servers: Vec<NameServerLook>,
}

/// One name server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NameServerLook {
    /// Its name.
    pub name: Name,
    /// What each address answered to a question for the zone's SOA record.
    pub answers: Vec<(IpAddr, ServerAnswer)>,
}

/// What one name server address answered for the zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerAnswer {
    /// It serves the zone with this serial.
    Authoritative {
        /// SOA serial.
        serial: u32,
    },
    /// It answered without authority for the zone.
    Lame {
        /// The answer code, such as `REFUSED`.
        code: String,
    },
    /// Three questions over UDP and one over TCP stayed without answer.
    NoAnswer,
}

/// Certificate authorities that may issue for a host (RFC 8659).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Caa {
    /// The name up the tree that has the records; `None` when there are none.
    pub found_at: Option<Name>,
    /// Its records.
    pub records: Vec<CaaRecord>,
}

/// One CAA record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaaRecord {
    /// True when an authority must refuse if it does not know the tag.
    pub critical: bool,
    /// `issue`, `issuewild`, `iodef` …
    pub tag: String,
    /// The value.
    pub value: String,
}

/// Whether the platform at the end of an alias still has an app of that name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The platform that the alias leads to, when it is a known one that hands out names.
    pub platform: Option<Platform>,
}

/// A hosting platform seen behind an alias.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Platform {
    /// `Heroku`.
    pub name: String,
    /// The last name of the alias chain.
    pub target: Name,
    /// The platform's own statement that nothing of that name exists, quoted; `None` when it serves something.
    pub denial: Option<String>,
}
