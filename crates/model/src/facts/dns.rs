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
    /// Who owns the domain that the alias leads to; looked up only where its last name does not exist and the domain
    /// is another one than the target's.
    #[serde(default)]
    pub owner: Option<DomainState>,
}

/// Whether a domain is anybody's: two proofs, by its parent zone and by its registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainState {
    /// The registered domain.
    pub domain: Name,
    /// Does it exist in DNS? False only where the parent zone says that it does not.
    pub exists: bool,
    /// Does the registry know it (RDAP)? `None` when it exists in DNS and the registry was not asked, or gave no answer.
    pub registered: Option<bool>,
}

impl DomainState {
    /// Both proofs agree that anybody can register it; `None` when the registry could not be asked.
    #[must_use]
    pub fn free(&self) -> Option<bool> {
        if self.exists { Some(false) } else { self.registered.map(|known| !known) }
    }
}

/// A hosting platform seen behind an alias.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Platform {
    /// `Heroku`.
    pub name: String,
    /// The last name of the alias chain.
    pub target: Name,
    /// The platform's own statement that nothing of that name exists, quoted: its page, or NXDOMAIN where it says so by
    /// DNS. `None` when it serves something.
    pub denial: Option<String>,
}

/// The zone of a domain as its parent and each of its servers tell it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NameServers {
    /// What a server of the parent zone lists; `None` when none of them answered.
    pub parent: Option<ParentSays>,
    /// Judged before it is live, by a zone file or at servers that the registrar does not list yet: what the registrar lists
    /// is not the question.
    #[serde(default)]
    pub staged: bool,
    /// Each server, looked at closely.
    pub servers: Vec<ServerDepth>,
}

impl NameServers {
    /// Every address that answered with authority, with its server and what it told.
    pub fn views(&self) -> impl Iterator<Item = (&Name, IpAddr, &ZoneView)> {
        let looks = self.servers.iter().flat_map(|s| s.looks.iter().map(move |l| (&s.name, l)));
        looks.filter_map(|(name, look)| Some((name, look.address, look.view.as_ref()?)))
    }
}

/// The parent's side of the delegation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ParentSays {
    /// Names of the servers.
    pub names: Vec<Name>,
    /// Addresses that the parent gives with them (glue).
    pub glue: Vec<(Name, Vec<IpAddr>)>,
    /// Did it say with authority that there is no delegation (NXDOMAIN, or no NS records)?
    #[serde(default)]
    pub denies: bool,
}

/// One name server in depth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServerDepth {
    /// Its name.
    pub name: Name,
    /// Where its name leads, when it is an alias (which RFC 2181 §10.3 forbids).
    pub alias: Option<Name>,
    /// Its addresses, as the resolver says.
    pub addresses: Vec<IpAddr>,
    /// Those of them that the Internet can't reach.
    pub not_public: Vec<IpAddr>,
    /// One entry for each address that was asked.
    pub looks: Vec<ServerLook>,
}

/// One address of a name server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServerLook {
    /// The address.
    pub address: IpAddr,
    /// The zone as this address tells it; `None` when it did not answer with authority.
    pub view: Option<ZoneView>,
    /// Did it answer over TCP? `None` when that could not be tried.
    pub tcp: Option<bool>,
    /// How it takes a question with a newer version of EDNS (RFC 6891 §6.1.3).
    pub edns: EdnsAnswer,
    /// Does it look names up for strangers? `None` without answer.
    pub recursion: Option<bool>,
    /// Bytes of the longest answer that it sent in one datagram when asked for more than fits a network unfragmented;
    /// `None` without answer.
    #[serde(default)]
    pub datagram: Option<u16>,
}

/// Whether name servers hand the whole zone to strangers (AXFR, RFC 5936).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfers {
    /// One entry for each address that answers for the zone.
    pub looks: Vec<TransferLook>,
}

/// One address asked for the whole zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferLook {
    /// The server.
    pub server: Name,
    /// The address.
    pub address: IpAddr,
    /// What it did.
    pub answer: TransferAnswer,
}

/// How a question for the whole zone was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferAnswer {
    /// It began to send the zone; this many records came in the first message. They are not kept.
    Given(u16),
    /// It refused: the answer code, or that it closed the connection.
    Refused(String),
    /// No connection, or no answer in time.
    NoAnswer,
}

/// Parts of the zone that were handed to other name servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subzones {
    /// Those found among the usual and declared names.
    pub zones: Vec<Subzone>,
}

/// One delegation inside the domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subzone {
    /// Its name.
    pub name: Name,
    /// The servers that it was handed to.
    pub servers: Vec<SubzoneServer>,
}

/// One server of a delegation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubzoneServer {
    /// Its name.
    pub name: Name,
    /// What became of it.
    pub state: SubzoneState,
}

/// What a server of a delegation does for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubzoneState {
    /// It answers with authority.
    Serves,
    /// It answered, and not for this zone: the answer code.
    Lame(String),
    /// Its name does not exist (NXDOMAIN), and its domain is somebody's.
    NoSuchName,
    /// Its name lies in this domain, which nobody owns: two proofs.
    Free(Name),
    /// Silence, or a question that stayed open: proves nothing.
    Unclear,
}

/// How a server takes EDNS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EdnsAnswer {
    /// As it should: BADVERS, or the answer with EDNS.
    Good,
    /// It ignores EDNS or calls it a format error.
    Unknown(String),
    /// No answer, while it answers plain questions.
    Silent,
    /// Not tried.
    NotTried,
}

/// What one server tells of the top of the zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneView {
    /// Start of authority.
    pub soa: Soa,
    /// The zone's own list of servers.
    pub servers: Vec<Name>,
    /// Records of the domain's own name by type (`A`, `AAAA`, `MX`, `TXT`, `CNAME`), each list sorted. TXT records are
    /// there by their hash: only their equality matters.
    pub records: Vec<(String, Vec<String>)>,
    /// Times to live by type, in seconds.
    pub ttls: Vec<(String, u32)>,
}

/// A start of authority record (RFC 1035 §3.3.13); times in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Soa {
    /// Primary server.
    pub primary: String,
    /// Mailbox of who runs it, in the form of a name.
    pub contact: String,
    /// Serial.
    pub serial: u32,
    /// How often the others ask.
    pub refresh: i32,
    /// How soon they ask again.
    pub retry: i32,
    /// When they give up.
    pub expire: i32,
    /// How long "there is no such name" is kept (RFC 2308).
    pub minimum: u32,
}

/// What an invented name below the domain gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wildcard {
    /// Addresses of a name that nobody made.
    pub addresses: Vec<IpAddr>,
    /// Where it leads, when it is an alias.
    pub alias: Option<Name>,
}

/// What several resolvers say of a host, and what the name servers of its domain say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolverAnswers {
    /// Each resolver; a single one when no other was named.
    pub resolvers: Vec<ResolverSays>,
    /// Records of the host that any name server of the domain gave, in zone-file form. Looked at only where two resolvers
    /// differ; `None` when no server answered for the host.
    pub servers: Option<Vec<String>>,
}

/// What one resolver says of the records of a host that belong to its domain: what lies behind an alias to somebody else
/// is left out, since it differs from place to place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResolverSays {
    /// The resolver, as it was named.
    pub resolver: String,
    /// How the search ended; `None` when it gave no usable answer.
    pub lookup: Option<Lookup>,
    /// A, AAAA and CNAME records in zone-file form, sorted.
    pub records: Vec<String>,
    /// Does the answer grow old, as one from a cache does? Looked at only where the resolver differs from the name servers;
    /// `Some(false)` when its time to live stood still and is not that of the servers.
    pub ages: Option<bool>,
}

/// HTTPS records of a host (RFC 9460).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpsRecords {
    /// Records that describe the host itself (priority above 0).
    pub services: Vec<HttpsService>,
}

/// One HTTPS record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpsService {
    /// Host that serves it; `None` for the same.
    pub target: Option<Name>,
    /// Protocols offered, such as `h2` and `h3`.
    pub alpn: Vec<String>,
    /// Port, when it is not 443.
    pub port: Option<u16>,
    /// Addresses to begin with.
    pub hints: Vec<IpAddr>,
}

/// Signatures of the domain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dnssec {
    /// Does the resolver verify signatures at all (it vouches for the root)?
    pub validating: bool,
    /// What it makes of the domain.
    pub state: DnssecState,
    /// DS records at the parent.
    pub ds: Vec<DsRecord>,
    /// Keys of the zone.
    pub keys: Vec<DnsKey>,
    /// Signatures over the start of authority and the keys.
    pub signatures: Vec<Signature>,
}

/// What a validating resolver makes of a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DnssecState {
    /// It vouches for it.
    Secure,
    /// It answers without vouching.
    Insecure,
    /// It refuses to answer unless told not to check; with its extended error.
    Bogus(String),
    /// No usable answer either way.
    Unclear,
}

/// A DS record (RFC 4034 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DsRecord {
    /// Tag of the key.
    pub tag: u16,
    /// Its algorithm number.
    pub algorithm: u8,
    /// Digest type number.
    pub digest_type: u8,
    /// Does a served key give this digest? `None` when the digest is of a type that is not computed.
    pub matches: Option<bool>,
}

/// A DNSKEY record (RFC 4034 §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsKey {
    /// Tag.
    pub tag: u16,
    /// Algorithm number.
    pub algorithm: u8,
    /// Bits of an RSA key; `None` for others.
    pub rsa_bits: Option<u32>,
}

/// An RRSIG record (RFC 4034 §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Type of the records that it covers, such as `SOA`.
    pub covers: String,
    /// When it began; `None` in looks of before this was noted.
    #[serde(default)]
    pub begins: Option<Timestamp>,
    /// When it ends.
    pub expires: Timestamp,
}

/// Names that mail rests on and whose owner could be anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailNames {
    /// One entry for each registered domain among them.
    pub domains: Vec<MailName>,
}

/// One domain that mail rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailName {
    /// The registered domain.
    pub domain: Name,
    /// The record that leads there, such as `MX 10 mx.old.example` or `include:old.example`.
    pub via: String,
    /// Does it exist in DNS? False only where the parent zone says that it does not.
    pub exists: bool,
    /// Does the registry know it? Asked only where it does not exist in DNS; `None` when it could not be asked.
    #[serde(default)]
    pub registered: Option<bool>,
}
