//! Facts about TLS and certificates.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// TCP connections to the web ports of each address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ports {
    /// One entry for each address and port tried.
    pub tried: Vec<PortLook>,
}

/// One connection attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PortLook {
    /// Address.
    pub address: IpAddr,
    /// Port.
    pub port: u16,
    /// What happened.
    pub outcome: Connect,
}

/// How a connection attempt ended. No route from here is not among them: that is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Connect {
    /// Accepted.
    Open,
    /// Refused by the other side.
    Refused,
    /// No answer within the time-out, while other hosts answered on the same port.
    TimedOut,
}

/// TLS on port 443 of a host, each address apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tls {
    /// One entry for each address that was tried.
    pub endpoints: Vec<TlsEndpoint>,
}

impl Tls {
    /// Sessions that were established, with their address.
    pub fn sessions(&self) -> impl Iterator<Item = (IpAddr, &TlsSession)> {
        self.endpoints.iter().filter_map(|e| match &e.outcome {
            TlsOutcome::Session(s) => Some((e.address, s.as_ref())),
            TlsOutcome::Failed(_) => None,
        })
    }
}

/// TLS at one address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TlsEndpoint {
    /// The address.
    pub address: IpAddr,
    /// What happened.
    pub outcome: TlsOutcome,
}

/// How a handshake ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsOutcome {
    /// Completed (whatever the certificate is worth).
    Session(Box<TlsSession>),
    /// Not completed.
    Failed(TlsFailure),
}

/// Why a handshake failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TlsFailure {
    /// The connection was refused.
    Refused,
    /// No answer in time.
    TimedOut,
    /// Closed or reset in the middle.
    Closed,
    /// The server ended it with an alert.
    Alert(String),
    /// What came back is no TLS.
    NotTls(String),
}

/// An established session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TlsSession {
    /// `TLS 1.3`.
    pub version: String,
    /// IANA name of the suite.
    pub suite: String,
    /// Protocol chosen by ALPN.
    pub alpn: Option<String>,
    /// Certificates as served, leaf first.
    pub chain: Vec<Certificate>,
    /// Does the leaf lead to a root that customers trust (time and name apart)?
    pub trust: Trust,
    /// Is the host among the names of the leaf (RFC 9525; the common name does not count)?
    pub covers_host: bool,
}

impl TlsSession {
    /// The server's own certificate.
    #[must_use]
    pub fn leaf(&self) -> Option<&Certificate> {
        self.chain.first()
    }
}

/// Where a chain leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// To a root that browsers trust, with the certificates served.
    Public,
    /// To a root given by `--ca`.
    Declared,
    /// To a root of this machine only.
    ThisMachineOnly,
    /// Only with an intermediate that the server left out; it was fetched from where the certificate says.
    Incomplete {
        /// Subject of the missing certificate.
        missing: String,
        /// Where it can be had.
        from: String,
    },
    /// The leaf signed itself.
    SelfSigned,
    /// The issuer is not known to anyone.
    UnknownIssuer {
        /// Issuer of the last certificate of the chain.
        issuer: String,
    },
    /// A signature or constraint in the chain is broken.
    Broken(String),
}

/// What matters of one certificate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    /// SHA-256 of the DER form, hex.
    pub sha256: String,
    /// Common name of the subject, or the whole subject.
    pub subject: String,
    /// Common name of the issuer, or the whole issuer.
    pub issuer: String,
    /// Organisation of the issuer (`Let's Encrypt`).
    pub issuer_organisation: Option<String>,
    /// DNS and IP names.
    pub names: Vec<String>,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// `RSA`, `EC P-256`, `Ed25519`.
    pub key: String,
    /// Key size in bits.
    pub key_bits: u32,
    /// Name or OID of the signature algorithm.
    pub signature: String,
}

impl Certificate {
    /// Length of validity in seconds.
    #[must_use]
    pub fn lifetime(&self) -> i64 {
        self.not_after.as_second() - self.not_before.as_second()
    }

    /// Seconds left at `at`; negative after the end.
    #[must_use]
    pub fn left(&self, at: Timestamp) -> i64 {
        self.not_after.as_second() - at.as_second()
    }
}
