//! Zones in the form in which questions are answered, made from the plain data of a world.

use crate::world::{Dnssec, Record as Plain, World, Zone as PlainZone, is_under};
use hickory_proto::rr::rdata::{A, AAAA, CAA, CNAME, MX, NS, NULL, PTR, SOA, SRV, TLSA, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A record of the world that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("the record \"{name} {kind} {value}\" can't be read")]
pub struct ZoneError {
    name: String,
    kind: String,
    value: String,
}

/// All zones of a world.
#[derive(Debug)]
pub(crate) struct Tree {
    zones: BTreeMap<String, Zone>,
}

/// One zone.
#[derive(Debug)]
pub(crate) struct Zone {
    pub(crate) name: String,
    pub(crate) dnssec: Dnssec,
    /// Names of the servers that carry it.
    pub(crate) servers: Vec<String>,
    /// False when none of its servers gives an answer; a resolver then fails.
    pub(crate) reachable: bool,
    soa: Record,
    records: BTreeMap<String, Vec<Record>>,
    /// Names below which other servers answer, with their NS records and glue.
    cuts: BTreeMap<String, (Vec<Record>, Vec<Record>)>,
}

/// What a zone holds for a question.
pub(crate) enum Found {
    /// Records of the asked type.
    Records(Vec<Record>),
    /// An alias to follow.
    Alias(Box<Record>, String),
    /// The name exists without such records.
    NoData,
    /// The name does not exist.
    NoName,
    /// Others answer: their NS records and glue.
    Elsewhere(Vec<Record>, Vec<Record>),
}

impl Tree {
    /// Reads the zones of a world.
    pub(crate) fn of(world: &World) -> Result<Self, ZoneError> {
        let zones = world.zones.iter().map(|z| Ok((z.name.clone(), Zone::of(world, z)?)));
        Ok(Self { zones: zones.collect::<Result<_, _>>()? })
    }

    /// The deepest zone holding `name` among those that `carried` lets through.
    pub(crate) fn zone_of(&self, name: &str, carried: impl Fn(&Zone) -> bool) -> Option<&Zone> {
        self.zones.values().filter(|z| is_under(name, &z.name) && carried(z)).max_by_key(|z| z.name.len())
    }
}

impl Zone {
    fn of(world: &World, plain: &PlainZone) -> Result<Self, ZoneError> {
        let own = absolute(&plain.name, "SOA")?;
        let first = plain.servers.first().map_or("", String::as_str);
        let contact = absolute(format!("hostmaster.{}", plain.name).trim_end_matches('.'), "SOA")?;
        let [refresh, retry, expire, minimum] = plain.timers;
        let whole = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        let soa = SOA::new(
            absolute(first, "SOA")?,
            contact,
            plain.serial,
            whole(refresh),
            whole(retry),
            whole(expire),
            minimum,
        );
        let mut zone = Self {
            name: plain.name.clone(),
            dnssec: plain.dnssec,
            servers: plain.servers.iter().chain(&plain.carried_by).cloned().collect(),
            reachable: world.name_servers.iter().any(|s| plain.servers.contains(&s.name) && s.manner.answers()),
            soa: Record::from_rdata(own, 3600, RData::SOA(soa)),
            records: BTreeMap::new(),
            cuts: BTreeMap::new(),
        };
        zone.records.insert(zone.name.clone(), vec![zone.soa.clone()]);
        for server in &plain.servers {
            zone.add(&Plain { name: zone.name.clone(), kind: "NS".into(), value: server.clone(), ttl: 86400 })?;
        }
        for record in &plain.records {
            zone.add(record)?;
        }
        for server in &world.name_servers {
            if world.zone_of(&server.name).is_some_and(|z| z.name == zone.name) {
                for record in address_records(&server.name, &server.addresses)? {
                    zone.records.entry(server.name.clone()).or_default().push(record);
                }
            }
        }
        for child in &world.zones {
            if child.name != zone.name && parent_of(world, &child.name) == Some(zone.name.as_str()) {
                let cut = zone.cut(world, child)?;
                zone.cuts.insert(child.name.clone(), cut);
            }
        }
        Ok(zone)
    }

    fn add(&mut self, plain: &Plain) -> Result<(), ZoneError> {
        let name = plain.name.to_ascii_lowercase();
        self.records.entry(name).or_default().push(read(plain)?);
        Ok(())
    }

    /// Delegation to a child: NS records, and glue for servers whose addresses can't be had without it.
    fn cut(&self, world: &World, child: &PlainZone) -> Result<(Vec<Record>, Vec<Record>), ZoneError> {
        let mut servers = Vec::new();
        let mut glue = Vec::new();
        for server in child.parent_says.as_ref().unwrap_or(&child.servers) {
            servers.push(Record::from_rdata(
                absolute(&child.name, "NS")?,
                86400,
                RData::NS(NS(absolute(server, "NS")?)),
            ));
            if is_under(server, &self.name)
                && let Some(machine) = world.name_servers.iter().find(|s| &s.name == server)
            {
                let last = child.servers.last() == Some(server);
                let wrong: Vec<IpAddr> = child.wrong_glue.filter(|_| last).into_iter().collect();
                glue.extend(address_records(server, if wrong.is_empty() { &machine.addresses } else { &wrong })?);
            }
        }
        Ok((servers, glue))
    }

    /// Looks a name up as RFC 1034 §4.3.2 and RFC 4592 say. `name` is lower case without final dot.
    pub(crate) fn find(&self, name: &str, kind: RecordType) -> Found {
        if let Some((servers, glue)) = self
            .cuts
            .iter()
            .find(|(cut, _)| is_under(name, cut) && !(*cut == name && kind == RecordType::DS))
            .map(|c| c.1)
        {
            return Found::Elsewhere(servers.clone(), glue.clone());
        }
        self.find_inside(name, kind)
    }

    /// The same without regard to zone cuts, for a resolver that has all zones at hand.
    pub(crate) fn find_inside(&self, name: &str, kind: RecordType) -> Found {
        if let Some(records) = self.records.get(name) {
            return pick(records, kind, None);
        }
        // A name that only has names below it exists, without data (RFC 8020).
        if self.exists(name) {
            return Found::NoData;
        }
        let mut encloser = name;
        while let Some((_, above)) =
            encloser.split_once('.').or_else(|| (!encloser.is_empty()).then_some((encloser, "")))
        {
            encloser = above;
            if self.exists(encloser) {
                let star = if encloser.is_empty() { "*".to_owned() } else { format!("*.{encloser}") };
                return self.records.get(&star).map_or(Found::NoName, |records| pick(records, kind, Some(name)));
            }
        }
        Found::NoName
    }

    /// All records, as a transfer sends them: the SOA record first and last (RFC 5936 §2.2).
    pub(crate) fn whole(&self) -> Vec<Record> {
        let others = self.records.values().flatten().filter(|r| r.record_type() != RecordType::SOA);
        std::iter::once(&self.soa).chain(others).chain([&self.soa]).cloned().collect()
    }

    fn exists(&self, name: &str) -> bool {
        name == self.name || self.records.keys().chain(self.cuts.keys()).any(|known| is_under(known, name))
    }

    /// Signatures over the records of a type at a name.
    pub(crate) fn signatures(&self, name: &str, kind: RecordType) -> Vec<Record> {
        let covers = u16::from(kind).to_be_bytes();
        let over = |r: &&Record| match &r.data {
            RData::Unknown { code: RecordType::RRSIG, rdata } => rdata.anything.starts_with(&covers),
            _ => false,
        };
        self.records.get(name).into_iter().flatten().filter(over).cloned().collect()
    }

    /// The SOA record as negative answers carry it (RFC 2308 §3: with the smaller of its own TTL and the minimum).
    pub(crate) fn negative_soa(&self) -> Record {
        let mut soa = self.soa.clone();
        soa.ttl = soa.ttl.min(300);
        soa
    }
}

/// Records of the asked type, or the alias; renamed when a wildcard made them.
fn pick(records: &[Record], kind: RecordType, rename: Option<&str>) -> Found {
    let named = |record: &Record| {
        let mut record = record.clone();
        if let Some(name) = rename.and_then(|n| absolute(n, "").ok()) {
            record.name = name;
        }
        record
    };
    let wanted: Vec<_> =
        records.iter().filter(|r| kind == RecordType::ANY || r.record_type() == kind).map(named).collect();
    if !wanted.is_empty() {
        return Found::Records(wanted);
    }
    for record in records {
        if let RData::CNAME(target) = &record.data {
            return Found::Alias(Box::new(named(record)), text(&target.0));
        }
    }
    Found::NoData
}

fn parent_of<'a>(world: &'a World, child: &str) -> Option<&'a str> {
    let above = world.zones.iter().filter(|z| z.name != child && is_under(child, &z.name));
    above.max_by_key(|z| z.name.len()).map(|z| z.name.as_str())
}

fn address_records(name: &str, addresses: &[IpAddr]) -> Result<Vec<Record>, ZoneError> {
    let owner = absolute(name, "A")?;
    let data = addresses.iter().map(|address| match address {
        IpAddr::V4(ip) => RData::A(A(*ip)),
        IpAddr::V6(ip) => RData::AAAA(AAAA(*ip)),
    });
    Ok(data.map(|data| Record::from_rdata(owner.clone(), 86400, data)).collect())
}

/// A name as text: lower case, no final dot.
pub(crate) fn text(name: &Name) -> String {
    name.to_lowercase().to_ascii().trim_end_matches('.').to_owned()
}

fn absolute(name: &str, kind: &str) -> Result<Name, ZoneError> {
    Name::from_ascii(format!("{}.", name.trim_end_matches('.'))).map_err(|_| ZoneError {
        name: name.to_owned(),
        kind: kind.to_owned(),
        value: String::new(),
    })
}

/// Reads a record in zone-file form.
fn read(plain: &Plain) -> Result<Record, ZoneError> {
    let data = data(&plain.kind, &plain.value).ok_or_else(|| ZoneError {
        name: plain.name.clone(),
        kind: plain.kind.clone(),
        value: plain.value.clone(),
    })?;
    Ok(Record::from_rdata(absolute(&plain.name, &plain.kind)?, plain.ttl, data))
}

fn data(kind: &str, value: &str) -> Option<RData> {
    let name = |text: &str| absolute(text, kind).ok();
    let words: Vec<&str> = value.split_whitespace().collect();
    Some(match (kind, words.as_slice()) {
        ("A", [ip]) => RData::A(A(ip.parse().ok()?)),
        ("AAAA", [ip]) => RData::AAAA(AAAA(ip.parse().ok()?)),
        ("CNAME", [target]) => RData::CNAME(CNAME(name(target)?)),
        ("NS", [target]) => RData::NS(NS(name(target)?)),
        ("PTR", [target]) => RData::PTR(PTR(name(target)?)),
        ("MX", [preference, host]) => RData::MX(MX::new(preference.parse().ok()?, name(host)?)),
        ("SRV", [priority, weight, port, target]) => {
            RData::SRV(SRV::new(priority.parse().ok()?, weight.parse().ok()?, port.parse().ok()?, name(target)?))
        }
        ("TLSA", [usage, selector, matching, hex]) => {
            let number = |text: &str| text.parse::<u8>().ok();
            let (usage, selector, matching) = (number(usage)?, number(selector)?, number(matching)?);
            RData::TLSA(TLSA::new(usage.into(), selector.into(), matching.into(), octets(hex)?))
        }
        ("DS" | "DNSKEY" | "RRSIG", [hex]) => {
            RData::Unknown { code: kind.parse().ok()?, rdata: NULL::with(octets(hex)?) }
        }
        ("HTTPS", _) => RData::try_from_str(RecordType::HTTPS, value).ok()?,
        ("CAA", [flags, tag, ..]) => {
            let flags: u8 = flags.parse().ok()?;
            let rest = value.split_once(tag)?.1.trim().trim_matches('"');
            // The type can't be built from parts: a well-formed one is made and its parts replaced.
            let mut caa = CAA::new_issue(flags & 0x80 != 0, None, Vec::new());
            (caa.tag, caa.value) = ((*tag).to_owned(), rest.as_bytes().to_vec());
            RData::CAA(caa)
        }
        // RFC 1035 §3.3.14: strings of at most 255 octets, one after another.
        ("TXT", _) => RData::TXT(TXT::from_bytes(if value.is_empty() {
            vec![b"".as_slice()]
        } else {
            value.as_bytes().chunks(255).collect()
        })),
        _ => return None,
    })
}

/// Octets of a hex text.
fn octets(hex: &str) -> Option<Vec<u8>> {
    let pair = |i: usize| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok();
    (0..hex.len()).step_by(2).map(pair).collect()
}
