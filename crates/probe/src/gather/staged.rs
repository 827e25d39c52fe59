//! The servers of a domain that is judged before it is live: by its zone file, or at servers given by `--ns`.

use super::delegation::{look_at_addresses, servers};
use crate::dns::resolver::address_of;
use crate::look::Look;
use hickory_proto::rr::RecordType;
use model::facts::{Delegation, EdnsAnswer, Lookup, NameServers, ServerDepth, ServerLook, Soa, ZoneView};
use model::{Name, Seen};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use zone::{Kind, Zone};

/// Types at the top of a zone that are compared, as `name_servers` asks for them.
const KINDS: [Kind; 5] = [Kind::A, Kind::AAAA, Kind::MX, Kind::TXT, Kind::CNAME];

/// The servers given by `--ns`, each asked. A server without name gets the one that the zone has for its address.
pub(super) async fn delegation(look: &Look, domain: &Name, given: &[(Option<Name>, IpAddr)]) -> Seen<Delegation> {
    let own = look.ask(domain, RecordType::NS).await?;
    let mut known: Vec<(Name, Vec<IpAddr>)> = Vec::new();
    for server in servers(&own.records, domain) {
        let addresses = look.server_addresses(&server).await.unwrap_or_default();
        known.push((server, addresses));
    }
    let mut named: Vec<(Name, Vec<IpAddr>)> = Vec::new();
    for (name, address) in given {
        let of_zone = || known.iter().find(|(_, all)| all.contains(address)).map(|(n, _)| n.clone());
        let by_address = || Name::parse(&address.to_string().replace(':', "-")).ok();
        let Some(name) = name.clone().or_else(of_zone).or_else(by_address) else { continue };
        match named.iter_mut().find(|(n, _)| *n == name) {
            Some((_, all)) => all.push(*address),
            None => named.push((name, vec![*address])),
        }
    }
    let mut looks = Vec::new();
    for (name, addresses) in named {
        looks.push(look_at_addresses(look, domain, name, addresses).await);
    }
    Ok(Delegation { lookup: Lookup::Found, servers: looks })
}

/// What a zone file says of its servers and of the top of the zone. The file is told once, as the first server has it: it
/// shows nothing about how the servers behave.
pub(super) async fn in_file(look: &Look, zone: &Zone) -> Seen<NameServers> {
    let mut servers = Vec::new();
    for record in zone.of(&zone.origin, Kind::NS) {
        let Some(name) = record.target().and_then(|n| Name::parse(&n.plain()).ok()) else { continue };
        let addresses = look.server_addresses(&name).await?;
        let alias = look.ask(&name, RecordType::A).await?.aliases(&name).pop();
        let not_public = addresses.iter().copied().filter(|ip| !look.net.is_public(*ip)).collect();
        servers.push(ServerDepth { name, alias, addresses, not_public, looks: Vec::new() });
    }
    if let (Some(first), Some(view)) = (servers.first_mut(), view(zone)) {
        let address = first.addresses.first().copied().unwrap_or(IpAddr::from([0, 0, 0, 0]));
        let look = ServerLook {
            address,
            view: Some(view),
            tcp: None,
            edns: EdnsAnswer::NotTried,
            recursion: None,
            datagram: None,
        };
        first.looks.push(look);
    }
    Ok(NameServers { parent: None, staged: true, servers })
}

fn view(zone: &Zone) -> Option<ZoneView> {
    let start = zone.of(&zone.origin, Kind::SOA).next()?;
    let (primary, used) = zone::Name::from_wire(&start.data)?;
    let (contact, more) = zone::Name::from_wire(start.data.get(used..)?)?;
    let numbers: Vec<u32> = start
        .data
        .get(used + more..)?
        .chunks_exact(4)
        .filter_map(|c| Some(u32::from_be_bytes(c.try_into().ok()?)))
        .collect();
    let [serial, refresh, retry, expire, minimum] = numbers.try_into().ok()?;
    let signed = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
    let soa = Soa {
        primary: primary.to_string(),
        contact: contact.to_string(),
        serial,
        refresh: signed(refresh),
        retry: signed(retry),
        expire: signed(expire),
        minimum,
    };
    let at_top = |kind| zone.of(&zone.origin, kind);
    let mut ttls: Vec<(String, u32)> = Vec::new();
    let mut records = Vec::new();
    for kind in KINDS {
        ttls.extend(at_top(kind).next().map(|r| (kind.to_string(), r.ttl)));
        let mut values: Vec<String> = at_top(kind).map(shown).collect();
        values.sort();
        records.push((kind.to_string(), values));
    }
    ttls.extend(at_top(Kind::NS).next().map(|r| ("NS".to_owned(), r.ttl)));
    let names = at_top(Kind::NS).filter_map(|r| Name::parse(&r.target()?.plain()).ok()).collect();
    Some(ZoneView { soa, servers: names, records, ttls })
}

/// A value in zone-file form; texts by their hash, as everywhere in this fact.
fn shown(record: &zone::Record) -> String {
    match (record.kind, address_of(record)) {
        (Kind::TXT, _) => crate::tls::certificate::hex(&Sha256::digest(&record.data))[..16].to_owned(),
        (_, Some(ip)) => ip.to_string(),
        _ => record.value(),
    }
}
