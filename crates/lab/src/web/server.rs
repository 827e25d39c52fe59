//! Sockets of the virtual hosts: one listener for each address and port, TLS by the name asked for.

use super::answer::answer;
use super::{Plain, Secure, Site};
use crate::chaos::{Chaos, web::misbehave};
use crate::count::Counters;
use crate::pace::Pace;
use crate::slow::Slow;
use hyper_util::rt::TokioIo;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// A site as a listener holds it.
#[derive(Debug, Clone)]
pub(crate) struct Host {
    pub(crate) name: String,
    pub(crate) site: Arc<Site>,
    pub(crate) key: Arc<CertifiedKey>,
}

/// One address and port.
#[derive(Debug)]
pub(crate) struct Listener {
    /// True for port 443.
    pub(crate) tls: bool,
    /// Sites of the address, the default one first. Never empty.
    pub(crate) hosts: Vec<Host>,
    pub(crate) chaos: Option<Chaos>,
    pub(crate) counters: Counters,
    pub(crate) pace: Pace,
    pub(crate) caches: Arc<Caches>,
}

/// What shared caches keep: addresses, and since when.
pub(crate) type Caches = Mutex<BTreeMap<String, Instant>>;

impl Listener {
    /// The site for a name: that of the name, a wildcard above it, or the default.
    pub(crate) fn host(&self, name: &str) -> Option<&Host> {
        let covers = |h: &&Host| {
            h.name.strip_prefix("*.").is_some_and(|zone| name.split_once('.').is_some_and(|(_, rest)| rest == zone))
        };
        self.hosts.iter().find(|h| h.name == name).or_else(|| self.hosts.iter().find(covers)).or(self.hosts.first())
    }

    /// False when the default site keeps this port closed.
    pub(crate) fn open(&self) -> bool {
        self.chaos != Some(Chaos::Refuse)
            && self.hosts.first().is_some_and(|h| match self.tls {
                true => h.site.secure != Secure::Closed,
                false => !matches!(h.site.plain, Plain::Closed),
            })
    }
}

/// Certificates by the name asked for.
#[derive(Debug)]
struct ByName(Arc<Listener>);

impl ResolvesServerCert for ByName {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name().unwrap_or_default().to_ascii_lowercase();
        self.0.host(&name).map(|h| Arc::clone(&h.key))
    }
}

/// Starts a listener and says where it listens.
pub(crate) async fn serve(listener: Listener, tasks: &mut JoinSet<()>) -> io::Result<SocketAddr> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let here = socket.local_addr()?;
    let listener = Arc::new(listener);
    let speaks_tls =
        listener.tls && listener.hosts.first().is_some_and(|h| matches!(h.site.secure, Secure::Tls | Secure::Tls12));
    let acceptor = if speaks_tls { Some(acceptor(&listener).map_err(io::Error::other)?) } else { None };
    tasks.spawn(async move {
        let mut open = JoinSet::new();
        loop {
            let Ok((stream, _)) = socket.accept().await else { continue };
            while open.try_join_next().is_some() {}
            let (listener, acceptor) = (Arc::clone(&listener), acceptor.clone());
            open.spawn(async move {
                // A broken connection is the visitor's business.
                connection(listener, acceptor, stream).await.ok();
            });
        }
    });
    Ok(here)
}

fn acceptor(listener: &Arc<Listener>) -> Result<TlsAcceptor, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let versions: &[&rustls::SupportedProtocolVersion] = match listener.hosts.first().map(|h| h.site.secure) {
        Some(Secure::Tls12) => &[&rustls::version::TLS12],
        _ => rustls::ALL_VERSIONS,
    };
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(ByName(Arc::clone(listener))));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

async fn connection(listener: Arc<Listener>, acceptor: Option<TlsAcceptor>, stream: TcpStream) -> io::Result<()> {
    let default = listener.hosts.first().map_or("", |h| h.name.as_str());
    let stream = stream.into_std()?;
    let _open = listener.counters.open(default, stream.try_clone().ok());
    let stream = TcpStream::from_std(stream)?;
    stream.set_nodelay(true)?;
    // The TCP handshake costs a round trip.
    listener.pace.trip().await;
    let chaos = listener.chaos.filter(|c| c.concerns_web());
    if let Some(chaos) = chaos.filter(|c| c.below_tls()) {
        return misbehave(chaos, default, listener.tls, stream).await;
    }
    let old = listener.hosts.first().and_then(|h| h.site.old_tls.as_ref()).filter(|_| acceptor.is_some());
    if let Some(old) = old
        && let Some(bytes) = old.answer(&stream).await
    {
        let mut stream = stream;
        stream.write_all(&bytes).await?;
        return stream.shutdown().await;
    }
    let stream = Slow::new(stream, listener.pace.clone());
    let Some(acceptor) = acceptor else { return converse(&listener, chaos, default, stream).await };
    let stream = match acceptor.accept(stream).into_fallible().await {
        Ok(stream) => stream,
        Err((error, _stream)) => {
            // A refusal takes its way back as well; the alert itself is dropped when the stream makes it wait.
            listener.pace.trip().await;
            return Err(error);
        }
    };
    let host = stream.get_ref().1.server_name().unwrap_or(default).to_owned();
    converse(&listener, chaos, &host, stream).await
}

async fn converse<S>(listener: &Arc<Listener>, chaos: Option<Chaos>, host: &str, stream: S) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    if let Some(chaos) = chaos {
        listener.counters.request(host, format!("{chaos:?}"));
        return misbehave(chaos, host, listener.tls, stream).await;
    }
    let service = hyper::service::service_fn(|request| {
        let answer = answer(listener, &request);
        async move { Ok::<_, Infallible>(answer) }
    });
    hyper::server::conn::http1::Builder::new()
        .header_read_timeout(None)
        .serve_connection(TokioIo::new(stream), service)
        .await
        .map_err(io::Error::other)
}
