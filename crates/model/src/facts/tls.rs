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
    /// Did the server staple a statement of the authority (RFC 6066 §8)? `None` when it was not looked at.
    #[serde(default)]
    pub stapled: Option<bool>,
    /// Does that statement carry signed certificate timestamps (RFC 6962 §3.3)?
    #[serde(default)]
    pub stapled_timestamps: bool,
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
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
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
    /// Hash of the whole subject name, to compare with the issuer of another; empty when it was not looked at.
    #[serde(default)]
    pub subject_id: String,
    /// Hash of the whole issuer name.
    #[serde(default)]
    pub issuer_id: String,
    /// SHA-256 of the public key with its algorithm (SPKI), hex, as TLSA records hold it.
    #[serde(default)]
    pub spki_sha256: String,
    /// SHA-512 of the DER form, hex, for TLSA records that hold it; empty when it was not computed.
    #[serde(default)]
    pub sha512: String,
    /// SHA-512 of the public key with its algorithm (SPKI), hex; empty when it was not computed.
    #[serde(default)]
    pub spki_sha512: String,
    /// Embedded signed certificate timestamps (RFC 6962 §3.3); `None` when they were not counted.
    #[serde(default)]
    pub timestamps: Option<u8>,
    /// Does it ask browsers to insist on a stapled statement (RFC 7633)?
    #[serde(default)]
    pub must_staple: bool,
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

/// What a host's TLS accepts besides what browsers offer: one bare ClientHello for each question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TlsOffers {
    /// One entry for each address that was asked.
    pub endpoints: Vec<TlsOffer>,
}

impl TlsOffers {
    /// Every ServerHello that came, with its address.
    pub fn chosen(&self) -> impl Iterator<Item = (IpAddr, HelloKind, &Chosen)> {
        self.endpoints.iter().flat_map(|e| e.hellos.iter().map(move |h| (e.address, h))).filter_map(|(ip, h)| match &h
            .answer
        {
            HelloAnswer::Chosen(chosen) => Some((ip, h.asked, chosen)),
            HelloAnswer::Refused | HelloAnswer::NoAnswer | HelloAnswer::NotTls => None,
        })
    }

    /// Was a question of this kind left without answer at some address?
    #[must_use]
    pub fn blind(&self, kind: HelloKind) -> bool {
        let answers = self.endpoints.iter().flat_map(|e| &e.hellos).filter(|h| h.asked == kind);
        let mut seen = false;
        for hello in answers {
            seen = true;
            if hello.answer == HelloAnswer::NoAnswer {
                return true;
            }
        }
        !seen
    }

    /// Did anything at all answer in TLS?
    #[must_use]
    pub fn speaks_tls(&self) -> bool {
        let mut answers = self.endpoints.iter().flat_map(|e| &e.hellos).map(|h| &h.answer);
        answers.any(|a| matches!(a, HelloAnswer::Chosen(_) | HelloAnswer::Refused))
    }
}

/// One address and what it answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TlsOffer {
    /// The address.
    pub address: IpAddr,
    /// One entry for each question. Where a server refused several suites offered together, each of them has an entry.
    pub hellos: Vec<HelloLook>,
}

/// One ClientHello and its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelloLook {
    /// What it offered.
    pub asked: HelloKind,
    /// What came back.
    pub answer: HelloAnswer,
}

/// What a ClientHello offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelloKind {
    /// SSL 3.0 at most, any suite.
    Ssl3,
    /// TLS 1.0 at most, any suite.
    Tls10,
    /// TLS 1.1 at most, any suite.
    Tls11,
    /// TLS 1.2 at most, only suites that protect nothing: NULL, anonymous, EXPORT, DES, RC4.
    Broken,
    /// TLS 1.2 at most, only 3DES.
    TripleDes,
    /// TLS 1.2 at most, only key exchange by RSA encryption, which has no forward secrecy.
    StaticRsa,
    /// TLS 1.2 at most, every usual suite, and compression.
    Usual,
    /// TLS 1.2 at most, only key exchange by Diffie-Hellman in a finite field (DHE).
    FiniteField,
}

/// How a ClientHello was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelloAnswer {
    /// A ServerHello.
    Chosen(Chosen),
    /// An alert, or the connection was ended.
    Refused,
    /// Nothing in time, or no connection came about: says nothing about the offer.
    NoAnswer,
    /// Something else than TLS.
    NotTls,
}

/// What a ServerHello chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// `SSL 3.0`, `TLS 1.0` …
    pub version: String,
    /// IANA name of the suite, or its number.
    pub suite: String,
    /// Did it switch compression on?
    pub compression: bool,
    /// Did it send signed certificate timestamps?
    pub timestamps: bool,
    /// Bits of the prime of a Diffie-Hellman key exchange (DHE), where one was asked for and read.
    #[serde(default)]
    pub dh_bits: Option<u32>,
}

/// How far the clock of a host is off, by the `Date` of its answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Seconds ahead of this machine (negative: behind); the smallest of all answers that came from no cache. `None`
    /// without such an answer.
    pub ahead: Option<i64>,
    /// The same of a host of another owner, which tells whether this machine's own clock is right.
    pub control: Option<ClockControl>,
}

/// Another owner's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockControl {
    /// Host.
    pub host: String,
    /// Seconds ahead of this machine.
    pub ahead: i64,
}

/// TLSA records of a host's web port (RFC 6698), compared with the certificates it serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dane {
    /// The records.
    pub records: Vec<TlsaRecord>,
    /// Did the resolver vouch for them (AD)? Without it they bind nobody (RFC 7671 §2).
    pub secure: bool,
}

/// One TLSA record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsaRecord {
    /// 0 to 3 (RFC 7218).
    pub usage: u8,
    /// 0 for the whole certificate, 1 for its key.
    pub selector: u8,
    /// 0 for the data itself, 1 for SHA-256, 2 for SHA-512.
    pub matching: u8,
    /// SHA-256 of what must be served, hex: as published, or made from the data itself; `None` for other hashes.
    pub sha256: Option<String>,
    /// SHA-512 of what must be served, hex, as published; `None` for other hashes.
    #[serde(default)]
    pub sha512: Option<String>,
}
