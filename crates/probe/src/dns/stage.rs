//! A domain as it will be: its names are answered by a zone file, or by name servers that the registrar does not list yet.
//! Names of others are looked up as always.

use super::exchange::{self, ExchangeError, Question};
use super::resolver::is_under;
use super::{Account, Reply, key};
use crate::net::Net;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{Name as Wire, RData, Record, RecordType};
use hickory_proto::serialize::binary::{BinDecoder, Restrict};
use model::facts::Lookup;
use model::{Name, Seen, Unknown, Why};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use zone::{Found, Kind, Zone};

/// Aliases followed within the domain.
const MAX_ALIASES: usize = 12;

/// What stands in for the live domain.
#[derive(Debug, Clone)]
pub enum Stage {
    /// A zone file.
    File(Arc<Zone>),
    /// Name servers, with their names where they were told.
    Servers(Name, Vec<(Option<Name>, IpAddr)>),
}

/// What one name gave.
enum Said {
    Answer(Reply),
    /// An alias, and where it leads.
    Alias(Vec<Record>, Wire),
    /// Somebody else answers for this name.
    Outside,
}

impl Stage {
    /// What is not known because of it.
    #[must_use]
    pub fn unknown(&self) -> Unknown {
        let words = match self {
            Self::File(_) => "a zone file does not tell it; launch-ready check looks once it is live",
            Self::Servers(..) => "--ns asks servers that the registrar does not list yet",
        };
        Unknown::new(Why::Offline, words)
    }

    /// The answer to a question; `None` when the name is none of the domain, with the aliases that led out of it.
    pub(super) async fn ask(
        &self,
        net: &Net,
        question: &Question,
        limit: Duration,
        account: &dyn Account,
    ) -> Seen<Result<Reply, (Vec<Record>, Wire)>> {
        let mut records: Vec<Record> = Vec::new();
        let mut name = question.name.clone();
        for _ in 0..=MAX_ALIASES {
            let said = match self {
                Self::File(zone) => in_file(zone, &name, question.kind),
                Self::Servers(domain, servers) => {
                    let asked = Question { name: name.clone(), recurse: false, ..question.clone() };
                    at_servers(net, domain, servers, &asked, limit, account).await?
                }
            };
            match said {
                Said::Outside => return Ok(Err((records, name))),
                Said::Alias(more, target) => {
                    records.extend(more);
                    name = target;
                }
                Said::Answer(mut reply) => {
                    records.append(&mut reply.records);
                    return Ok(Ok(Reply { records, ..reply }));
                }
            }
        }
        let extended_errors = vec!["the aliases don't end".to_owned()];
        Ok(Ok(Reply { lookup: Lookup::ServerFailure, records: Vec::new(), extended_errors, secure: false }))
    }
}

fn plain(lookup: Lookup, records: Vec<Record>) -> Said {
    Said::Answer(Reply { lookup, records, extended_errors: Vec::new(), secure: false })
}

fn in_file(zone: &Zone, name: &Wire, kind: RecordType) -> Said {
    let Ok(asked) = zone::Name::read(&key(name), None) else { return plain(Lookup::NoSuchName, Vec::new()) };
    match zone.find(&asked, Kind(kind.into())) {
        Found::Records(records) => plain(Lookup::Found, records.iter().filter_map(|r| to_record(name, r)).collect()),
        Found::Alias(alias, target) => match Wire::from_ascii(target.to_string()) {
            Ok(target) => Said::Alias(to_record(name, &alias).into_iter().collect(), target),
            Err(_) => plain(Lookup::ServerFailure, Vec::new()),
        },
        Found::NoData => plain(Lookup::NoData, Vec::new()),
        Found::NoName => plain(Lookup::NoSuchName, Vec::new()),
        // A subdomain that others serve goes on as it is.
        Found::Delegated(_) | Found::Outside => Said::Outside,
    }
}

/// A record of a file as one from the wire.
fn to_record(name: &Wire, record: &zone::Record) -> Option<Record> {
    let length = u16::try_from(record.data.len()).ok()?;
    let mut octets = BinDecoder::new(&record.data);
    let data = RData::read(&mut octets, RecordType::from(record.kind.0), Restrict::new(length)).ok()?;
    Some(Record::from_rdata(name.clone(), record.ttl, data))
}

async fn at_servers(
    net: &Net,
    domain: &Name,
    servers: &[(Option<Name>, IpAddr)],
    question: &Question,
    limit: Duration,
    account: &dyn Account,
) -> Seen<Said> {
    if !is_under(&question.name, domain) {
        return Ok(Said::Outside);
    }
    for (_, address) in servers {
        account.pay()?;
        match exchange::ask(net, SocketAddr::new(*address, net.dns_port), question, limit).await {
            Ok((message, bytes)) => {
                account.received(bytes);
                if let Some(said) = judge(message, domain, question) {
                    return Ok(said);
                }
            }
            Err(ExchangeError::Ours(unknown)) => return Err(unknown),
            Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => {}
        }
    }
    // As a resolver would say once the registrar lists them.
    let extended_errors = vec!["22 none of the servers given with --ns answers for it".to_owned()];
    Ok(Said::Answer(Reply { lookup: Lookup::ServerFailure, records: Vec::new(), extended_errors, secure: false }))
}

/// `None` for an answer that says nothing about the name.
fn judge(message: Message, domain: &Name, question: &Question) -> Option<Said> {
    if !matches!(message.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain) {
        return None;
    }
    if !message.metadata.authoritative {
        let below = |r: &&Record| r.record_type() == RecordType::NS && is_under(&r.name, domain);
        let cut = message.authorities.iter().find(below)?;
        return super::to_name(&cut.name).filter(|cut| cut != domain).map(|_| Said::Outside);
    }
    let reply = Reply::from(message, question.kind);
    let last = reply.records.iter().rev().find_map(|r| match &r.data {
        RData::CNAME(to) => Some(to.0.clone()),
        _ => None,
    });
    match last {
        Some(target) if reply.lookup == Lookup::NoData && !is_under(&target, domain) => {
            Some(Said::Alias(reply.records, target))
        }
        _ => Some(Said::Answer(Reply { secure: false, ..reply })),
    }
}
