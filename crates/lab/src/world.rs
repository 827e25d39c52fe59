//! What the lab serves, as plain data that a test can change before it starts.

use crate::chaos::Chaos;
use crate::pace::Rounds;
use crate::web::Site;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// Address of the lab's recursive resolver.
pub(crate) const RESOLVER: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 53));

/// Address of the second resolver, where a world has one.
pub(crate) const SECOND_RESOLVER: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 54));

/// Everything that can be asked.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Zones; the root's name is empty. SOA, NS and glue records are made from `servers`, not written in `records`.
    pub zones: Vec<Zone>,
    /// Machines that serve zones.
    pub name_servers: Vec<NameServer>,
    /// Virtual hosts by host name; `*.` in front serves every name below.
    pub sites: BTreeMap<String, Site>,
    /// Mail servers by host name, on port 25.
    pub mail_servers: BTreeMap<String, MailServer>,
    /// A message that the company sent, as its recipient got it.
    pub sample: String,
    /// The company's repository.
    pub repository: crate::repository::Repository,
    /// Names that are set in production, as the host's command prints them; empty where nobody asked.
    pub production_names: String,
    /// What the registry says, by domain; all other domains are not registered.
    pub registrations: BTreeMap<String, Registration>,
    /// Servers that misbehave below the level of their protocol: host name, name server or address, and port.
    /// `resolver` names the recursive resolver.
    pub chaos: BTreeMap<(String, u16), Chaos>,
    /// What the people of the company answered, by check id: yes or no.
    pub answers: BTreeMap<String, bool>,
    /// Added to each round trip of every protocol.
    pub delay: Duration,
    /// When set, round trips go in step, for counting them.
    pub rounds: Option<Rounds>,
    /// A second resolver that is asked as well.
    pub second_resolver: Option<SecondResolver>,
}

/// How the second resolver answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondResolver {
    /// As the first one does.
    Honest,
    /// With an address of its own for this name, and a time to live that stands still.
    MakesUp(String),
}

/// One zone.
#[derive(Debug, Clone)]
pub struct Zone {
    /// Name without final dot; empty for the root.
    pub name: String,
    /// Names of the servers that the zone itself lists.
    pub servers: Vec<String>,
    /// Names of the servers that the parent lists, where they differ.
    pub parent_says: Option<Vec<String>>,
    /// Servers that carry it without standing in its list.
    pub carried_by: Vec<String>,
    /// The address that the parent gives for its last server, where it is a wrong one.
    pub wrong_glue: Option<IpAddr>,
    /// Refresh, retry, expire and minimum of its SOA record, in seconds.
    pub timers: [u32; 4],
    /// Records.
    pub records: Vec<Record>,
    /// SOA serial.
    pub serial: u32,
    /// How the resolver sees its signatures.
    pub dnssec: Dnssec,
}

/// How a validating resolver sees a zone. The lab signs nothing: its resolver plays the part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dnssec {
    /// No DS at the parent.
    Unsigned,
    /// The chain of trust holds: AD is set.
    Signed,
    /// Signatures don't verify: SERVFAIL with EDE 6, unless the question sets CD.
    Bogus,
}

/// One record in zone-file form, as a remedy prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Whole name, without final dot.
    pub name: String,
    /// `A`, `AAAA`, `CNAME`, `MX`, `NS`, `TXT`, `CAA`, `SRV`, `PTR`.
    pub kind: String,
    /// Value; TXT without quotes.
    pub value: String,
    /// Time to live in seconds.
    pub ttl: u32,
}

/// One machine that serves zones.
#[derive(Debug, Clone)]
pub struct NameServer {
    /// Its name.
    pub name: String,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// How it answers.
    pub manner: Manner,
}

/// How a name server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As it should.
    Answers,
    /// Without authority: it does not know the zone and points back up.
    Lame,
    /// REFUSED.
    Refuses,
    /// Not at all.
    Silent,
    /// SERVFAIL.
    Fails,
    /// As it should, of a version of the zone that is three serials old.
    Stale,
    /// As it should, with an old address for the top of the zone.
    OldAddress,
    /// As it should, and to any question of anybody.
    OpenToAll,
    /// Over UDP only.
    UdpOnly,
    /// Without EDNS, which it takes for a malformed question.
    WithoutEdns,
    /// As it should, and hands the whole zone to whoever asks.
    GivesTransfers,
    /// As it should, in datagrams of any length that is asked for.
    LongDatagrams,
}

impl Manner {
    /// Does it answer for its zones?
    pub(crate) fn answers(self) -> bool {
        !matches!(self, Self::Lame | Self::Refuses | Self::Silent | Self::Fails)
    }
}

/// One mail server.
#[derive(Debug, Clone)]
pub struct MailServer {
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
    /// What it shows after STARTTLS.
    pub certificate: Certificate,
    /// How it behaves.
    pub post: Post,
}

/// How a mail server behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// As it should: STARTTLS with TLS 1.2 and 1.3.
    Tls,
    /// It does not offer STARTTLS.
    Plain,
    /// It offers STARTTLS and knows TLS 1.0 alone.
    OldTls,
    /// It offers STARTTLS and can't do it.
    BrokenTls,
    /// It takes mail of strangers for strangers.
    OpenRelay,
    /// It accepts connections and never speaks.
    Silent,
    /// It refuses connections.
    Closed,
}

/// What the registry publishes about a domain.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Days until it ends, counted from the start of the lab; negative when it ended.
    pub expires_in_days: i64,
    /// Registrar.
    pub registrar: String,
    /// EPP status words.
    pub status: Vec<String>,
}

/// A certificate that a site wants.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// DNS names.
    pub names: Vec<String>,
    /// Begin of validity, in hours from the start of the lab.
    pub from_hours: i64,
    /// End of validity, in hours from the start of the lab.
    pub to_hours: i64,
    /// Who signs it.
    pub issuer: Issuer,
    /// Whether the server sends the intermediate certificate along.
    pub send_intermediate: bool,
    /// Embedded signed certificate timestamps. Their signatures are dummies.
    pub timestamps: u8,
    /// True for a certificate that demands a stapled statement (RFC 7633).
    pub must_staple: bool,
    /// True for a chain that is signed with SHA-1 on its way: an authority's certificate, never verified, is added.
    pub weak_signature: bool,
    /// True when the root comes before the intermediate.
    pub mixed_up: bool,
    /// True for a key of 1024 bits, which only the first look shows: nothing signs with it.
    pub weak_key: bool,
}

/// Who signs a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issuer {
    /// The lab's public authority, `Lab Trust`.
    LabTrust,
    /// The same root under the name `Let's Encrypt`: CAA records can only be compared with authorities that are known.
    LetsEncrypt,
    /// The certificate itself.
    ItsOwn,
    /// An authority that nobody knows.
    Stranger,
}

impl Certificate {
    /// A healthy certificate: 90 days, of which 60 are left.
    #[must_use]
    pub fn of(names: &[&str]) -> Self {
        Self {
            names: names.iter().map(|n| (*n).to_owned()).collect(),
            from_hours: -30 * 24,
            to_hours: 60 * 24,
            issuer: Issuer::LabTrust,
            send_intermediate: true,
            timestamps: 2,
            must_staple: false,
            weak_signature: false,
            mixed_up: false,
            weak_key: false,
        }
    }

    /// The same with other times, in hours from the start of the lab.
    #[must_use]
    pub fn valid(mut self, from_hours: i64, to_hours: i64) -> Self {
        (self.from_hours, self.to_hours) = (from_hours, to_hours);
        self
    }
}

impl Zone {
    /// A zone without records.
    #[must_use]
    pub fn new(name: &str, servers: &[&str]) -> Self {
        Self {
            name: name.to_owned(),
            servers: servers.iter().map(|s| (*s).to_owned()).collect(),
            parent_says: None,
            carried_by: Vec::new(),
            wrong_glue: None,
            timers: [7200, 900, 1_209_600, 300],
            records: Vec::new(),
            serial: 2_026_110_201,
            dnssec: Dnssec::Unsigned,
        }
    }

    /// The same zone as one whose chain of trust holds.
    #[must_use]
    pub fn signed(mut self) -> Self {
        self.dnssec = Dnssec::Signed;
        self
    }

    /// The same zone with one more record of an hour; `@` stands for the zone's own name.
    #[must_use]
    pub fn with(mut self, label: &str, kind: &str, value: &str) -> Self {
        let name = if label == "@" { self.name.clone() } else { format!("{label}.{}", self.name) };
        self.records.push(Record { name, kind: kind.to_owned(), value: value.to_owned(), ttl: 3600 });
        self
    }
}

impl World {
    /// The deepest zone that holds a name.
    #[must_use]
    pub fn zone_of(&self, name: &str) -> Option<&Zone> {
        self.zones.iter().filter(|z| is_under(name, &z.name)).max_by_key(|z| z.name.len())
    }

    /// Publishes a record beside those that exist, in the zone that holds the name.
    pub fn publish(&mut self, name: &str, kind: &str, value: &str, ttl: u32) {
        if let Some(zone) = self.zone_mut(name) {
            zone.records.push(Record { name: name.to_owned(), kind: kind.to_owned(), value: value.to_owned(), ttl });
        }
    }

    /// Deletes records of a name and kind; with a value, only that record. Quotes and final dots make no difference.
    pub fn unpublish(&mut self, name: &str, kind: &str, value: Option<&str>) {
        let bare = |text: &str| text.replace('"', "").trim().trim_end_matches('.').to_ascii_lowercase();
        if let Some(zone) = self.zone_mut(name) {
            let other = |r: &Record| value.is_some_and(|v| bare(v) != bare(&r.value));
            zone.records.retain(|r| r.name != name || r.kind != kind || other(r));
        }
    }

    /// Replaces all records of a name and kind by one.
    pub fn set_record(&mut self, name: &str, kind: &str, value: &str) {
        self.unpublish(name, kind, None);
        self.publish(name, kind, value, 3600);
    }

    /// Sends a header with every answer that a host gives over https, instead of what it sent; `None` drops it.
    pub fn set_header(&mut self, host: &str, name: &str, value: Option<&str>) {
        if let Some(site) = self.sites.get_mut(host) {
            site.headers.retain(|(n, _)| !n.eq_ignore_ascii_case(name));
            site.headers.extend(value.map(|v| (name.to_owned(), v.to_owned())));
        }
    }

    /// The name server of that name.
    pub fn name_server_mut(&mut self, name: &str) -> Option<&mut NameServer> {
        self.name_servers.iter_mut().find(|s| s.name == name)
    }

    /// The mail server of that name.
    pub fn mail_server_mut(&mut self, name: &str) -> Option<&mut MailServer> {
        self.mail_servers.get_mut(name)
    }

    /// The zone that holds a name, to change it.
    pub fn zone_mut(&mut self, name: &str) -> Option<&mut Zone> {
        self.zones.iter_mut().filter(|z| is_under(name, &z.name)).max_by_key(|z| z.name.len())
    }
}

/// Is `name` the zone itself or below it?
pub(crate) fn is_under(name: &str, zone: &str) -> bool {
    zone.is_empty() || name == zone || name.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'))
}
