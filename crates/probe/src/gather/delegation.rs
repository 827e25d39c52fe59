//! The name servers of a domain as its parent lists them, each address asked for the zone.

use super::{name_of, staged};
use crate::dns::Stage;
use crate::dns::exchange::ExchangeError;
use crate::dns::to_name;
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{RData, Record, RecordType};
use model::facts::{Delegation, Lookup, NameServerLook, ParentSays, ServerAnswer};
use model::{Name, Seen, Subject};
use std::net::IpAddr;

/// More servers than this are asked no further: thirteen is what fits an answer of old.
const MAX_SERVERS: usize = 13;
/// Servers of the parent tried until one answers.
const PARENT_TRIES: usize = 3;

impl Gather for Delegation {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let domain = name_of(subject)?;
        match &look.net.stage {
            Some(stage @ Stage::File(_)) => return Err(stage.unknown()),
            Some(Stage::Servers(_, given)) => return staged::delegation(look, &domain, given).await,
            None => {}
        }
        let (own, parent) = tokio::join!(look.ask(&domain, RecordType::NS), at_parent(look, &domain));
        let own = own?;
        let mut lookup = own.lookup;
        let mut names = servers(&own.records, &domain);
        // What the parent lists is where resolvers go; the zone's own list only stands in for it.
        if let Some(listed) = parent.map(|p| p.names).filter(|l| !l.is_empty()) {
            names = listed;
            lookup = Lookup::Found;
        }
        names.sort();
        names.dedup();
        names.truncate(MAX_SERVERS);
        let looks = join_all(names.into_iter().map(|name| look_at(look, &domain, name))).await;
        Ok(Self { lookup, servers: looks.into_iter().collect::<Seen<Vec<_>>>()? })
    }
}

/// Names in NS records of `zone`.
pub(super) fn servers(records: &[Record], zone: &Name) -> Vec<Name> {
    let of_zone = records.iter().filter(|r| to_name(&r.name).as_ref() == Some(zone));
    of_zone
        .filter_map(|r| match &r.data {
            RData::NS(ns) => to_name(&ns.0),
            _ => None,
        })
        .collect()
}

/// What the parent zone's servers list; `None` when none of them answered.
pub(super) async fn at_parent(look: &Look, domain: &Name) -> Option<ParentSays> {
    if look.net.stage.is_some() {
        return None;
    }
    let parent = domain.parent()?;
    let reply = look.ask(&parent, RecordType::NS).await.ok()?;
    for server in servers(&reply.records, &parent).into_iter().take(PARENT_TRIES) {
        for address in look.server_addresses(&server).await.ok()?.into_iter().take(2) {
            if let Ok(message) = look.ask_server(address, domain, RecordType::NS).await {
                let all: Vec<Record> = message.answers.iter().chain(&message.authorities).cloned().collect();
                let names = servers(&all, domain);
                let denies = names.is_empty() && denies(&message);
                return Some(ParentSays { names, glue: glue(&message), denies });
            }
        }
    }
    None
}

/// Does a server of the parent zone say, with authority, that nothing is delegated?
fn denies(message: &Message) -> bool {
    let said = matches!(message.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain);
    said && message.metadata.authoritative
}

/// Addresses in the additional section, by name.
pub(super) fn glue(message: &Message) -> Vec<(Name, Vec<IpAddr>)> {
    let mut glue: Vec<(Name, Vec<IpAddr>)> = Vec::new();
    for record in &message.additionals {
        let (Some(name), Some(ip)) = (to_name(&record.name), record.data.ip_addr()) else { continue };
        match glue.iter_mut().find(|(n, _)| *n == name) {
            Some((_, all)) => all.push(ip),
            None => glue.push((name, vec![ip])),
        }
    }
    glue
}

async fn look_at(look: &Look, domain: &Name, name: Name) -> Seen<NameServerLook> {
    let addresses = look.server_addresses(&name).await?;
    Ok(look_at_addresses(look, domain, name, addresses).await)
}

/// Each address of a server asked for the zone.
pub(super) async fn look_at_addresses(
    look: &Look,
    domain: &Name,
    name: Name,
    addresses: Vec<IpAddr>,
) -> NameServerLook {
    let asked = addresses.into_iter().map(|address| async move {
        let answer = look.ask_server(address, domain, RecordType::SOA).await;
        (address, judge(answer, domain))
    });
    let answers = join_all(asked).await.into_iter().filter_map(|(address, a)| Some((address, a?))).collect();
    NameServerLook { name, answers }
}

/// `None` when the trouble was ours (no route for that family): it says nothing about the server.
pub(super) fn judge(answer: Result<Message, ExchangeError>, domain: &Name) -> Option<ServerAnswer> {
    let message = match answer {
        Ok(message) => message,
        Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => return Some(ServerAnswer::NoAnswer),
        Err(ExchangeError::Ours(_)) => return None,
    };
    let serial = message.answers.iter().find_map(|r| match &r.data {
        RData::SOA(soa) if to_name(&r.name).as_ref() == Some(domain) => Some(soa.serial),
        _ => None,
    });
    Some(match serial {
        Some(serial) if message.metadata.authoritative => ServerAnswer::Authoritative { serial },
        _ => ServerAnswer::Lame { code: code(message.metadata.response_code) },
    })
}

/// The answer code as `dig` prints it.
pub(super) fn code(code: ResponseCode) -> String {
    match code {
        ResponseCode::NoError => "NOERROR without authority".into(),
        ResponseCode::Refused => "REFUSED".into(),
        ResponseCode::ServFail => "SERVFAIL".into(),
        ResponseCode::NXDomain => "NXDOMAIN".into(),
        other => other.to_string(),
    }
}

impl Look {
    /// Addresses of a name server.
    pub(crate) async fn server_addresses(&self, server: &Name) -> Seen<Vec<IpAddr>> {
        let (a, aaaa) = tokio::join!(self.ask(server, RecordType::A), self.ask(server, RecordType::AAAA));
        let (a, aaaa) = (a?, aaaa?);
        let records = a.records.iter().chain(&aaaa.records);
        Ok(records
            .filter_map(|r| match &r.data {
                RData::A(ip) => Some(IpAddr::V4(ip.0)),
                RData::AAAA(ip) => Some(IpAddr::V6(ip.0)),
                _ => None,
            })
            .collect())
    }
}
