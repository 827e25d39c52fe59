//! Everybody who can be asked about a name: the resolvers, and each address of each name server.

use super::exchange::{ExchangeError, Question};
use super::resolver::is_under;
use super::survey::{Free, Standing, standing};
use super::{Resolver, Stage, ask_resolvers, exchange, to_name, to_wire};
use crate::net::Net;
use futures_util::future::join_all;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{RData, RecordType};
use model::facts::Lookup;
use model::{Name, Seen, Unknown, Why};
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use zone::Kind;

/// Questions under way at a time to one server.
const AT_ONCE: usize = 12;
/// Labels up to which the zone of a name is searched for.
const MAX_LABELS: usize = 12;

/// One address of a name server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// Its name.
    pub name: Name,
    /// The address.
    pub address: IpAddr,
}

/// Somebody who answers.
#[derive(Debug, Clone)]
pub enum Voice {
    /// A resolver.
    Resolver(Resolver),
    /// A name server of the domain.
    Server(Authority),
}

/// What somebody said about a name and type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    /// How it ended.
    pub lookup: Lookup,
    /// Values in zone-file form, sorted; where the name is an alias, the aliases and what they lead to.
    pub values: Vec<String>,
    /// Seconds that the answer may be kept: the shortest of its records, or of "there is no such name".
    pub ttl: Option<u32>,
}

impl Heard {
    /// The same answer, whatever its age?
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        self.lookup == other.lookup && self.values == other.values
    }
}

/// Name servers of the zone that holds a name, with the zone: what `--ns` gave, else what DNS lists.
///
/// # Errors
/// When nobody answers, or no zone is found.
pub async fn authorities(net: &Net, name: &Name, limit: Duration) -> Seen<(Name, Vec<Authority>)> {
    if let Some(Stage::Servers(domain, given)) = &net.stage
        && name.is_under(domain)
    {
        let named = |(server, address): &(Option<Name>, IpAddr)| {
            let name = server.clone().or_else(|| Name::parse(&address.to_string().replace(':', "-")).ok())?;
            Some(Authority { name, address: *address })
        };
        return Ok((domain.clone(), given.iter().filter_map(named).collect()));
    }
    let mut zone = Some(name.clone());
    for _ in 0..MAX_LABELS {
        let Some(current) = zone else { break };
        let reply = ask_resolvers(net, &Question::new(to_wire(&current)?, RecordType::NS, true), limit, &Free).await?;
        let servers: Vec<Name> = reply
            .records
            .iter()
            .filter(|r| to_name(&r.name).as_ref() == Some(&current))
            .filter_map(|r| match &r.data {
                RData::NS(ns) => to_name(&ns.0),
                _ => None,
            })
            .collect();
        if servers.is_empty() {
            zone = current.parent();
            continue;
        }
        let mut all = Vec::new();
        for server in servers {
            for kind in [RecordType::A, RecordType::AAAA] {
                let question = Question::new(to_wire(&server)?, kind, true);
                let reply = ask_resolvers(net, &question, limit, &Free).await?;
                let addresses = reply.records.iter().filter_map(|r| r.data.ip_addr());
                all.extend(addresses.map(|address| Authority { name: server.clone(), address }));
            }
        }
        all.retain(|a| net.only_v4.is_none_or(|v4| a.address.is_ipv4() == v4));
        all.sort_by(|a, b| (&a.name, a.address).cmp(&(&b.name, b.address)));
        return Ok((current, all));
    }
    Err(Unknown::new(Why::NoAnswer, format!("the name servers of {name}")))
}

/// Asks one name server, and nobody else, for each name and type.
///
/// # Errors
/// When it does not answer for one of them: a part of the records would look like all of them.
pub async fn survey_at(
    net: &Net,
    server: &Authority,
    questions: &[(Name, Kind)],
    limit: Duration,
) -> Seen<Vec<Standing>> {
    let mut all = Vec::new();
    for some in questions.chunks(AT_ONCE) {
        let answers = join_all(some.iter().map(|(name, kind)| at(net, server, name, *kind, limit))).await;
        for ((name, kind), message) in some.iter().zip(answers) {
            // Without authority it only points to those who serve a subdomain.
            let message = message?;
            if message.metadata.authoritative {
                all.extend(standing(&message.answers, name, RecordType::from(kind.0)));
            }
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

async fn at(net: &Net, server: &Authority, name: &Name, kind: Kind, limit: Duration) -> Seen<Message> {
    let question = Question::new(to_wire(name)?, RecordType::from(kind.0), false);
    let address = SocketAddr::new(server.address, net.dns_port);
    match exchange::ask(net, address, &question, limit).await {
        Ok((message, _)) => match message.metadata.response_code {
            ResponseCode::NoError | ResponseCode::NXDomain => Ok(message),
            code => Err(Unknown::new(Why::NoAnswer, format!("{name} {kind} gets {code}"))),
        },
        Err(ExchangeError::Ours(unknown)) => Err(unknown),
        Err(ExchangeError::NoAnswer) => Err(Unknown::new(Why::NoAnswer, "no answer over UDP and TCP")),
        Err(ExchangeError::Malformed) => Err(Unknown::new(Why::NoAnswer, "what comes back is no answer")),
    }
}

/// What somebody says about a name and type right now.
///
/// # Errors
/// When there is no usable answer; the detail says what came instead.
pub async fn hear(net: &Net, voice: &Voice, name: &Name, kind: Kind, limit: Duration) -> Seen<Heard> {
    let message = match voice {
        Voice::Server(server) => at(net, server, name, kind, limit).await?,
        Voice::Resolver(resolver) => {
            let question = Question::new(to_wire(name)?, RecordType::from(kind.0), true);
            match resolver.ask(net, &question, limit, &Free).await {
                Ok((message, _)) => message,
                Err(ExchangeError::Ours(unknown)) => return Err(unknown),
                Err(_) => return Err(Unknown::new(Why::NoAnswer, "no answer")),
            }
        }
    };
    let lookup = match message.metadata.response_code {
        ResponseCode::NoError if message.answers.is_empty() => Lookup::NoData,
        ResponseCode::NoError => Lookup::Found,
        ResponseCode::NXDomain => Lookup::NoSuchName,
        code => return Err(Unknown::new(Why::NoAnswer, format!("it answers {code}"))),
    };
    if matches!(voice, Voice::Server(_)) && !message.metadata.authoritative {
        return Err(Unknown::new(Why::NoAnswer, "it does not serve the zone"));
    }
    Ok(heard(&message, lookup, name, kind))
}

/// What lies behind an alias to another domain differs from place to place and is left out.
fn heard(message: &Message, lookup: Lookup, name: &Name, kind: Kind) -> Heard {
    let own = name.registrable().unwrap_or_else(|| name.clone());
    let wanted = RecordType::from(kind.0);
    let records = message.answers.iter().filter(|r| is_under(&r.name, &own));
    let records: Vec<_> =
        records.filter(|r| r.record_type() == wanted || r.record_type() == RecordType::CNAME).collect();
    let shown = |r: &&hickory_proto::rr::Record| {
        let value = super::survey::value(&r.data);
        if r.record_type() == wanted { value } else { format!("alias to {}", value.trim_end_matches('.')) }
    };
    let mut values: Vec<String> = records.iter().map(shown).collect();
    values.sort();
    values.dedup();
    let negative = message.authorities.iter().filter_map(|r| match &r.data {
        // RFC 2308 §5.
        RData::SOA(soa) => Some(r.ttl.min(soa.minimum)),
        _ => None,
    });
    let ttl = records.iter().map(|r| r.ttl).min().or_else(|| negative.min());
    let lookup = if values.is_empty() && lookup == Lookup::Found { Lookup::NoData } else { lookup };
    Heard { lookup, values, ttl }
}
