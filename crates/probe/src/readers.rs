//! What reads octets that servers send, without the connection around it: for fuzzing, and for the replay of its seeds.

use crate::net::Roots;
use crate::tls::{certificate, hello, trust};
use futures_util::FutureExt;
use jiff::Timestamp;
use model::Seen;
use model::facts::{Certificate, HelloAnswer, Trust};
use rustls_pki_types::CertificateDer;
use std::sync::LazyLock;

static ROOTS: LazyLock<Roots> =
    LazyLock::new(|| Roots { public: webpki_roots::TLS_SERVER_ROOTS.to_vec(), ..Roots::default() });

/// What the answer to a ClientHello says when these octets are all that comes; with `group` up to the size of a
/// Diffie-Hellman group.
#[must_use]
pub fn server_hello(octets: &[u8], group: bool) -> HelloAnswer {
    // A slice is always ready.
    hello::read(&mut &*octets, group).now_or_never().unwrap_or(HelloAnswer::NoAnswer)
}

/// The same for the contents of handshake records, which come in pieces of that many octets.
#[must_use]
pub fn flight(content: &[u8], group: bool, piece: usize) -> Option<HelloAnswer> {
    let mut flight = hello::Flight::new(group);
    content.chunks(piece.max(1)).find_map(|piece| flight.take(piece))
}

/// What is kept of a certificate in DER form; `None` if it is none.
#[must_use]
pub fn certificate(der: &[u8]) -> Option<Certificate> {
    certificate::read(der)
}

/// Where a certificate says its issuer's can be had.
#[must_use]
pub fn issuer_url(der: &[u8]) -> Option<String> {
    certificate::issuer_url(der)
}

/// Is the host among the names of a certificate?
#[must_use]
pub fn covers(der: &[u8], host: &str) -> bool {
    trust::covers(&CertificateDer::from(der), host)
}

/// Where a chain leads from which this certificate is all that was served, among the roots of browsers.
///
/// # Errors
/// As for any chain: what this program can't verify is unknown.
pub fn trust(der: &[u8], at: Timestamp) -> Seen<Trust> {
    trust::of(&[CertificateDer::from(der)], &ROOTS, at)
}
