//! Looking a name up without a resolver: from the root servers down the delegations (RFC 1034 §5.3.3).

use super::exchange::{self, ExchangeError, Question};
use super::{Account, key};
use crate::look::lock;
use crate::net::Net;
use hickory_proto::op::{Message, MessageType, OpCode, ResponseCode};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use std::collections::HashMap;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Aliases followed for one question.
const MAX_ALIASES: usize = 12;
/// Delegations followed for one name: no real tree is that deep.
const MAX_CUTS: usize = 16;
/// Searches for the address of a name server within searches for one.
const MAX_DEPTH: usize = 4;
/// Questions put for one question in all.
const MAX_ASKED: u32 = 64;
/// Servers of one zone that are tried.
const MAX_TRIED: usize = 4;
/// Names of servers without glue that are looked up for one zone.
const MAX_WITHOUT_GLUE: usize = 3;

/// What was learned on the way, for the next question.
#[derive(Debug, Default)]
pub struct Walk {
    hints: Vec<IpAddr>,
    /// Addresses of the servers of each zone that was met.
    cuts: Mutex<HashMap<String, Vec<IpAddr>>>,
}

/// One question under way.
struct Errand<'a> {
    net: &'a Net,
    limit: Duration,
    account: &'a dyn Account,
    asked: AtomicU32,
}

/// How one step down ended.
enum Step {
    /// An answer with authority, or with records.
    Answer(Message),
    /// Servers of a zone further down.
    Down(Name, Vec<IpAddr>),
    /// None of the servers gave a usable answer.
    Stuck,
}

type Walking<'a> = Pin<Box<dyn Future<Output = Result<Message, ExchangeError>> + Send + 'a>>;

impl Walk {
    pub(super) fn new(hints: Vec<IpAddr>) -> Self {
        Self { hints, cuts: Mutex::default() }
    }

    /// Answers as a resolver does that does not verify signatures.
    pub(super) async fn ask(
        &self,
        net: &Net,
        question: &Question,
        limit: Duration,
        account: &dyn Account,
    ) -> Result<(Message, usize), ExchangeError> {
        let errand = Errand { net, limit, account, asked: AtomicU32::new(0) };
        // Dead servers on the way cost a time-out each.
        let walked = tokio::time::timeout(limit * 4, self.walk(&errand, question.clone(), 0)).await;
        let message = walked.unwrap_or(Err(ExchangeError::NoAnswer))?;
        let bytes = message.to_vec().map_or(0, |b| b.len());
        Ok((message, bytes))
    }

    fn walk<'a>(&'a self, errand: &'a Errand<'_>, question: Question, depth: usize) -> Walking<'a> {
        Box::pin(async move {
            let mut answers: Vec<Record> = Vec::new();
            let mut name = question.name.clone();
            for _ in 0..=MAX_ALIASES {
                let asked = Question { name: name.clone(), recurse: false, ..question.clone() };
                let message = self.descend(errand, &asked, depth).await?;
                let code = message.metadata.response_code;
                answers.extend(message.answers.iter().cloned());
                let end = chain_end(&message, &name);
                let done = code != ResponseCode::NoError
                    || end == name
                    || message.answers.iter().any(|r| r.name == end && r.record_type() == question.kind);
                if done {
                    return Ok(answer(&question, code, answers, message.authorities));
                }
                name = end;
            }
            Ok(answer(&question, ResponseCode::ServFail, Vec::new(), Vec::new()))
        })
    }

    /// Asks down the tree until somebody answers for the name.
    async fn descend(&self, errand: &Errand<'_>, question: &Question, depth: usize) -> Result<Message, ExchangeError> {
        let (mut zone, mut servers) = self.nearest(question);
        for _ in 0..MAX_CUTS {
            match self.step(errand, question, &zone, &servers, depth).await? {
                Step::Answer(message) => return Ok(message),
                Step::Stuck => break,
                Step::Down(cut, addresses) => {
                    lock(&self.cuts).insert(key(&cut), addresses.clone());
                    (zone, servers) = (cut, addresses);
                }
            }
        }
        Ok(answer(question, ResponseCode::ServFail, Vec::new(), Vec::new()))
    }

    /// The deepest zone known on the way to a name.
    fn nearest(&self, question: &Question) -> (Name, Vec<IpAddr>) {
        let cuts = lock(&self.cuts);
        // DS is data of the parent (RFC 4035 §3.1.4.1).
        let mut zone = match question.kind {
            RecordType::DS if !question.name.is_root() => question.name.base_name(),
            _ => question.name.clone(),
        };
        while !zone.is_root() {
            if let Some(servers) = cuts.get(&key(&zone)) {
                return (zone, servers.clone());
            }
            zone = zone.base_name();
        }
        (Name::root(), self.hints.clone())
    }

    async fn step(
        &self,
        errand: &Errand<'_>,
        question: &Question,
        zone: &Name,
        servers: &[IpAddr],
        depth: usize,
    ) -> Result<Step, ExchangeError> {
        let mut silent = true;
        for address in servers.iter().take(MAX_TRIED) {
            let message = match errand.exchange(*address, question).await {
                Ok(message) => message,
                Err(ExchangeError::Ours(unknown)) if unknown.why == model::Why::BudgetSpent => {
                    return Err(ExchangeError::Ours(unknown));
                }
                // Also an address family that this machine lacks: the next server may have another.
                Err(_) => continue,
            };
            silent = false;
            if !matches!(message.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain) {
                continue;
            }
            if message.metadata.authoritative || !message.answers.is_empty() {
                return Ok(Step::Answer(message));
            }
            let Some(cut) = further_down(&message, zone, &question.name) else { continue };
            let addresses = self.servers_of(errand, &message, zone, &cut, depth).await?;
            if !addresses.is_empty() {
                return Ok(Step::Down(cut, addresses));
            }
        }
        if silent && zone.is_root() {
            return Err(ExchangeError::NoAnswer);
        }
        Ok(Step::Stuck)
    }

    /// Addresses of a zone's servers: glue that the answering zone may vouch for, else looked up.
    async fn servers_of(
        &self,
        errand: &Errand<'_>,
        message: &Message,
        zone: &Name,
        cut: &Name,
        depth: usize,
    ) -> Result<Vec<IpAddr>, ExchangeError> {
        let names: Vec<Name> = message
            .authorities
            .iter()
            .filter_map(|r| match &r.data {
                RData::NS(ns) if r.name == *cut => Some(ns.0.clone()),
                _ => None,
            })
            .collect();
        // A server speaks for names below its own zone only: anything else could be planted.
        let glue = message.additionals.iter().filter(|r| names.contains(&r.name) && zone.zone_of(&r.name));
        let mut addresses: Vec<IpAddr> = glue.filter_map(|r| r.data.ip_addr()).collect();
        if addresses.is_empty() && depth < MAX_DEPTH {
            for name in names.into_iter().filter(|n| !cut.zone_of(n)).take(MAX_WITHOUT_GLUE) {
                for kind in [RecordType::A, RecordType::AAAA] {
                    let found = self.walk(errand, Question::new(name.clone(), kind, false), depth + 1).await?;
                    addresses.extend(found.answers.iter().filter_map(|r| r.data.ip_addr()));
                }
                if !addresses.is_empty() {
                    break;
                }
            }
        }
        // IPv4 first: more machines have it.
        addresses.sort_by_key(IpAddr::is_ipv6);
        Ok(addresses)
    }
}

impl Errand<'_> {
    async fn exchange(&self, address: IpAddr, question: &Question) -> Result<Message, ExchangeError> {
        if self.asked.fetch_add(1, Ordering::Relaxed) >= MAX_ASKED {
            return Err(ExchangeError::NoAnswer);
        }
        self.account.pay().map_err(ExchangeError::Ours)?;
        let server = SocketAddr::new(address, self.net.dns_port);
        let (message, _) = exchange::ask(self.net, server, question, self.limit).await?;
        Ok(message)
    }
}

/// The zone that an answer points down to: below `zone`, and on the way to `name`.
fn further_down(message: &Message, zone: &Name, name: &Name) -> Option<Name> {
    let cuts = message.authorities.iter().filter(|r| r.record_type() == RecordType::NS).map(|r| &r.name);
    cuts.filter(|cut| *cut != zone && zone.zone_of(cut) && cut.zone_of(name)).max_by_key(|c| c.num_labels()).cloned()
}

/// The last name of the aliases in an answer that begin at `name`.
fn chain_end(message: &Message, name: &Name) -> Name {
    let mut end = name.clone();
    for _ in 0..=MAX_ALIASES {
        let next = message.answers.iter().find_map(|r| match &r.data {
            RData::CNAME(to) if r.name == end => Some(to.0.clone()),
            _ => None,
        });
        match next {
            Some(next) if next != *name => end = next,
            _ => break,
        }
    }
    end
}

fn answer(question: &Question, code: ResponseCode, answers: Vec<Record>, authorities: Vec<Record>) -> Message {
    let mut message = Message::new(0, MessageType::Response, OpCode::Query);
    message.metadata.recursion_available = true;
    message.metadata.response_code = code;
    message.add_query(hickory_proto::op::Query::query(question.name.clone(), question.kind));
    message.answers = answers;
    message.authorities = authorities;
    message
}
