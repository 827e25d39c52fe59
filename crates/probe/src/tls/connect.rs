//! A handshake that goes on whatever the certificate says: it is judged afterwards, not by the connection.

use super::certificate;
use crate::look::lock;
use model::facts::TlsFailure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Accepts every certificate, and only proofs that the server holds its key; of keys too short for the library none can
/// be verified, and their certificate is judged for it. Keeps what was stapled.
#[derive(Debug)]
struct AnyCertificate {
    provider: Arc<CryptoProvider>,
    staple: Arc<Mutex<Vec<u8>>>,
}

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        staple: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        lock(&self.staple).extend_from_slice(staple);
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if certificate::short_rsa(cert) {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        if certificate::short_rsa(cert) {
            return Ok(HandshakeSignatureValid::assertion());
        }
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn config(alpn: &[&[u8]], staple: Arc<Mutex<Vec<u8>>>) -> Arc<ClientConfig> {
    let provider = Arc::clone(&PROVIDER);
    let builder = ClientConfig::builder_with_provider(provider.clone());
    // ring offers TLS 1.2 and 1.3, so the default versions can't be refused.
    let builder = builder.with_safe_default_protocol_versions().unwrap_or_else(|e| unreachable!("{e}"));
    let mut config = builder
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate { provider, staple }))
        .with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|p| p.to_vec()).collect();
    Arc::new(config)
}

static PROVIDER: LazyLock<Arc<CryptoProvider>> = LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));
/// Offers only what our client speaks; for requests.
static HTTP1: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| config(&[b"http/1.1"], Arc::default()));

/// Offers no protocol: mail is not negotiated.
static MAIL: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| config(&[], Arc::default()));

/// What a server stapled to its certificate (RFC 6066 §8); empty when it stapled nothing.
pub(crate) type Staple = Vec<u8>;

/// Performs a handshake for requests within `limit`.
pub(crate) async fn handshake(
    stream: TcpStream,
    host: &str,
    limit: Duration,
) -> Result<TlsStream<TcpStream>, TlsFailure> {
    shake(stream, host, HTTP1.clone(), limit).await
}

/// Performs a handshake for mail, after STARTTLS, within `limit`.
pub(crate) async fn handshake_for_mail(
    stream: TcpStream,
    host: &str,
    limit: Duration,
) -> Result<TlsStream<TcpStream>, TlsFailure> {
    shake(stream, host, MAIL.clone(), limit).await
}

/// Performs a handshake that offers what browsers offer, to look at TLS itself. Never resumes a session, so that the
/// certificate and its staple are sent.
pub(crate) async fn inspect(
    stream: TcpStream,
    host: &str,
    limit: Duration,
) -> Result<(TlsStream<TcpStream>, Staple), TlsFailure> {
    let staple = Arc::new(Mutex::new(Vec::new()));
    let stream = shake(stream, host, config(&[b"h2", b"http/1.1"], Arc::clone(&staple)), limit).await?;
    let staple = std::mem::take(&mut *lock(&staple));
    Ok((stream, staple))
}

async fn shake(
    stream: TcpStream,
    host: &str,
    config: Arc<ClientConfig>,
    limit: Duration,
) -> Result<TlsStream<TcpStream>, TlsFailure> {
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())
        .map_err(|e| TlsFailure::NotTls(format!("{host} can't be a server name: {e}")))?;
    match tokio::time::timeout(limit, TlsConnector::from(config).connect(name, stream)).await {
        Err(_) => Err(TlsFailure::TimedOut),
        Ok(Ok(stream)) => Ok(stream),
        Ok(Err(error)) => Err(failure(&error)),
    }
}

fn failure(error: &std::io::Error) -> TlsFailure {
    let inner = error.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>());
    match inner {
        Some(rustls::Error::AlertReceived(alert)) => TlsFailure::Alert(format!("{alert:?}")),
        Some(other) => TlsFailure::NotTls(other.to_string()),
        None => TlsFailure::Closed,
    }
}
