//! The zone as each of its servers tells it, one by one.

use super::delegation::{at_parent, servers};
use super::{name_of, staged};
use crate::dns::Stage;
use crate::dns::exchange::{ExchangeError, Question};
use crate::dns::{to_name, to_wire};
use crate::look::{Gather, Look};
use crate::tls::certificate::hex;
use futures_util::future::join_all;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{RData, Record, RecordType};
use model::facts::{Delegation, EdnsAnswer, NameServers, ServerAnswer, ServerDepth, ServerLook, Soa, ZoneView};
use model::{Name, Seen, Subject};
use sha2::{Digest, Sha256};
use std::net::{IpAddr, SocketAddr};

/// Addresses of one server that are asked: one of each family.
const PER_FAMILY: usize = 1;
/// A name of nobody's target that exists: whoever looks it up for strangers looks up all.
const FOREIGN: &str = "a.root-servers.net";
/// What resolvers asked for before 2020, in bytes.
const ANY_SIZE: u16 = 4096;
/// Types asked for at the top of the zone.
const KINDS: [RecordType; 5] = [RecordType::A, RecordType::AAAA, RecordType::MX, RecordType::TXT, RecordType::CNAME];

impl Gather for NameServers {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let domain = name_of(subject)?;
        if let Some(Stage::File(zone)) = &look.net.stage {
            return staged::in_file(look, zone).await;
        }
        let (delegation, parent) = tokio::join!(look.get::<Delegation>(subject), at_parent(look, &domain));
        let delegation = delegation?;
        let each = delegation.servers.iter().map(|server| {
            let good: Vec<IpAddr> = server
                .answers
                .iter()
                .filter(|(_, a)| matches!(a, ServerAnswer::Authoritative { .. }))
                .map(|(ip, _)| *ip)
                .collect();
            let addresses: Vec<IpAddr> = server.answers.iter().map(|(ip, _)| *ip).collect();
            one(look, &domain, server.name.clone(), addresses, good)
        });
        let servers = join_all(each).await.into_iter().collect::<Seen<Vec<_>>>()?;
        Ok(Self { parent, staged: look.net.stage.is_some(), servers })
    }
}

async fn one(look: &Look, domain: &Name, name: Name, addresses: Vec<IpAddr>, good: Vec<IpAddr>) -> Seen<ServerDepth> {
    let reply = look.ask(&name, RecordType::A).await?;
    let mut asked: Vec<IpAddr> = Vec::new();
    for v6 in [false, true] {
        asked.extend(good.iter().filter(|ip| ip.is_ipv6() == v6).take(PER_FAMILY));
    }
    let looks = join_all(asked.into_iter().map(|address| at(look, domain, address))).await;
    Ok(ServerDepth {
        alias: reply.aliases(&name).pop(),
        not_public: addresses.iter().copied().filter(|ip| !look.net.is_public(*ip)).collect(),
        addresses,
        name,
        looks,
    })
}

async fn at(look: &Look, domain: &Name, address: IpAddr) -> ServerLook {
    let (view, tcp, edns, recursion, datagram) = tokio::join!(
        view(look, domain, address),
        look.ask_tcp(address, domain, RecordType::SOA),
        edns(look, domain, address),
        recursion(look, address),
        datagram(look, domain, address)
    );
    let tcp = match tcp {
        Ok(_) => Some(true),
        Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => Some(false),
        Err(ExchangeError::Ours(_)) => None,
    };
    ServerLook { address, view, tcp, edns, recursion, datagram }
}

/// The longest of the answers that are long in practice, asked for as by a resolver that takes any length.
async fn datagram(look: &Look, domain: &Name, address: IpAddr) -> Option<u16> {
    let (texts, keys) = tokio::join!(
        look.datagram(address, domain, RecordType::TXT, ANY_SIZE),
        look.datagram(address, domain, RecordType::DNSKEY, ANY_SIZE)
    );
    texts.max(keys)
}

async fn view(look: &Look, domain: &Name, address: IpAddr) -> Option<ZoneView> {
    let top = |kind| async move {
        let message = look.ask_server(address, domain, kind).await.ok()?;
        message.metadata.authoritative.then_some(message)
    };
    let (soa, ns, rest) = tokio::join!(top(RecordType::SOA), top(RecordType::NS), join_all(KINDS.map(top)));
    let (soa, ns) = (soa?, ns?);
    let start = soa.answers.iter().find_map(|r| match &r.data {
        RData::SOA(soa) => Some(Soa {
            primary: soa.mname.to_lowercase().to_ascii(),
            contact: soa.rname.to_lowercase().to_ascii(),
            serial: soa.serial,
            refresh: soa.refresh,
            retry: soa.retry,
            expire: soa.expire,
            minimum: soa.minimum,
        }),
        _ => None,
    })?;
    let mut names = servers(&ns.answers, domain);
    names.sort();
    let mut ttls: Vec<(String, u32)> = Vec::new();
    ttls.extend(ns.answers.first().map(|r| ("NS".to_owned(), r.ttl)));
    let mut records = Vec::new();
    for (kind, message) in KINDS.iter().zip(rest) {
        // One type that stays without answer leaves the whole view out: half of it would look like a difference.
        let message = message?;
        let of_kind: Vec<&Record> = message
            .answers
            .iter()
            .filter(|r| r.record_type() == *kind && to_name(&r.name).as_ref() == Some(domain))
            .collect();
        ttls.extend(of_kind.first().map(|r| (kind.to_string(), r.ttl)));
        let mut values: Vec<String> = of_kind.iter().map(|r| shown(&r.data)).collect();
        values.sort();
        records.push((kind.to_string(), values));
    }
    Some(ZoneView { soa: start, servers: names, records, ttls })
}

/// A value in zone-file form; texts by their hash.
fn shown(data: &RData) -> String {
    match data {
        RData::TXT(txt) => hex(&Sha256::digest(txt.txt_data.concat()))[..16].to_owned(),
        other => other.to_string().to_ascii_lowercase(),
    }
}

async fn edns(look: &Look, domain: &Name, address: IpAddr) -> EdnsAnswer {
    let Ok(name) = to_wire(domain) else { return EdnsAnswer::NotTried };
    let question = Question { edns_version: 1, ..Question::new(name, RecordType::SOA, false) };
    let server = SocketAddr::new(address, look.net.dns_port);
    match look.exchange(server, &question).await {
        Ok(message) => judge_edns(&message),
        Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => EdnsAnswer::Silent,
        Err(ExchangeError::Ours(_)) => EdnsAnswer::NotTried,
    }
}

fn judge_edns(message: &Message) -> EdnsAnswer {
    match message.metadata.response_code {
        ResponseCode::BADVERS | ResponseCode::BADSIG => EdnsAnswer::Good,
        code if message.edns.is_none() => EdnsAnswer::Unknown(code.to_string()),
        // Answering an unknown version as if it were 0 is against RFC 6891, and harms nobody.
        _ => EdnsAnswer::Good,
    }
}

async fn recursion(look: &Look, address: IpAddr) -> Option<bool> {
    let name = to_wire(&Name::parse(FOREIGN).ok()?).ok()?;
    let server = SocketAddr::new(address, look.net.dns_port);
    let message = look.exchange(server, &Question::new(name, RecordType::A, true)).await.ok()?;
    let open = message.metadata.recursion_available
        && message.metadata.response_code == ResponseCode::NoError
        && message.answers.iter().any(|r| r.record_type() == RecordType::A);
    Some(open)
}
