//! One question to one server: UDP with EDNS, three tries, TCP when the answer was cut.

use crate::net::{ConnectError, Net};
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query};
use hickory_proto::rr::rdata::opt::{EdnsCode, EdnsOption};
use hickory_proto::rr::{Name, RecordType};
use model::Unknown;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Largest answer asked for over UDP, in bytes: what passes everywhere unfragmented (DNS Flag Day 2020).
const UDP_SIZE: u16 = 1232;
/// UDP loses packets; a server is silent only after this many questions.
const TRIES: u32 = 3;

/// What is asked.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) name: Name,
    pub(crate) kind: RecordType,
    /// Ask for recursion (a resolver), or for what the server knows itself.
    pub(crate) recurse: bool,
    /// Ask for signatures with the records (DO, RFC 4035 §3.2.1).
    pub(crate) signatures: bool,
    /// Ask the resolver not to check signatures (CD).
    pub(crate) unchecked: bool,
    /// Version of EDNS; above 0 asks how the server takes a version to come.
    pub(crate) edns_version: u8,
    /// Largest answer asked for over UDP, in bytes.
    pub(crate) udp_size: u16,
}

impl Question {
    /// A plain question.
    pub(crate) fn new(name: Name, kind: RecordType, recurse: bool) -> Self {
        Self { name, kind, recurse, signatures: false, unchecked: false, edns_version: 0, udp_size: UDP_SIZE }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum ExchangeError {
    /// Nothing came in time, or the port is closed.
    NoAnswer,
    /// What came is no answer to the question.
    Malformed,
    /// Our own trouble.
    Ours(Unknown),
}

impl From<ConnectError> for ExchangeError {
    fn from(error: ConnectError) -> Self {
        match error {
            ConnectError::Ours(unknown) => Self::Ours(unknown),
            ConnectError::Refused | ConnectError::TimedOut => Self::NoAnswer,
        }
    }
}

/// Asks and gives the answer with its length in bytes. Takes at most `limit`.
pub(crate) async fn ask(
    net: &Net,
    server: SocketAddr,
    question: &Question,
    limit: Duration,
) -> Result<(Message, usize), ExchangeError> {
    let asked = tokio::time::timeout(limit, async {
        match over_udp(net, server, question, limit).await {
            Ok((message, bytes)) if !message.metadata.truncation => Ok((message, bytes)),
            Ok(_) | Err(ExchangeError::Malformed) => over_tcp(net, server, question, limit).await,
            Err(error) => Err(error),
        }
    });
    asked.await.unwrap_or(Err(ExchangeError::NoAnswer))
}

/// The packet of a question, and its id.
pub(super) fn message(question: &Question) -> Result<(u16, Vec<u8>), ExchangeError> {
    // Ids must not be guessable by whoever forges answers (RFC 5452 §9.2).
    let id = crate::random_u16();
    let mut message = Message::new(id, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = question.recurse;
    // Without DO this asks a resolver whether it vouches for the answer (RFC 6840 §5.7).
    message.metadata.authentic_data = question.recurse;
    message.metadata.checking_disabled = question.unchecked;
    message.add_query(Query::query(question.name.clone(), question.kind));
    let mut edns = Edns::new();
    edns.set_max_payload(question.udp_size).set_dnssec_ok(question.signatures).set_version(question.edns_version);
    message.set_edns(edns);
    let bytes = message.to_vec().map_err(|_| ExchangeError::Malformed)?;
    Ok((id, bytes))
}

/// Is this an answer to that question?
pub(super) fn read(bytes: &[u8], id: u16, question: &Question) -> Option<Message> {
    let message = Message::from_vec(bytes).ok()?;
    let fits = message.metadata.id == id
        && message.metadata.message_type == MessageType::Response
        && message.queries.first().is_none_or(|q| q.name() == &question.name && q.query_type() == question.kind);
    fits.then_some(message)
}

/// Asks over UDP alone, without regard to whether the answer was cut.
pub(crate) async fn over_udp(
    net: &Net,
    server: SocketAddr,
    question: &Question,
    limit: Duration,
) -> Result<(Message, usize), ExchangeError> {
    let (id, packet) = message(question)?;
    let socket = net.udp(server).await?;
    let mut buffer = vec![0u8; 4096];
    let mut garbage = false;
    for _ in 0..TRIES {
        if socket.send(&packet).await.is_err() {
            return Err(ExchangeError::NoAnswer);
        }
        let until = tokio::time::Instant::now() + limit / (TRIES + 1);
        // Answers to other questions (late, forged) are passed over until the time is up.
        while let Ok(received) = tokio::time::timeout_at(until, socket.recv(&mut buffer)).await {
            let Ok(n) = received else { return Err(ExchangeError::NoAnswer) };
            if let Some(message) = read(&buffer[..n], id, question) {
                return Ok((message, n));
            }
            garbage = true;
        }
    }
    Err(if garbage { ExchangeError::Malformed } else { ExchangeError::NoAnswer })
}

pub(crate) async fn over_tcp(
    net: &Net,
    server: SocketAddr,
    question: &Question,
    limit: Duration,
) -> Result<(Message, usize), ExchangeError> {
    let (id, packet) = message(question)?;
    let mut stream = net.tcp(server, limit).await?;
    let length = u16::try_from(packet.len()).map_err(|_| ExchangeError::Malformed)?;
    let talk = async {
        stream.write_all(&length.to_be_bytes()).await?;
        stream.write_all(&packet).await?;
        let mut size = [0u8; 2];
        stream.read_exact(&mut size).await?;
        let mut answer = vec![0u8; usize::from(u16::from_be_bytes(size))];
        stream.read_exact(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let answer = talk.await.map_err(|_| ExchangeError::NoAnswer)?;
    let message = read(&answer, id, question).ok_or(ExchangeError::Malformed)?;
    // Cut over TCP as well: what is missing could be anything, so it is no answer at all.
    if message.metadata.truncation {
        return Err(ExchangeError::Malformed);
    }
    Ok((message, answer.len()))
}

/// Extended errors of an answer (RFC 8914, option 15).
pub(crate) fn extended_errors(message: &Message) -> Vec<String> {
    let Some(edns) = &message.edns else { return Vec::new() };
    let options = edns.options().as_ref().iter();
    options
        .filter(|(code, _)| *code == EdnsCode::Unknown(15))
        .filter_map(|(_, option)| match option {
            EdnsOption::Unknown(_, data) if data.len() >= 2 => {
                let text = String::from_utf8_lossy(&data[2..]);
                Some(format!("{} {text}", u16::from_be_bytes([data[0], data[1]])).trim().to_owned())
            }
            _ => None,
        })
        .collect()
}
