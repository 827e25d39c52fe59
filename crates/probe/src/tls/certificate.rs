//! A certificate read: what matters of it, and where its issuer can be fetched.

use jiff::Timestamp;
use model::facts::Certificate;
use sha2::{Digest, Sha256, Sha512};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::oid_registry::OidRegistry;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::X509Name;

/// Reads the DER form; `None` if it is no certificate.
pub(crate) fn read(der: &[u8]) -> Option<Certificate> {
    let (_, cert) = X509Certificate::from_der(der).ok()?;
    let (key, key_bits) = key(&cert);
    Some(Certificate {
        sha256: hex(&Sha256::digest(der)),
        subject: common_name(cert.subject()),
        issuer: common_name(cert.issuer()),
        issuer_organisation: organisation(cert.issuer()),
        names: names(&cert),
        not_before: time(cert.validity().not_before.timestamp()),
        not_after: time(cert.validity().not_after.timestamp()),
        key,
        key_bits,
        signature: signature(&cert),
        subject_id: hex(&Sha256::digest(cert.subject().as_raw())),
        issuer_id: hex(&Sha256::digest(cert.issuer().as_raw())),
        spki_sha256: hex(&Sha256::digest(cert.public_key().raw)),
        sha512: hex(&Sha512::digest(der)),
        spki_sha512: hex(&Sha512::digest(cert.public_key().raw)),
        timestamps: Some(timestamps(&cert)),
        must_staple: must_staple(&cert),
    })
}

/// Embedded signed certificate timestamps (RFC 6962 §3.3).
fn timestamps(cert: &X509Certificate) -> u8 {
    let count = cert.iter_extensions().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SCT(list) => Some(list.len()),
        _ => None,
    });
    u8::try_from(count.unwrap_or(0)).unwrap_or(u8::MAX)
}

/// Does the TLS feature extension name `status_request` (RFC 7633 §4.2.3.1)? DER: a sequence of integers, among them 5.
fn must_staple(cert: &X509Certificate) -> bool {
    let feature = cert.iter_extensions().find(|e| e.oid.to_id_string() == "1.3.6.1.5.5.7.1.24");
    feature.is_some_and(|e| e.value.windows(3).any(|w| w == [2, 1, 5]))
}

/// Where the certificate says its issuer's certificate is (RFC 5280 §4.2.2.1).
pub(crate) fn issuer_url(der: &[u8]) -> Option<String> {
    let (_, cert) = X509Certificate::from_der(der).ok()?;
    cert.iter_extensions().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::AuthorityInfoAccess(access) => access.accessdescs.iter().find_map(|d| {
            let issuers = d.access_method.to_id_string() == "1.3.6.1.5.5.7.48.2";
            match &d.access_location {
                GeneralName::URI(uri) if issuers => Some((*uri).to_owned()),
                _ => None,
            }
        }),
        _ => None,
    })
}

/// Did the certificate sign itself, by its names?
pub(crate) fn self_issued(der: &[u8]) -> bool {
    X509Certificate::from_der(der).is_ok_and(|(_, c)| c.subject() == c.issuer())
}

/// Has the certificate an RSA key below 2048 bits?
pub(crate) fn short_rsa(der: &[u8]) -> bool {
    read(der).is_some_and(|c| c.key == "RSA" && c.key_bits < 2048)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

fn common_name(name: &X509Name) -> String {
    let common = name.iter_common_name().next().and_then(|a| a.as_str().ok()).filter(|s| !s.is_empty());
    model::text::quote(common.unwrap_or(&name.to_string()), 120)
}

fn organisation(name: &X509Name) -> Option<String> {
    name.iter_organization().next().and_then(|a| a.as_str().ok()).map(|o| model::text::quote(o, 120))
}

fn names(cert: &X509Certificate) -> Vec<String> {
    let Ok(Some(san)) = cert.subject_alternative_name() else { return Vec::new() };
    let names = san.value.general_names.iter().filter_map(|name| match name {
        GeneralName::DNSName(dns) => Some(dns.to_ascii_lowercase()),
        GeneralName::IPAddress(ip) => match *ip {
            [a, b, c, d] => Some(std::net::Ipv4Addr::new(*a, *b, *c, *d).to_string()),
            _ => <[u8; 16]>::try_from(*ip).ok().map(|ip| std::net::Ipv6Addr::from(ip).to_string()),
        },
        _ => None,
    });
    // Some certificates carry hundreds of names; a report needs no more than these.
    names.take(250).collect()
}

fn key(cert: &X509Certificate) -> (String, u32) {
    match cert.public_key().parsed() {
        Ok(PublicKey::RSA(rsa)) => ("RSA".into(), u32::try_from(rsa.key_size()).unwrap_or(0)),
        Ok(PublicKey::EC(point)) => {
            let bits = u32::try_from(point.key_size()).unwrap_or(0);
            (format!("EC {bits} bits"), bits)
        }
        _ => match cert.public_key().algorithm.algorithm.to_id_string().as_str() {
            "1.3.101.112" => ("Ed25519".into(), 256),
            "1.3.101.113" => ("Ed448".into(), 456),
            oid => (oid.to_owned(), 0),
        },
    }
}

fn signature(cert: &X509Certificate) -> String {
    let oid = &cert.signature_algorithm.algorithm;
    let registry = OidRegistry::default().with_crypto();
    registry.get(oid).map_or_else(|| oid.to_id_string(), |entry| entry.sn().to_owned())
}
