//! A handshake that goes on whatever the certificate says: it is judged afterwards, not by the connection.

use model::facts::TlsFailure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Accepts every certificate, and only proofs that the server holds its key.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

fn config(alpn: &[&[u8]]) -> Arc<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone());
    // ring offers TLS 1.2 and 1.3, so the default versions can't be refused.
    let builder = builder.with_safe_default_protocol_versions().unwrap_or_else(|e| unreachable!("{e}"));
    let mut config =
        builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyCertificate(provider))).with_no_client_auth();
    config.alpn_protocols = alpn.iter().map(|p| p.to_vec()).collect();
    Arc::new(config)
}

/// Offers what browsers offer; for looking at TLS itself.
static BROWSER: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| config(&[b"h2", b"http/1.1"]));
/// Offers only what our client speaks; for requests.
static HTTP1: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| config(&[b"http/1.1"]));

/// Offers no protocol: mail is not negotiated.
static MAIL: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| config(&[]));

/// What the connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Looking at TLS.
    Look,
    /// Sending requests.
    Requests,
    /// Mail, after STARTTLS.
    Mail,
}

/// Performs a handshake within `limit`.
pub(crate) async fn handshake(
    stream: TcpStream,
    host: &str,
    purpose: Use,
    limit: Duration,
) -> Result<TlsStream<TcpStream>, TlsFailure> {
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())
        .map_err(|e| TlsFailure::NotTls(format!("{host} can't be a server name: {e}")))?;
    let config = match purpose {
        Use::Look => BROWSER.clone(),
        Use::Requests => HTTP1.clone(),
        Use::Mail => MAIL.clone(),
    };
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
