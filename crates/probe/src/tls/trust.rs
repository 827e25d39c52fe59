//! Where a chain leads: verified without regard to name and date, which are judged apart.

use super::certificate;
use crate::net::Roots;
use jiff::Timestamp;
use model::facts::Trust;
use model::{Seen, Unknown, Why};
use rustls_pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, Error};

/// Is the host among the names of the leaf (RFC 9525)?
pub(crate) fn covers(leaf: &CertificateDer, host: &str) -> bool {
    let Ok(name) = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()) else { return false };
    EndEntityCert::try_from(leaf).is_ok_and(|cert| cert.verify_is_valid_for_subject_name(&name).is_ok())
}

/// Where the chain as served leads. `Incomplete` can't come from here: it needs a fetch.
///
/// # Errors
/// Unknown when the chain uses cryptography that this program can't verify: that is our blindness.
pub(crate) fn of(chain: &[CertificateDer], roots: &Roots, at: Timestamp) -> Seen<Trust> {
    let Some((leaf, rest)) = chain.split_first() else {
        return Ok(Trust::Broken("no certificate was served".into()));
    };
    let public = path(leaf, rest, &roots.public, at);
    if public.is_ok() {
        return Ok(Trust::Public);
    }
    if path(leaf, rest, &roots.declared, at).is_ok() {
        return Ok(Trust::Declared);
    }
    if path(leaf, rest, &roots.machine, at).is_ok() {
        return Ok(Trust::ThisMachineOnly);
    }
    Ok(match public {
        Err(Error::UnknownIssuer) if certificate::self_issued(leaf) => Trust::SelfSigned,
        Err(Error::UnknownIssuer | Error::CaUsedAsEndEntity) => Trust::UnknownIssuer {
            issuer: chain.last().and_then(|c| certificate::read(c)).map(|c| c.issuer).unwrap_or_default(),
        },
        // A leaf from another world of certificates (`openssl req -x509` makes version 1 or CA leaves).
        Err(_) if certificate::self_issued(leaf) => Trust::SelfSigned,
        Err(error) if error.to_string().starts_with("UnsupportedSignatureAlgorithm") => {
            return Err(Unknown::new(Why::NoAnswer, format!("the chain can't be verified by this program: {error}")));
        }
        Err(error) => Trust::Broken(error.to_string()),
        Ok(()) => Trust::Public,
    })
}

/// Does the chain lead to public roots once `missing` is added?
pub(crate) fn complete_with(
    chain: &[CertificateDer],
    missing: &[CertificateDer],
    roots: &Roots,
    at: Timestamp,
) -> bool {
    let Some((leaf, rest)) = chain.split_first() else { return false };
    let rest: Vec<CertificateDer> = rest.iter().chain(missing).cloned().collect();
    path(leaf, &rest, &roots.public, at).is_ok() || path(leaf, &rest, &roots.declared, at).is_ok()
}

fn path(leaf: &CertificateDer, rest: &[CertificateDer], roots: &[TrustAnchor], at: Timestamp) -> Result<(), Error> {
    let cert = EndEntityCert::try_from(leaf)?;
    let when = within_validity(leaf, at);
    let time = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(when).unwrap_or(0)));
    let usage = webpki::KeyUsage::server_auth();
    let algorithms = webpki::ALL_VERIFICATION_ALGS;
    cert.verify_for_usage(algorithms, roots, rest, time, usage, None, None).map(|_| ())
}

/// An expired leaf is one finding, not two: its chain is verified for the last moment it was valid.
fn within_validity(leaf: &CertificateDer, at: Timestamp) -> i64 {
    let at = at.as_second();
    certificate::read(leaf)
        .map_or(at, |c| at.clamp(c.not_before.as_second(), c.not_after.as_second().max(c.not_before.as_second())))
}
