//! Mail servers: greeting, EHLO, STARTTLS, an envelope, and nothing more. They take no mail.

use crate::chaos::{Chaos, web::misbehave};
use crate::pace::Pace;
use crate::slow::Slow;
use crate::world::Post;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// A fatal alert `protocol_version` (RFC 8446 §6.2), as a server of TLS 1.0 answers to newer clients.
const TOO_NEW: [u8; 7] = [0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46];

/// One mail server at one address.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) name: String,
    pub(crate) post: Post,
    pub(crate) chaos: Option<Chaos>,
    pub(crate) key: Arc<CertifiedKey>,
    pub(crate) pace: Pace,
}

/// The certificate, whatever name is asked for.
#[derive(Debug)]
struct Always(Arc<CertifiedKey>);

impl ResolvesServerCert for Always {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// Starts a server and says where it listens.
pub(crate) async fn serve(server: Server, tasks: &mut JoinSet<()>) -> io::Result<SocketAddr> {
    let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let here = socket.local_addr()?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Always(Arc::clone(&server.key))));
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tasks.spawn(async move {
        let mut open = JoinSet::new();
        loop {
            let Ok((stream, _)) = socket.accept().await else { continue };
            while open.try_join_next().is_some() {}
            let (server, acceptor) = (server.clone(), acceptor.clone());
            open.spawn(async move {
                let stream = Slow::new(stream, server.pace.clone());
                if let Some(chaos) = server.chaos.filter(|c| c.below_tls()) {
                    misbehave(chaos, &server.name, false, stream).await.ok();
                    return;
                }
                // A broken connection is the visitor's business.
                talk(&server, acceptor, stream).await.ok();
            });
        }
    });
    Ok(here)
}

async fn talk<S>(server: &Server, acceptor: TlsAcceptor, stream: S) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    if server.post == Post::Silent {
        let mut nothing = [0u8; 64];
        while stream.read(&mut nothing).await? > 0 {}
        return Ok(());
    }
    let name = &server.name;
    stream.write_all(format!("220 {name} ESMTP\r\n").as_bytes()).await?;
    if commands(server, server.post != Post::Plain, &mut stream).await? {
        let mut stream = stream.into_inner();
        if server.post == Post::OldTls {
            // What is not read would reset the connection, and with it the alert.
            let mut hello = [0u8; 4096];
            let _ = stream.read(&mut hello).await?;
            stream.write_all(&TOO_NEW).await?;
            return stream.shutdown().await;
        }
        if server.post == Post::BrokenTls {
            return stream.write_all(b"454 4.3.0 TLS is broken\r\n").await;
        }
        let mut inside = BufReader::new(acceptor.accept(stream).await?);
        commands(server, false, &mut inside).await?;
    }
    Ok(())
}

/// Answers commands until the visitor leaves (false) or TLS begins (true).
async fn commands<S>(server: &Server, tls: bool, stream: &mut S) -> io::Result<bool>
where
    S: AsyncBufReadExt + AsyncWrite + Unpin,
{
    let name = &server.name;
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(false);
        }
        let word = line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
        let answer = match word.as_str() {
            "EHLO" if tls => format!("250-{name}\r\n250-SIZE 20480000\r\n250 STARTTLS\r\n"),
            "EHLO" => format!("250-{name}\r\n250 SIZE 20480000\r\n"),
            "STARTTLS" if tls => "220 2.0.0 Ready\r\n".to_owned(),
            "MAIL" | "RSET" => "250 2.1.0 Ok\r\n".to_owned(),
            "RCPT" if server.post == Post::OpenRelay => "250 2.1.5 Ok\r\n".to_owned(),
            "RCPT" => "554 5.7.1 Relay access denied\r\n".to_owned(),
            "QUIT" => "221 2.0.0 Bye\r\n".to_owned(),
            _ => "502 5.5.1 Not here\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await?;
        stream.flush().await?;
        match word.as_str() {
            "STARTTLS" if tls => return Ok(true),
            "QUIT" => return Ok(false),
            _ => {}
        }
    }
}
