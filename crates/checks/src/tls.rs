//! TLS and certificates.

mod addresses_differ;
mod broken_cipher;
mod chain_disorder;
mod chain_incomplete;
mod clock_wrong;
mod compression;
mod dane_mismatch;
mod expired;
mod expires_soon;
mod expires_very_soon;
mod handshake_fails;
mod legacy_protocol;
mod lifetime_too_long;
mod no_modern_suite;
mod no_tls13;
mod not_yet_valid;
mod short_dh;
mod staple_missing;
mod static_rsa;
mod too_few_timestamps;
mod untrusted;
mod weak_cipher;
mod weak_key;
mod weak_signature;
mod wrong_host;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        handshake_fails::check(),
        expired::check(),
        not_yet_valid::check(),
        wrong_host::check(),
        untrusted::check(),
        chain_incomplete::check(),
        expires_very_soon::check(),
        expires_soon::check(),
        no_modern_suite::check(),
        broken_cipher::check(),
        legacy_protocol::check(),
        compression::check(),
        too_few_timestamps::check(),
        staple_missing::check(),
        weak_key::check(),
        weak_signature::check(),
        dane_mismatch::check(),
        weak_cipher::check(),
        lifetime_too_long::check(),
        addresses_differ::check(),
        static_rsa::check(),
        no_tls13::check(),
        chain_disorder::check(),
        clock_wrong::check(),
        short_dh::check(),
    ]
}

const DAY: i64 = 86_400;

/// Judges the certificate that each address serves; the first that `fault` speaks of fails the host. One finding is
/// enough for all addresses: the fix is the same.
fn each_leaf(tls: &Tls, fault: impl Fn(&TlsSession, &Certificate) -> Option<Finding>) -> Verdict {
    let mut leaves = tls.sessions().filter_map(|(_, s)| Some((s, s.leaf()?))).peekable();
    if leaves.peek().is_none() {
        return Verdict::not_applicable("no certificate was served");
    }
    leaves
        .find_map(|(session, leaf)| Some(fault(session, leaf)?.cause(leaf.sha256.clone())))
        .map_or(Verdict::Pass, Verdict::fail)
}

/// Is the certificate still valid, with less left than `days` and less than a `part` of its lifetime?
fn nearly_over(cx: &Cx, leaf: &Certificate, days: u32, part: i64) -> bool {
    let left = leaf.left(cx.at);
    left >= 0 && left < (i64::from(days) * DAY).min(leaf.lifetime() / part)
}

/// What both checks of a nearing end say.
fn ending(cx: &Cx, leaf: &Certificate, wanted: &str) -> Finding {
    let host = cx.host();
    Finding::new(format!("The certificate of {host} expires in {}", text::span(leaf.left(cx.at))))
        .observed(format!("valid until {}, issued by {}", leaf.not_after, leaf.issuer))
        .expected(wanted)
        .consequence("On that day every visitor sees a full-page warning and leaves.")
        .remedy(Remedy::Run {
            place: "on the web server".into(),
            commands: vec![format!("certbot renew --cert-name {host}"), "systemctl list-timers | grep certbot".into()],
        })
        .reproduce(show_leaf(&host, "-enddate -issuer"))
}

/// Nothing wrong was chosen: passes when each of these questions was answered.
fn seen_all(offers: &TlsOffers, kinds: &[HelloKind]) -> Verdict {
    if !offers.speaks_tls() {
        return Verdict::not_applicable("nothing answered in TLS");
    }
    if kinds.iter().any(|k| offers.blind(*k)) {
        return Unknown::new(Why::NoAnswer, "a question about old encryption stayed without answer").into();
    }
    Verdict::Pass
}

/// A command that prints fields of the certificate that a host serves.
fn show_leaf(host: &str, fields: &str) -> String {
    format!(
        "openssl s_client -connect {host}:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout {fields}"
    )
}

/// A command that prints how the chain of a host verifies.
fn show_chain(host: &str) -> String {
    format!("openssl s_client -connect {host}:443 -servername {host} -showcerts </dev/null | grep -i verif")
}

/// Did the address accept a connection on port 443?
fn is_open(ports: &Ports, address: std::net::IpAddr) -> bool {
    ports.tried.iter().any(|p| p.address == address && p.port == 443 && p.outcome == Connect::Open)
}
