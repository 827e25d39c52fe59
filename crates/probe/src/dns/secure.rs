//! Resolvers behind TLS: DNS over TLS (RFC 7858) and over HTTPS (RFC 8484). Their certificates are verified, since an answer
//! from a stranger would be judged as the resolver's.

use super::exchange::{ExchangeError, Question, message, read};
use crate::look::lock;
use crate::net::{ConnectError, Net};
use bytes::Bytes;
use hickory_proto::op::Message;
use http_body_util::{BodyExt, Full, Limited};
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use model::{Unknown, Why};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::ServerName;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{OnceCell, Semaphore};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::Url;

/// Port of DNS over TLS.
pub(super) const TLS_PORT: u16 = 853;
/// Connections to one resolver at a time.
const CONNECTIONS: usize = 8;
/// Longest answer over HTTPS, in bytes: what DNS can say at most.
const LONGEST: usize = 65_535;

/// A resolver that speaks DNS over TLS.
pub struct Tls {
    address: SocketAddr,
    name: Option<String>,
    idle: Mutex<Vec<TlsStream<TcpStream>>>,
    seats: Semaphore,
}

/// A resolver that speaks DNS over HTTPS.
pub struct Https {
    url: Url,
    address: OnceCell<SocketAddr>,
    idle: Mutex<Vec<Sender>>,
    seats: Semaphore,
}

/// An open HTTP connection.
enum Sender {
    One(http1::SendRequest<Full<Bytes>>),
    Two(http2::SendRequest<Full<Bytes>>),
}

impl Tls {
    pub(super) fn new(address: SocketAddr, name: Option<String>) -> Self {
        Self { address, name, idle: Mutex::default(), seats: Semaphore::new(CONNECTIONS) }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) async fn ask(
        &self,
        net: &Net,
        question: &Question,
        limit: Duration,
    ) -> Result<(Message, usize), ExchangeError> {
        let talk = async {
            let _seat = self.seats.acquire().await;
            let kept = lock(&self.idle).pop();
            if let Some(stream) = kept
                && let Ok(answer) = self.talk(stream, question).await
            {
                return Ok(answer);
            }
            // A kept connection may have been closed meanwhile.
            let name = self.name.clone().unwrap_or_else(|| self.address.ip().to_string());
            let stream = open(net, self.address, &name, &[b"dot"], &self.to_string()).await?;
            self.talk(stream, question).await
        };
        tokio::time::timeout(limit, talk).await.unwrap_or(Err(ExchangeError::NoAnswer))
    }

    async fn talk(
        &self,
        mut stream: TlsStream<TcpStream>,
        question: &Question,
    ) -> Result<(Message, usize), ExchangeError> {
        let (id, packet) = message(question)?;
        let length = u16::try_from(packet.len()).map_err(|_| ExchangeError::Malformed)?;
        let said = async {
            stream.write_all(&[&length.to_be_bytes(), packet.as_slice()].concat()).await?;
            stream.flush().await?;
            let mut answer = vec![0; usize::from(stream.read_u16().await?)];
            stream.read_exact(&mut answer).await?;
            Ok::<_, std::io::Error>(answer)
        };
        let answer = said.await.map_err(|_| ExchangeError::NoAnswer)?;
        let message = read(&answer, id, question).ok_or(ExchangeError::Malformed)?;
        lock(&self.idle).push(stream);
        Ok((message, answer.len()))
    }
}

impl Https {
    pub(super) fn new(url: Url) -> Self {
        Self { url, address: OnceCell::new(), idle: Mutex::default(), seats: Semaphore::new(CONNECTIONS) }
    }

    pub(super) async fn ask(
        &self,
        net: &Net,
        question: &Question,
        limit: Duration,
    ) -> Result<(Message, usize), ExchangeError> {
        let talk = async {
            let _seat = self.seats.acquire().await;
            let kept = lock(&self.idle).pop();
            if let Some(sender) = kept
                && let Ok(answer) = self.talk(sender, question).await
            {
                return Ok(answer);
            }
            let sender = self.open(net).await?;
            self.talk(sender, question).await
        };
        tokio::time::timeout(limit, talk).await.unwrap_or(Err(ExchangeError::NoAnswer))
    }

    async fn open(&self, net: &Net) -> Result<Sender, ExchangeError> {
        let host = self.url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let address = *self.address.get_or_try_init(|| find(net, &self.url, host)).await?;
        let stream = open(net, address, host, &[b"h2", b"http/1.1"], &self.to_string()).await?;
        let two = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let io = TokioIo::new(stream);
        if two {
            let (sender, connection) =
                http2::handshake(TokioExecutor::new(), io).await.map_err(|_| ExchangeError::Malformed)?;
            tokio::spawn(connection);
            return Ok(Sender::Two(sender));
        }
        let (sender, connection) = http1::handshake(io).await.map_err(|_| ExchangeError::Malformed)?;
        tokio::spawn(connection);
        Ok(Sender::One(sender))
    }

    async fn talk(&self, mut sender: Sender, question: &Question) -> Result<(Message, usize), ExchangeError> {
        // RFC 8484 §4.1: an id of 0 keeps answers storable; the connection already tells them apart.
        let (_, mut packet) = message(question)?;
        packet.iter_mut().take(2).for_each(|octet| *octet = 0);
        let authority = self.url.authority().to_owned();
        let target = match sender {
            Sender::One(_) => self.url.path().to_owned(),
            Sender::Two(_) => self.url.as_str().to_owned(),
        };
        let mut request = http::Request::post(target)
            .header("content-type", "application/dns-message")
            .header("accept", "application/dns-message");
        if matches!(sender, Sender::One(_)) {
            request = request.header("host", authority);
        }
        let request = request.body(Full::new(Bytes::from(packet))).map_err(|_| ExchangeError::Malformed)?;
        let sent = match &mut sender {
            Sender::One(sender) => sender.send_request(request).await,
            Sender::Two(sender) => sender.send_request(request).await,
        };
        let answer = sent.map_err(|_| ExchangeError::NoAnswer)?;
        if answer.status() != http::StatusCode::OK {
            let words = format!("{self} answers with status {}", answer.status().as_u16());
            return Err(ExchangeError::Ours(Unknown::new(Why::NoResolver, words)));
        }
        let body = Limited::new(answer.into_body(), LONGEST).collect().await.map_err(|_| ExchangeError::Malformed)?;
        let bytes = body.to_bytes();
        let message = read(&bytes, 0, question).ok_or(ExchangeError::Malformed)?;
        lock(&self.idle).push(sender);
        Ok((message, bytes.len()))
    }
}

/// The address of a resolver that is given by name: `--resolve`, else as this machine finds it.
async fn find(net: &Net, url: &Url, host: &str) -> Result<SocketAddr, ExchangeError> {
    let port = url.port_or_known_default().unwrap_or(443);
    if let Ok(ip) = host.parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, port));
    }
    if let Some(ip) = net.overrides.resolve.get(&(host.to_owned(), port)).and_then(|all| all.first()) {
        return Ok(SocketAddr::new(*ip, port));
    }
    let found = tokio::net::lookup_host((host, port)).await.ok().and_then(|mut all| all.next());
    let lost =
        || Unknown::new(Why::NoResolver, format!("{host} has no address on this machine; name one with --resolve"));
    found.ok_or_else(|| ExchangeError::Ours(lost()))
}

/// Connects and verifies the certificate for `name`, which may be an address.
async fn open(
    net: &Net,
    address: SocketAddr,
    name: &str,
    alpn: &[&[u8]],
    label: &str,
) -> Result<TlsStream<TcpStream>, ExchangeError> {
    let trouble = |words: String| ExchangeError::Ours(Unknown::new(Why::NoResolver, format!("{label}: {words}")));
    let server =
        ServerName::try_from(name.to_owned()).map_err(|_| trouble(format!("{name} is no name of a server")))?;
    // Time-outs belong to the whole question.
    let stream = match net.tcp(address, Duration::from_secs(3600)).await {
        Ok(stream) => stream,
        Err(ConnectError::Ours(unknown)) => return Err(ExchangeError::Ours(unknown)),
        Err(ConnectError::Refused | ConnectError::TimedOut) => return Err(ExchangeError::NoAnswer),
    };
    let anchors = net.roots.public.iter().chain(&net.roots.declared).chain(&net.roots.machine);
    let roots = RootCertStore { roots: anchors.cloned().collect() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let mut config = builder.map_err(|e| trouble(e.to_string()))?.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|p| p.to_vec()).collect();
    let shaken = TlsConnector::from(Arc::new(config)).connect(server, stream).await;
    shaken.map_err(|error| match error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(why)) => trouble(format!("its certificate is not trusted ({why})")),
        _ => ExchangeError::NoAnswer,
    })
}

/// As it is typed.
impl fmt::Display for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.address {
            SocketAddr::V6(v6) if v6.port() == TLS_PORT => write!(out, "tls://[{}]", v6.ip())?,
            v4 if v4.port() == TLS_PORT => write!(out, "tls://{}", v4.ip())?,
            other => write!(out, "tls://{other}")?,
        }
        self.name.iter().try_for_each(|name| write!(out, "#{name}"))
    }
}

/// As it is typed.
impl fmt::Display for Https {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.url.as_str())
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl fmt::Debug for Https {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
