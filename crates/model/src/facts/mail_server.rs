//! Facts about the servers that take mail.

use super::tls::{TlsFailure, TlsSession};
use crate::facts::Lookup;
use crate::name::Name;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Where the name in an MX record leads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MailHost {
    /// True if the record holds an address where a name belongs (RFC 5321 §5.1).
    pub literal: bool,
    /// How the search for addresses ended.
    pub lookup: Lookup,
    /// Aliases (CNAME) followed; there must be none (RFC 2181 §10.3).
    pub aliases: Vec<Name>,
    /// Its addresses.
    pub addresses: Vec<IpAddr>,
}

/// A mail server as a sender meets it on port 25. No mail is offered to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Smtp {
    /// One entry for each address that was tried.
    pub endpoints: Vec<SmtpEndpoint>,
}

/// One address of a mail server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SmtpEndpoint {
    /// The address.
    pub address: IpAddr,
    /// What happened.
    pub outcome: SmtpOutcome,
}

/// How the talk with a mail server ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SmtpOutcome {
    /// The connection was refused, while another mail server answered from here.
    Refused,
    /// No connection or no greeting in time, while another mail server answered from here.
    TimedOut,
    /// Closed before the greeting was whole.
    Closed,
    /// What came is no SMTP; the text is its begin.
    NotSmtp(String),
    /// It does not talk to *this* machine (an answer of 4xx or 5xx); others may be served.
    TurnedAway {
        /// The answer code.
        code: u16,
    },
    /// It talks.
    Session(Box<SmtpSession>),
}

/// A talk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SmtpSession {
    /// First word of the greeting: the name that the server gives itself.
    pub greeting: String,
    /// Keywords of the answer to EHLO, upper case.
    pub extensions: Vec<String>,
    /// What came of STARTTLS (RFC 3207).
    pub starttls: StartTls,
}

/// What came of STARTTLS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartTls {
    /// Not among the extensions.
    NotOffered,
    /// Offered, and refused with this code.
    Refused(u16),
    /// Accepted, and the handshake failed.
    Failed(TlsFailure),
    /// TLS; `covers_host` is about the name in the MX record.
    Tls(Box<TlsSession>),
}

impl Smtp {
    /// Talks that came about, with their address.
    pub fn sessions(&self) -> impl Iterator<Item = (IpAddr, &SmtpSession)> {
        self.endpoints.iter().filter_map(|e| match &e.outcome {
            SmtpOutcome::Session(session) => Some((e.address, session.as_ref())),
            _ => None,
        })
    }
}

/// Whether a mail server of one's own passes on mail of strangers to strangers. No message is ever sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MailRelay {
    /// Why nobody asked, in words.
    pub skipped: Option<String>,
    /// One entry for each address that was asked.
    pub answers: Vec<RelayAnswer>,
}

/// What one address of a mail server said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayAnswer {
    /// The address.
    pub address: IpAddr,
    /// What it said to a recipient of a stranger's domain.
    pub said: RelaySaid,
}

/// The answer to a recipient whose mail is not the server's to take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelaySaid {
    /// It takes the mail, with this code.
    Taken(u16),
    /// It refuses or defers, with this code.
    Refused(u16),
    /// It could not be asked, or the answer proves nothing; the text says why.
    Untold(String),
}
