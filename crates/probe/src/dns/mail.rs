//! The resolver as mail authentication asks it: the `mail` crate's questions, answered over [`Net`].

use super::{Account, Question, Reply, ask_resolvers};
use crate::look::{Asked, Look, lock};
use crate::net::Net;
use hickory_proto::rr::{Name, RData, RecordType};
use mail::dns::{Answer, Dns, Mx};
use model::facts::Lookup;
use model::{Seen, Unknown, Why};
use std::collections::HashMap;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Questions that a resolver outside a look puts in all; an audit of SPF ends at 300 of its own accord.
const QUESTIONS: u64 = 2_000;

/// Answers of the resolver, each question asked once. Cheap to clone.
#[derive(Clone)]
pub struct MailDns(Source);

#[derive(Clone)]
enum Source {
    /// Within a look: its memo, its budget, its time-out.
    Look(Look),
    /// By itself.
    Alone(Arc<Alone>),
}

/// What a resolver outside a look remembers.
struct Alone {
    net: Net,
    timeout: Duration,
    asked: Mutex<HashMap<(String, u16), Asked>>,
    questions: AtomicU64,
}

impl Account for Alone {
    fn pay(&self) -> Seen<()> {
        if self.questions.fetch_add(1, Ordering::Relaxed) >= QUESTIONS {
            return Err(Unknown::new(Why::BudgetSpent, format!("{QUESTIONS} questions in all")));
        }
        Ok(())
    }

    fn received(&self, _: usize) {}
}

impl MailDns {
    /// Asks the resolvers of `net`, each question for at most `timeout`.
    #[must_use]
    pub fn new(net: Net, timeout: Duration) -> Self {
        Self(Source::Alone(Arc::new(Alone { net, timeout, asked: Mutex::default(), questions: AtomicU64::new(0) })))
    }

    /// Asks as part of a look.
    #[must_use]
    pub fn of(look: &Look) -> Self {
        Self(Source::Look(look.clone()))
    }

    async fn reply(&self, name: &str, kind: RecordType) -> Answer<Reply> {
        // A name that does not fit the wire is nobody's (RFC 7208 §4.3).
        let Some(name) = wire(name) else { return Answer::NxDomain };
        let seen = match &self.0 {
            Source::Look(look) => Box::pin(look.ask_wire(&name, kind)).await,
            Source::Alone(alone) => {
                let key = (super::key(&name), u16::from(kind));
                let cell = lock(&alone.asked).entry(key).or_default().clone();
                let question = Question::new(name, kind, true);
                let ask = || Box::pin(ask_resolvers(&alone.net, &question, alone.timeout, alone.as_ref()));
                cell.get_or_init(ask).await.clone()
            }
        };
        match seen {
            Err(unknown) => Answer::TempError(unknown.to_string()),
            Ok(reply) => match reply.lookup {
                Lookup::Found => Answer::Records(reply),
                Lookup::NoData => Answer::NoData,
                Lookup::NoSuchName => Answer::NxDomain,
                Lookup::ServerFailure => Answer::TempError("the resolver failed (SERVFAIL)".into()),
                Lookup::Refused => Answer::TempError("the resolver refused".into()),
            },
        }
    }

    async fn pick<T>(&self, name: &str, kind: RecordType, pick: impl Fn(&RData) -> Option<T>) -> Answer<Vec<T>> {
        match self.reply(name, kind).await {
            Answer::Records(reply) => Answer::Records(reply.records.iter().filter_map(|r| pick(&r.data)).collect()),
            Answer::NxDomain => Answer::NxDomain,
            Answer::NoData => Answer::NoData,
            Answer::TempError(why) => Answer::TempError(why),
        }
    }
}

impl Dns for MailDns {
    async fn txt(&self, name: &str) -> Answer<Vec<Vec<u8>>> {
        let text = |data: &RData| match data {
            RData::TXT(txt) => Some(txt.txt_data.concat()),
            _ => None,
        };
        self.pick(name, RecordType::TXT, text).await
    }

    async fn a(&self, name: &str) -> Answer<Vec<Ipv4Addr>> {
        let address = |data: &RData| match data {
            RData::A(a) => Some(a.0),
            _ => None,
        };
        self.pick(name, RecordType::A, address).await
    }

    async fn aaaa(&self, name: &str) -> Answer<Vec<Ipv6Addr>> {
        let address = |data: &RData| match data {
            RData::AAAA(a) => Some(a.0),
            _ => None,
        };
        self.pick(name, RecordType::AAAA, address).await
    }

    async fn mx(&self, name: &str) -> Answer<Vec<Mx>> {
        let server = |data: &RData| match data {
            RData::MX(mx) => Some(Mx { preference: mx.preference, exchange: plain(&mx.exchange) }),
            _ => None,
        };
        self.pick(name, RecordType::MX, server).await
    }

    async fn ptr(&self, name: &str) -> Answer<Vec<String>> {
        let host = |data: &RData| match data {
            RData::PTR(ptr) => Some(plain(&ptr.0)),
            _ => None,
        };
        self.pick(name, RecordType::PTR, host).await
    }
}

/// A name of the `mail` crate on the wire: any bytes between dots.
fn wire(name: &str) -> Option<Name> {
    let name = name.strip_suffix('.').unwrap_or(name);
    let mut name = Name::from_labels(name.split('.').filter(|_| !name.is_empty()).map(str::as_bytes)).ok()?;
    name.set_fqdn(true);
    Some(name)
}

/// A name of the wire as the `mail` crate has it: labels as they are between dots, no final dot.
fn plain(name: &Name) -> String {
    let labels: Vec<_> = name.iter().map(String::from_utf8_lossy).collect();
    labels.join(".")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_keeps_its_bytes_on_the_way_there_and_back() {
        for name in ["acme.example", "a b._spf.acme.example", "x\\y.example", "müller.example"] {
            assert_eq!(plain(&wire(name).unwrap()), name);
        }
        assert_eq!(wire("acme.example.").unwrap().to_string(), "acme.example.");
        assert!(wire(&format!("{}.example", "a".repeat(64))).is_none());
        assert!(wire("a..example").is_none());
    }
}
