//! What a client of SMTP and one of IMAP share: the connection, TLS on it, the log-in.

use crate::net::{ConnectError, Net};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::ServerName;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// A user name and a password. Neither is ever printed.
pub struct Login {
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(hidden)")
    }
}

impl Login {
    /// The one message of the mechanism PLAIN (RFC 4616), in base64 as SMTP and IMAP send it.
    pub(crate) fn plain(&self) -> String {
        base64(format!("\0{}\0{}", self.user, self.password).as_bytes())
    }

    /// Whether a server's words hold the password, as it is or as it was sent.
    pub(crate) fn is_in(&self, words: &str) -> bool {
        let quoted = self.password.replace('\\', "\\\\").replace('"', "\\\"");
        [self.password.as_str(), quoted.as_str(), self.plain().as_str()].iter().any(|secret| words.contains(secret))
    }
}

/// A connection to the first address that takes one; otherwise why the last did not, in words.
pub(crate) async fn connect(net: &Net, addresses: &[SocketAddr], limit: Duration) -> Result<TcpStream, String> {
    let mut last = "the server has no address".to_owned();
    for address in addresses {
        last = match net.tcp(*address, limit).await {
            Ok(stream) => return Ok(stream),
            Err(ConnectError::Refused) => format!("{address} refuses"),
            Err(ConnectError::TimedOut) => format!("{address} is silent"),
            Err(ConnectError::Ours(unknown)) => unknown.to_string(),
        };
    }
    Err(last)
}

/// A handshake that trusts public and declared roots only; with the version of TLS.
pub(crate) async fn secured<S: AsyncRead + AsyncWrite + Unpin>(
    net: &Net,
    host: &str,
    stream: S,
    limit: Duration,
) -> Result<(TlsStream<S>, String), String> {
    let roots = RootCertStore { roots: net.roots.public.iter().chain(&net.roots.declared).cloned().collect() };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).map_err(|e| e.to_string())?;
    let shaken = tokio::time::timeout(limit, TlsConnector::from(Arc::new(config)).connect(name, stream)).await;
    let stream = shaken.map_err(|_| "no answer in time".to_owned())?.map_err(|e| e.to_string())?;
    let version = match stream.get_ref().1.protocol_version() {
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3",
        _ => "TLS 1.2",
    };
    Ok((stream, version.to_owned()))
}

/// Base64 (RFC 4648 §4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().chain([&0, &0]).take(3).fold(0_usize, |word, byte| word << 8 | usize::from(*byte));
        for digit in 0..4 {
            let index = word >> (18 - 6 * digit) & 63;
            out.push(if digit <= chunk.len() { char::from(DIGITS[index]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_the_rfc() {
        for (text, wanted) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(base64(text.as_bytes()), wanted);
        }
    }
}
