//! Questions to DNS: to the resolver, and to one server alone.

pub mod exchange;
mod iterate;
pub(crate) mod mail;
pub mod resolver;
mod secure;
mod stage;
mod survey;
mod voices;

pub use resolver::{Resolver, read_hints};
pub use stage::Stage;
pub use survey::{Standing, kinds_of, survey};
pub use voices::{Authority, Heard, Voice, authorities, hear, survey_at};

use crate::look::{Look, lock};
use crate::net::Net;
use exchange::{ExchangeError, Question};
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{RData, Record, RecordType};
use model::facts::Lookup;
use model::{Name, Seen, Unknown, Why};

/// What a resolver answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// How it ended.
    pub lookup: Lookup,
    /// Records of the answer section.
    pub records: Vec<Record>,
    /// Extended errors (RFC 8914), `code text`.
    pub extended_errors: Vec<String>,
    /// Did the resolver vouch for the answer by its signatures (AD, RFC 4035 §3.2.3)?
    pub secure: bool,
}

impl Reply {
    fn from(message: Message, kind: RecordType) -> Self {
        let found = message.answers.iter().any(|r| r.record_type() == kind);
        let lookup = match message.metadata.response_code {
            ResponseCode::NoError if found => Lookup::Found,
            ResponseCode::NoError => Lookup::NoData,
            ResponseCode::NXDomain => Lookup::NoSuchName,
            ResponseCode::Refused => Lookup::Refused,
            _ => Lookup::ServerFailure,
        };
        Self {
            lookup,
            extended_errors: exchange::extended_errors(&message),
            secure: message.metadata.authentic_data,
            records: message.answers,
        }
    }

    /// Aliases in order, from `name` on.
    #[must_use]
    pub fn aliases(&self, name: &Name) -> Vec<Name> {
        let mut chain: Vec<Name> = Vec::new();
        let mut current = name.clone();
        while let Some(next) = self.records.iter().find_map(|r| match &r.data {
            RData::CNAME(to) if to_name(&r.name).as_ref() == Some(&current) => to_name(&to.0),
            _ => None,
        }) {
            // A circle of aliases ends where it closes.
            if chain.contains(&next) || next == *name {
                break;
            }
            chain.push(next.clone());
            current = next;
        }
        chain
    }

    /// Texts of TXT records, their strings joined (RFC 7208 §3.3), bytes that are no UTF-8 replaced.
    pub fn texts(&self) -> impl Iterator<Item = String> + '_ {
        self.records.iter().filter_map(|r| match &r.data {
            RData::TXT(txt) => Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned()),
            _ => None,
        })
    }
}

/// A name from the wire in our form; `None` for what is no host or service name.
#[must_use]
pub fn to_name(name: &hickory_proto::rr::Name) -> Option<Name> {
    Name::parse(&name.to_ascii()).ok()
}

/// Our name in the form of the wire.
pub(crate) fn to_wire(name: &Name) -> Seen<hickory_proto::rr::Name> {
    hickory_proto::rr::Name::from_ascii(format!("{name}.")).map_err(|e| Unknown::new(Why::Bug, format!("{name}: {e}")))
}

/// Who bears the cost of questions.
pub(crate) trait Account: Sync {
    /// Pays for a question before it is asked.
    fn pay(&self) -> Seen<()>;
    /// Notes bytes that came in.
    fn received(&self, bytes: usize);
}

/// A name as a key of a memo: names that differ in case only are one.
fn key(name: &hickory_proto::rr::Name) -> String {
    name.to_lowercase().to_ascii()
}

/// The answer to a question, as a resolver gives it; names of a domain that is judged before it is live are answered by what
/// stands in for it.
pub(crate) async fn ask_resolvers(
    net: &Net,
    question: &Question,
    limit: std::time::Duration,
    account: &dyn Account,
) -> Seen<Reply> {
    let Some(stage) = &net.stage else { return ask_outside(net, question, limit, account).await };
    match stage.ask(net, question, limit, account).await? {
        Ok(reply) => Ok(reply),
        Err((mut records, name)) => {
            let mut reply = ask_outside(net, &Question { name, ..question.clone() }, limit, account).await?;
            records.append(&mut reply.records);
            Ok(Reply { records, ..reply })
        }
    }
}

/// The first resolver that gives a result counts; a failure of one is checked with the next.
async fn ask_outside(net: &Net, question: &Question, limit: std::time::Duration, account: &dyn Account) -> Seen<Reply> {
    let mut failure: Option<Reply> = None;
    let mut silent = Vec::new();
    let mut trouble = None;
    for resolver in &net.resolvers {
        account.pay()?;
        match resolver.ask(net, question, limit, account).await {
            Ok((message, bytes)) => {
                account.received(bytes);
                let reply = Reply::from(message, question.kind);
                if !matches!(reply.lookup, Lookup::ServerFailure | Lookup::Refused) {
                    return Ok(reply);
                }
                failure = Some(reply);
            }
            Err(ExchangeError::Ours(unknown)) if unknown.why == Why::BudgetSpent => return Err(unknown),
            // No route to this one, or it can't prove its name: the next may do.
            Err(ExchangeError::Ours(unknown)) => trouble = Some(unknown),
            Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => silent.push(resolver.to_string()),
        }
    }
    match (failure, trouble) {
        // A resolver that refuses to serve us says nothing about the name.
        (Some(reply), _) if reply.lookup == Lookup::Refused => {
            Err(Unknown::new(Why::NoResolver, "the resolver refuses to answer"))
        }
        (Some(reply), _) => Ok(reply),
        (None, Some(trouble)) => Err(trouble),
        (None, None) if silent.is_empty() => Err(Unknown::new(Why::NoResolver, "none is configured on this machine")),
        (None, None) => Err(Unknown::new(Why::NoResolver, format!("no answer from {}", model::text::list(&silent)))),
    }
}

impl Account for Look {
    fn pay(&self) -> Seen<()> {
        Look::pay(self)
    }

    fn received(&self, bytes: usize) {
        Look::received(self, bytes);
    }
}

impl Look {
    /// Asks the resolver, once for each name and type.
    ///
    /// # Errors
    /// When no resolver answers.
    pub async fn ask(&self, name: &Name, kind: RecordType) -> Seen<Reply> {
        self.ask_wire(&to_wire(name)?, kind).await
    }

    /// As [`Look::ask`], for any name that fits the wire.
    pub(crate) async fn ask_wire(&self, name: &hickory_proto::rr::Name, kind: RecordType) -> Seen<Reply> {
        let cell = lock(&self.asked).entry((key(name), u16::from(kind))).or_default().clone();
        let question = Question::new(name.clone(), kind, true);
        let ask = || ask_resolvers(&self.net, &question, self.plan.limits.timeout, self);
        cell.get_or_init(ask).await.clone()
    }

    /// Asks one server.
    ///
    /// # Errors
    /// [`ExchangeError`] tells silence and garbage from our own trouble.
    pub(crate) async fn exchange(
        &self,
        server: std::net::SocketAddr,
        question: &Question,
    ) -> Result<Message, ExchangeError> {
        self.pay().map_err(ExchangeError::Ours)?;
        let (message, bytes) = exchange::ask(&self.net, server, question, self.plan.limits.timeout).await?;
        self.received(bytes);
        Ok(message)
    }

    /// Asks the first resolver that answers, with signatures and with or without its own check of them.
    pub(crate) async fn ask_signed(
        &self,
        name: &hickory_proto::rr::Name,
        kind: RecordType,
        unchecked: bool,
    ) -> Seen<Message> {
        if let Some(stage) = &self.net.stage {
            return Err(stage.unknown());
        }
        let question = Question { signatures: true, unchecked, ..Question::new(name.clone(), kind, true) };
        let mut trouble = Unknown::new(Why::NoResolver, "no resolver answered a question for signatures");
        for resolver in &self.net.resolvers {
            self.pay()?;
            match resolver.ask(&self.net, &question, self.plan.limits.timeout, self).await {
                Ok((message, bytes)) => {
                    self.received(bytes);
                    return Ok(message);
                }
                Err(ExchangeError::Ours(unknown)) => trouble = unknown,
                Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => {}
            }
        }
        Err(trouble)
    }

    /// Length of the answer that one server sends in one datagram when `size` bytes are asked for, signatures included;
    /// `None` without answer.
    pub(crate) async fn datagram(
        &self,
        address: std::net::IpAddr,
        name: &Name,
        kind: RecordType,
        size: u16,
    ) -> Option<u16> {
        self.pay().ok()?;
        let question = Question { signatures: true, udp_size: size, ..Question::new(to_wire(name).ok()?, kind, false) };
        let server = std::net::SocketAddr::new(address, self.net.dns_port);
        let limit = self.plan.limits.timeout;
        let (_, bytes) = exchange::over_udp(&self.net, server, &question, limit).await.ok()?;
        self.received(bytes);
        u16::try_from(bytes).ok()
    }

    /// Asks one server over TCP alone.
    pub(crate) async fn ask_tcp(
        &self,
        address: std::net::IpAddr,
        name: &Name,
        kind: RecordType,
    ) -> Result<Message, ExchangeError> {
        self.pay().map_err(ExchangeError::Ours)?;
        let name = to_wire(name).map_err(ExchangeError::Ours)?;
        let server = std::net::SocketAddr::new(address, self.net.dns_port);
        let limit = self.plan.limits.timeout;
        let question = Question::new(name, kind, false);
        let asked = exchange::over_tcp(&self.net, server, &question, limit);
        let (message, bytes) = tokio::time::timeout(limit, asked).await.unwrap_or(Err(ExchangeError::NoAnswer))?;
        self.received(bytes);
        Ok(message)
    }

    /// As [`Look::exchange`], for a name in our form, without recursion.
    pub(crate) async fn ask_server(
        &self,
        address: std::net::IpAddr,
        name: &Name,
        kind: RecordType,
    ) -> Result<Message, ExchangeError> {
        let name = to_wire(name).map_err(ExchangeError::Ours)?;
        let server = std::net::SocketAddr::new(address, self.net.dns_port);
        self.exchange(server, &Question::new(name, kind, false)).await
    }
}
