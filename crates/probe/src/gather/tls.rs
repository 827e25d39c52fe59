//! TLS of a host: one handshake with each address, the chain as served, and where it leads.

use crate::http::Request;
use crate::look::{Gather, Look};
use crate::net::ConnectError;
use crate::tls::connect::inspect;
use crate::tls::{certificate, trust};
use futures_util::future::join_all;
use model::facts::{Addresses, Tls, TlsEndpoint, TlsFailure, TlsOutcome, TlsSession, Trust};
use model::{Seen, Subject, Unknown, Why};
use rustls_pki_types::CertificateDer;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// As many as the ports fact tries.
const MAX_ADDRESSES: usize = 8;
/// Certificates left out of a chain that are fetched one after the other.
const MAX_MISSING: usize = 2;

/// Until a server that staples has fetched what it staples.
const STAPLE_WAIT: Duration = Duration::from_millis(800);
/// Object identifier of timestamps inside a stapled statement (RFC 6962 §3.3), in DER.
const SCT_OID: [u8; 12] = [0x06, 0x0A, 0x2B, 0x06, 0x01, 0x04, 0x01, 0xD6, 0x79, 0x02, 0x04, 0x05];

impl Gather for Tls {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let host = &subject.name;
        let addresses = look.get::<Addresses>(subject).await?;
        let each = addresses.all().take(MAX_ADDRESSES).map(|address| at(look, host, address));
        let mut endpoints = Vec::new();
        let mut ours = None;
        for result in join_all(each).await {
            match result {
                Ok(endpoint) => endpoints.push(endpoint),
                Err(unknown) => ours = Some(unknown),
            }
        }
        match (endpoints.is_empty(), ours) {
            (true, Some(unknown)) => Err(unknown),
            (true, None) => Err(Unknown::new(Why::Prerequisite, format!("{host} has no address"))),
            _ => Ok(Self { endpoints }),
        }
    }
}

async fn at(look: &Look, host: &str, address: IpAddr) -> Seen<TlsEndpoint> {
    look.pay()?;
    let _seat = look.hosts.connection(host).await?;
    look.make_room(host);
    let port = look.web_ports(host)[0];
    let (to_host, to_port) = look.net.overrides.route(host, port);
    let socket = SocketAddr::new(to_host.parse().unwrap_or(address), to_port);
    let limit = look.plan.limits.timeout;
    let failed = |f| Ok(TlsEndpoint { address, outcome: TlsOutcome::Failed(f) });
    let stream = match look.net.tcp(socket, limit).await {
        Ok(stream) => stream,
        Err(ConnectError::Refused) => return failed(TlsFailure::Refused),
        Err(ConnectError::TimedOut) => return failed(TlsFailure::TimedOut),
        Err(ConnectError::Ours(unknown)) => return Err(unknown),
    };
    look.reached(socket);
    let (stream, mut staple) = match inspect(stream, host, limit).await {
        Ok(seen) => seen,
        Err(failure) => return failed(failure),
    };
    // nginx fetches the statement after the first visit that wants it: one without proves nothing.
    if staple.is_empty() && must_staple(&stream) {
        tokio::time::sleep(STAPLE_WAIT).await;
        look.pay()?;
        if let Ok(stream) = look.net.tcp(socket, limit).await
            && let Ok((_, second)) = inspect(stream, host, limit).await
        {
            staple = second;
        }
    }
    Ok(TlsEndpoint {
        address,
        outcome: match session(look, host, &stream, &staple).await? {
            Ok(session) => TlsOutcome::Session(Box::new(session)),
            Err(failure) => TlsOutcome::Failed(failure),
        },
    })
}

/// Does the certificate demand a staple (RFC 7633)?
fn must_staple(stream: &TlsStream<TcpStream>) -> bool {
    let leaf = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first());
    leaf.and_then(|leaf| certificate::read(leaf)).is_some_and(|c| c.must_staple)
}

/// What an established session is worth; an error where it shows no certificate that can be read.
pub(crate) async fn session(
    look: &Look,
    host: &str,
    stream: &TlsStream<TcpStream>,
    staple: &[u8],
) -> Seen<Result<TlsSession, TlsFailure>> {
    let (_, connection) = stream.get_ref();
    let chain: Vec<CertificateDer<'static>> =
        connection.peer_certificates().unwrap_or_default().iter().map(|c| c.clone().into_owned()).collect();
    let version = match connection.protocol_version() {
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3".to_owned(),
        Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2".to_owned(),
        other => format!("{other:?}"),
    };
    let suite = connection.negotiated_cipher_suite().map(|s| format!("{:?}", s.suite())).unwrap_or_default();
    let alpn = connection.alpn_protocol().map(|p| String::from_utf8_lossy(p).into_owned());
    let Some(leaf) = chain.first() else {
        return Ok(Err(TlsFailure::NotTls("no certificate was served".into())));
    };
    let session = TlsSession {
        version,
        suite,
        alpn,
        trust: worth(look, &chain).await?,
        covers_host: trust::covers(leaf, host),
        chain: chain.iter().filter_map(|c| certificate::read(c)).collect(),
        stapled: Some(!staple.is_empty()),
        stapled_timestamps: staple.windows(SCT_OID.len()).any(|w| w == SCT_OID),
    };
    if session.chain.is_empty() {
        return Ok(Err(TlsFailure::NotTls("the certificate can't be read".into())));
    }
    Ok(Ok(session))
}

/// Where the chain leads; if nowhere, whether the certificate that was left out completes it (two different faults).
async fn worth(look: &Look, chain: &[CertificateDer<'static>]) -> Seen<Trust> {
    let at = (look.net.clock)();
    let served = trust::of(chain, &look.net.roots, at)?;
    let Trust::UnknownIssuer { .. } = served else { return Ok(served) };
    let mut missing: Vec<CertificateDer<'static>> = Vec::new();
    let mut from = None;
    while missing.len() < MAX_MISSING {
        let Some(last) = missing.last().or(chain.last()) else { break };
        let Some(address) = certificate::issuer_url(last) else { break };
        let Some(cert) = fetch_certificate(look, &address).await? else { break };
        from.get_or_insert(address);
        missing.push(cert);
        if trust::complete_with(chain, &missing, &look.net.roots, at) {
            let subject = missing.first().and_then(|c| certificate::read(c)).map(|c| c.subject).unwrap_or_default();
            return Ok(Trust::Incomplete { missing: subject, from: from.unwrap_or_default() });
        }
    }
    Ok(served)
}

async fn fetch_certificate(look: &Look, address: &str) -> Seen<Option<CertificateDer<'static>>> {
    let Ok(url) = url::Url::parse(address) else { return Ok(None) };
    if !matches!(url.scheme(), "http" | "https") {
        return Ok(None);
    }
    match look.fetch_raw(Request::get(url)).await {
        Ok(Ok(response)) if response.status == 200 => {
            let der = CertificateDer::from(response.body);
            Ok(certificate::read(&der).is_some().then_some(der))
        }
        Ok(_) => Ok(None),
        // The authority's server is not the target: that it can't be reached only leaves the question open.
        Err(unknown) if matches!(unknown.why, Why::NoResolver | Why::NoNetwork | Why::NoRoute) => Ok(None),
        Err(unknown) => Err(unknown),
    }
}
