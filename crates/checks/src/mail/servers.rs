//! What the checks of mail servers share.

use crate::prelude::*;
use std::net::IpAddr;

/// Judges the talk with each address; the first with a fault fails the server.
pub(super) fn each_talk(smtp: &Smtp, fault: impl Fn(IpAddr, &SmtpSession) -> Option<Finding>) -> Verdict {
    if let Some(finding) = smtp.sessions().find_map(|(address, session)| fault(address, session)) {
        return Verdict::fail(finding);
    }
    if smtp.sessions().next().is_some() {
        return Verdict::Pass;
    }
    let away = smtp.endpoints.iter().find_map(|e| match e.outcome {
        SmtpOutcome::TurnedAway { code } => Some(code),
        _ => None,
    });
    match away {
        Some(code) => {
            Verdict::Unknown(Unknown::new(Why::NoAnswer, format!("the server answers {code} to this machine")))
        }
        None => Verdict::not_applicable("the server does not talk"),
    }
}

/// A command that begins TLS with a mail server.
pub(super) fn show_tls(host: &str) -> String {
    format!("openssl s_client -starttls smtp -connect {host}:25 -servername {host} -verify_hostname {host} </dev/null")
}

/// A command that shows what a mail server offers.
pub(super) fn show_talk(host: &str) -> String {
    format!("curl -sv --max-time 20 smtp://{host}:25 2>&1 | grep '^[<>]'")
}

/// What to do on a server of one's own; whoever rents one asks its owner.
pub(super) fn on_server(host: &str, commands: &[&str]) -> Remedy {
    let mut lines = vec![format!("# on {host} (Postfix); at a mail service, ask its support for the same")];
    lines.extend(commands.iter().map(|c| (*c).to_owned()));
    Remedy::Run { place: format!("on {host}"), commands: lines }
}

/// Commands that get a certificate for a mail server from Let's Encrypt and let Postfix use it.
pub(super) fn certificate_commands(host: &str) -> [String; 2] {
    let live = format!("/etc/letsencrypt/live/{host}");
    [
        format!("certbot certonly --standalone -d {host}"),
        format!("postconf -e 'smtpd_tls_chain_files = {live}/privkey.pem, {live}/fullchain.pem'"),
    ]
}

/// A command that prints where the name of a mail server leads.
pub(super) fn show_name(host: &str) -> String {
    format!("dig {host} A +noall +answer")
}

/// Did the server give up because all it knows is older than TLS 1.2?
pub(super) fn too_old(failure: &TlsFailure) -> bool {
    match failure {
        TlsFailure::Alert(alert) => alert == "ProtocolVersion",
        // What rustls says of a server that chooses an older version.
        TlsFailure::NotTls(why) => why.contains("ServerDoesNotSupportTls12Or13") || why.contains("Tls12Or13"),
        TlsFailure::Refused | TlsFailure::TimedOut | TlsFailure::Closed => false,
    }
}

/// Why a handshake failed, in words.
pub(super) fn failure(failure: &TlsFailure) -> String {
    match failure {
        TlsFailure::Refused | TlsFailure::Closed => "the connection ends in the handshake".to_owned(),
        TlsFailure::TimedOut => "the handshake does not end".to_owned(),
        TlsFailure::Alert(alert) => format!("the handshake ends with the alert {alert}"),
        TlsFailure::NotTls(why) => format!("the handshake fails ({})", text::quote(why, 60)),
    }
}
