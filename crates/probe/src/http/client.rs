//! Sending one request and reading one answer.

use super::pool::{Place, Sender};
use super::{body, challenge};
use crate::look::{Look, lock};
use crate::net::ConnectError;
use crate::tls::connect::handshake;
use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use model::facts::{Addresses, HttpFailure};
use model::{Origin, Seen, Subject, Unknown, Why};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpStream;
use url::Url;

/// Longest head of an answer, in bytes; an endless one ends here.
const HEAD_LIMIT: usize = 64 << 10;
/// Most headers of an answer.
const MAX_HEADERS: usize = 200;

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) url: Url,
    pub(crate) method: http::Method,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Over IPv6 only, on a connection of its own.
    pub(crate) over_v6: bool,
    /// At this address, whatever DNS says, on a connection of its own.
    pub(crate) at: Option<IpAddr>,
}

impl Request {
    pub(crate) fn get(url: Url) -> Self {
        Self { url, method: http::Method::GET, headers: Vec::new(), over_v6: false, at: None }
    }

    /// Kept connections go to an address that DNS gives; some requests must not.
    fn own_connection(&self) -> bool {
        self.over_v6 || self.at.is_some()
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// One answer, its body decoded and cut at the limit.
#[derive(Debug, Clone)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
    pub(crate) truncated: bool,
}

impl Response {
    /// First value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }
}

/// An answer, or how the other side failed to give one.
pub(crate) type Fetched = Result<Response, HttpFailure>;

/// Why there is no answer: theirs or ours.
enum Trouble {
    Theirs(HttpFailure),
    Ours(Unknown),
}

impl Look {
    /// Sends one request within the bounds of the plan.
    ///
    /// # Errors
    /// Unknown when a protection page answered, the budget is spent, or the trouble is ours.
    pub(crate) async fn fetch(&self, request: Request) -> Seen<Fetched> {
        let fetched = self.fetch_raw(request.clone()).await?;
        let host = request.url.host_str().unwrap_or_default();
        if let Ok(response) = &fetched {
            if let Some(what) = challenge::of(response) {
                self.hosts.block(host, &what);
                return Err(Unknown::new(Why::Challenged, format!("{host}: {what}")));
            }
            if response.status == 403 {
                self.hosts.refused(host);
            }
        }
        Ok(fetched)
    }

    /// Visits an address as any visitor does, once for all who ask.
    ///
    /// # Errors
    /// As [`Look::fetch`].
    pub(crate) async fn visit(&self, url: &Url) -> Seen<Arc<Fetched>> {
        let cell = lock(&self.pages).entry(url.to_string()).or_default().clone();
        cell.get_or_init(|| async { self.fetch(Request::get(url.clone())).await.map(Arc::new) }).await.clone()
    }

    /// As [`Look::fetch`], without looking for protection pages.
    pub(crate) async fn fetch_raw(&self, request: Request) -> Seen<Fetched> {
        let Some(origin) = Origin::of(&request.url) else {
            return Err(Unknown::new(Why::Bug, format!("{} is no web address", request.url)));
        };
        self.pay()?;
        let _seat = self.hosts.admit(&origin.host).await?;
        let place: Place = (origin.tls, origin.host.clone(), origin.port);
        // A kept connection may have been closed meanwhile; only then a second try is fair.
        if !request.own_connection()
            && let Some(sender) = self.pool.take(&place)
            && let Ok(response) = self.send(sender, &request, &place).await
        {
            return Ok(Ok(response));
        }
        self.make_room(&origin.host);
        let sender = match self.connect(&origin, &request).await {
            Ok(sender) => sender,
            Err(Trouble::Theirs(failure)) => return Ok(Err(failure)),
            Err(Trouble::Ours(unknown)) => return Err(unknown),
        };
        Ok(self.send(sender, &request, &place).await)
    }

    /// Before a connection is opened: idle ones and those in use stay within the limit together.
    pub(crate) fn make_room(&self, host: &str) {
        self.pool.trim(host, self.hosts.free(host));
    }

    /// Opens a connection, address by address until one answers.
    async fn connect(&self, origin: &Origin, request: &Request) -> Result<Sender, Trouble> {
        let limit = self.plan.limits.timeout;
        let mut last = Trouble::Theirs(HttpFailure::NoAddress);
        let addresses = match request.at {
            Some(ip) => vec![SocketAddr::new(ip, origin.port)],
            None => self.addresses_for(origin).await?,
        };
        for address in addresses.into_iter().filter(|a| !request.over_v6 || a.is_ipv6()) {
            let stream = match self.net.tcp(address, limit).await {
                Ok(stream) => stream,
                Err(ConnectError::Refused) => {
                    last = Trouble::Theirs(HttpFailure::Refused);
                    continue;
                }
                Err(ConnectError::TimedOut) => {
                    last = Trouble::Theirs(HttpFailure::TimedOut);
                    continue;
                }
                // An address family that this machine lacks must not hide what the other one says.
                Err(ConnectError::Ours(unknown)) => {
                    if matches!(last, Trouble::Theirs(HttpFailure::NoAddress)) {
                        last = Trouble::Ours(unknown);
                    }
                    continue;
                }
            };
            self.reached(address);
            return self.open(stream, origin).await.map_err(Trouble::Theirs);
        }
        Err(last)
    }

    async fn open(&self, stream: TcpStream, origin: &Origin) -> Result<Sender, HttpFailure> {
        let mut builder = http1::Builder::new();
        builder.max_headers(MAX_HEADERS).max_buf_size(HEAD_LIMIT);
        let malformed = |e: hyper::Error| HttpFailure::Malformed(e.to_string());
        if origin.tls {
            let limit = self.plan.limits.timeout;
            let tls = handshake(stream, &origin.host, limit).await.map_err(tls_failure)?;
            let (sender, connection) = builder.handshake(TokioIo::new(tls)).await.map_err(malformed)?;
            tokio::spawn(connection);
            Ok(sender)
        } else {
            let (sender, connection) = builder.handshake(TokioIo::new(stream)).await.map_err(malformed)?;
            tokio::spawn(connection);
            Ok(sender)
        }
    }

    /// Where to connect for an origin: `--connect-to`, `--resolve`, then DNS; IPv4 first.
    async fn addresses_for(&self, origin: &Origin) -> Result<Vec<SocketAddr>, Trouble> {
        let (host, port) = self.net.overrides.route(&origin.host, origin.port);
        if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(ip, port)]);
        }
        if let Some(list) = self.net.overrides.resolve.get(&(host.clone(), port)) {
            return Ok(list.iter().map(|ip| SocketAddr::new(*ip, port)).collect());
        }
        let found = self.get::<Addresses>(&Subject::host(&host)).await.map_err(Trouble::Ours)?;
        // More addresses than these are judged by the ports and TLS facts, which try each.
        Ok(found.all().take(4).map(|ip| SocketAddr::new(ip, port)).collect())
    }

    async fn send(&self, mut sender: Sender, request: &Request, place: &Place) -> Fetched {
        let limit = self.plan.limits.timeout;
        let message = self.message(request).map_err(|e| HttpFailure::Malformed(e.to_string()))?;
        let answer = match tokio::time::timeout(limit, sender.send_request(message)).await {
            Err(_) => return Err(HttpFailure::TimedOut),
            Ok(Err(error)) => return Err(failure(&error)),
            Ok(Ok(answer)) => answer,
        };
        let (head, mut incoming) = answer.into_parts();
        let mut raw: Vec<u8> = Vec::new();
        let mut cut = false;
        let read = async {
            while let Some(frame) = incoming.frame().await {
                let Ok(data) = frame.map_err(|e| failure(&e))?.into_data() else { continue };
                raw.extend_from_slice(&data);
                if raw.len() > body::LIMIT {
                    cut = true;
                    break;
                }
            }
            Ok::<(), HttpFailure>(())
        };
        match tokio::time::timeout(limit, read).await {
            Err(_) => return Err(HttpFailure::TimedOut),
            Ok(Err(failure)) => return Err(failure),
            Ok(Ok(())) => {}
        }
        self.received(raw.len());
        if place.0 {
            self.note_clock(&place.1, &head.headers);
        }
        raw.truncate(body::LIMIT);
        if !cut && !request.own_connection() {
            self.pool.put(place.clone(), sender);
        }
        let encoding = head.headers.get("content-encoding").and_then(|v| v.to_str().ok());
        let (body, truncated) = body::decode(raw, encoding, cut);
        Ok(Response { status: head.status.as_u16(), headers: head.headers, body, truncated })
    }

    fn message(&self, request: &Request) -> Result<http::Request<Empty<Bytes>>, http::Error> {
        let url = &request.url;
        let target = url.query().map_or_else(|| url.path().to_owned(), |q| format!("{}?{q}", url.path()));
        let host = url.host_str().unwrap_or_default();
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let mut message = http::Request::builder()
            .method(request.method.clone())
            .uri(target)
            .header("host", request.headers.iter().find(|(n, _)| *n == "host").map_or(authority, |(_, v)| v.clone()))
            .header("user-agent", &self.plan.user_agent)
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("accept-encoding", "gzip, br");
        for (name, value) in request.headers.iter().filter(|(n, _)| *n != "host") {
            message = message.header(*name, value);
        }
        // `--header` may hold a secret that opens the target: it is for nobody else.
        if self.plan.declared.owns(host) {
            for (name, value) in &self.plan.headers {
                message = message.header(name.as_str(), value.as_str());
            }
        }
        message.body(Empty::new())
    }
}

fn tls_failure(failure: model::facts::TlsFailure) -> HttpFailure {
    use model::facts::TlsFailure as T;
    match failure {
        T::Refused => HttpFailure::Refused,
        T::TimedOut => HttpFailure::TimedOut,
        T::Closed => HttpFailure::Tls("the connection was closed during the handshake".into()),
        T::Alert(alert) => HttpFailure::Tls(format!("alert {alert}")),
        T::NotTls(why) => HttpFailure::Tls(why),
    }
}

fn failure(error: &hyper::Error) -> HttpFailure {
    if error.is_parse() { HttpFailure::Malformed(error.to_string()) } else { HttpFailure::Closed }
}
