//! Small clients for the tests: DNS, TLS and HTTP over the lab's own network.
#![allow(dead_code, missing_docs, clippy::unwrap_used)]

use hickory_proto::op::{Edns, Message, Query};
use hickory_proto::rr::{Name, RData, RecordType};
use lab::Lab;
use probe::Transport;
use rustls_pki_types::ServerName;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

pub const LIMIT: Duration = Duration::from_secs(5);
pub const RESOLVER: &str = "198.51.100.53";

pub fn at(ip: &str, port: u16) -> SocketAddr {
    SocketAddr::new(ip.parse().unwrap(), port)
}

pub fn question(name: &str, kind: &str) -> Message {
    let mut message = Message::query();
    let name = Name::from_ascii(format!("{}.", name.trim_end_matches('.'))).unwrap();
    message.add_query(Query::query(name, kind.parse::<RecordType>().unwrap()));
    message.metadata.recursion_desired = true;
    message
}

pub fn with_edns(mut message: Message, size: u16, dnssec_ok: bool) -> Message {
    let mut edns = Edns::new();
    edns.set_max_payload(size).set_dnssec_ok(dnssec_ok);
    message.set_edns(edns);
    message
}

pub async fn udp(lab: &Lab, server: &str, message: &Message) -> Message {
    let socket = lab.net().udp(at(server, 53)).await.unwrap();
    socket.send(&message.to_vec().unwrap()).await.unwrap();
    let mut buffer = vec![0; 65_535];
    let n = tokio::time::timeout(LIMIT, socket.recv(&mut buffer)).await.unwrap().unwrap();
    Message::from_vec(&buffer[..n]).unwrap()
}

pub async fn tcp(lab: &Lab, server: &str, message: &Message) -> Message {
    let mut stream = lab.net().tcp(at(server, 53), LIMIT).await.unwrap();
    let bytes = message.to_vec().unwrap();
    stream.write_u16(bytes.len() as u16).await.unwrap();
    stream.write_all(&bytes).await.unwrap();
    let length = stream.read_u16().await.unwrap();
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await.unwrap();
    Message::from_vec(&answer).unwrap()
}

/// Data of the answer section, as text.
pub fn data(message: &Message) -> Vec<String> {
    let mut all: Vec<_> = message.answers.iter().map(|r| r.data.to_string()).collect();
    all.sort();
    all
}

pub async fn ask(lab: &Lab, name: &str, kind: &str) -> Message {
    udp(lab, RESOLVER, &with_edns(question(name, kind), 1232, false)).await
}

pub async fn addresses(lab: &Lab, host: &str) -> Vec<IpAddr> {
    let answer = ask(lab, host, "A").await;
    let ips = answer.answers.iter().filter_map(|r| match &r.data {
        RData::A(a) => Some(IpAddr::V4(a.0)),
        _ => None,
    });
    ips.collect()
}

pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().skip(1).filter_map(|l| l.split_once(": "));
        lines.filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v).next()
    }
}

pub fn connector(lab: &Lab) -> tokio_rustls::TlsConnector {
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(lab.net().roots.public.iter().cloned());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    tokio_rustls::TlsConnector::from(Arc::new(config))
}

pub async fn handshake(
    lab: &Lab,
    ip: IpAddr,
    host: &str,
) -> std::io::Result<tokio_rustls::client::TlsStream<tokio::net::TcpStream>> {
    let stream =
        lab.net().tcp(SocketAddr::new(ip, 443), LIMIT).await.map_err(|e| std::io::Error::other(format!("{e:?}")))?;
    connector(lab).connect(ServerName::try_from(host.to_owned()).unwrap(), stream).await
}

pub async fn exchange<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, host: &str, path: &str, more: &str) -> Answer {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).await.ok();
    let end = all.windows(4).position(|w| w == b"\r\n\r\n").expect("an HTTP head");
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head, body: all[end + 4..].to_vec() }
}

/// GET over https (certificate verified) or http, at the host's first address.
pub async fn get(lab: &Lab, url: &str) -> Answer {
    get_with(lab, url, "").await
}

pub async fn get_with(lab: &Lab, url: &str, more: &str) -> Answer {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (host, path) = rest.find('/').map_or((rest, "/"), |i| rest.split_at(i));
    let ip = addresses(lab, host).await[0];
    if scheme == "https" {
        exchange(handshake(lab, ip, host).await.unwrap(), host, path, more).await
    } else {
        let stream = lab.net().tcp(SocketAddr::new(ip, 80), LIMIT).await.unwrap();
        exchange(stream, host, path, more).await
    }
}

pub fn dns_port(lab: &Lab, server: &str) -> u16 {
    lab.physical(Transport::Udp, at(server, 53)).unwrap().port()
}
