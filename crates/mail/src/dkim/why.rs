//! What came of verifying one signature, and why.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Signature;
use crate::Problem;

/// One signature of a message, verified (RFC 6376 §6.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Verified {
    /// What a receiver concludes.
    pub result: DkimResult,
    /// Why it did not pass.
    pub why: Option<Failure>,
    /// What the signature names; absent if it can't be read.
    pub signature: Option<Signature>,
    /// Where the key stands; absent if the signature can't be read.
    pub key_name: Option<String>,
    /// Whether the key is in test mode (`t=y`): receivers treat the message as unsigned (RFC 6376 §3.6.1).
    pub testing: bool,
    /// What weakens it though it passes; lower case, no full stop.
    pub notes: Vec<String>,
}

/// The result of one signature (RFC 8601 §2.7.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DkimResult {
    /// It holds.
    Pass,
    /// The message is not what was signed, or was signed with another key.
    Fail,
    /// The signature or the key can't be used, now or later.
    PermError,
    /// The DNS did not answer; try again.
    TempError,
}

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The header field breaks the grammar.
    Malformed(Vec<Problem>),
    /// The algorithm is none that receivers accept.
    Algorithm(String),
    /// `x=` has passed, in seconds since 1970.
    Expired(u64),
    /// `x=` lies before `t=`.
    ExpiresBeforeSigned,
    /// The DNS did not answer.
    NoAnswer(String),
    /// No key stands at the name.
    KeyMissing,
    /// The key was withdrawn.
    KeyRevoked,
    /// The key record is faulty.
    KeyFaulty(Vec<Problem>),
    /// The key has too few bits for receivers to accept (RFC 8301 §3.2).
    KeyTooShort(u32),
    /// The key is for something else, in words.
    KeyUnfit(String),
    /// The body is not the one that was signed.
    BodyChanged {
        /// Lines at the end without which the rest is what was signed, if that explains it.
        added_lines: Option<usize>,
    },
    /// `l=` claims more bytes than the body has: text was cut off.
    BodyCut {
        /// Bytes that were signed.
        signed: u64,
        /// Bytes that are there.
        there: u64,
    },
    /// The key is the right one, and a signed header field is not what was signed.
    HeaderChanged,
    /// The signature was made with another key, or was damaged.
    OtherKey,
    /// A signed header field was changed, or the key is another; Ed25519 and huge RSA keys don't tell which.
    HeaderOrKey,
}

impl DkimResult {
    /// The name as RFC 8601 §2.7.1 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::PermError => "permerror",
            Self::TempError => "temperror",
        }
    }
}

impl Failure {
    /// What a receiver concludes from it.
    #[must_use]
    pub fn result(&self) -> DkimResult {
        match self {
            Self::NoAnswer(_) => DkimResult::TempError,
            Self::BodyChanged { .. }
            | Self::BodyCut { .. }
            | Self::HeaderChanged
            | Self::OtherKey
            | Self::HeaderOrKey => DkimResult::Fail,
            _ => DkimResult::PermError,
        }
    }

    /// A word for scripts.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "malformed",
            Self::Algorithm(_) => "algorithm",
            Self::Expired(_) => "expired",
            Self::ExpiresBeforeSigned => "expires_before_signed",
            Self::NoAnswer(_) => "no_answer",
            Self::KeyMissing => "key_missing",
            Self::KeyRevoked => "key_revoked",
            Self::KeyFaulty(_) => "key_faulty",
            Self::KeyTooShort(_) => "key_too_short",
            Self::KeyUnfit(_) => "key_unfit",
            Self::BodyChanged { .. } => "body_changed",
            Self::BodyCut { .. } => "body_cut",
            Self::HeaderChanged => "header_changed",
            Self::OtherKey => "other_key",
            Self::HeaderOrKey => "header_or_key",
        }
    }
}

/// Lower case, no full stop; what is wrong and the next step.
impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let problems = |list: &[Problem]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        match self {
            Self::Malformed(list) => write!(out, "the signature breaks the grammar: {}", problems(list)),
            Self::Algorithm(name) if name == "rsa-sha1" => {
                out.write_str("it is made with rsa-sha1, which receivers no longer accept, sign with rsa-sha256")
            }
            Self::Algorithm(name) => write!(out, "receivers don't know the algorithm {name}, sign with rsa-sha256"),
            Self::Expired(_) => {
                out.write_str("it has expired, the message arrived late or the signer allows too little time")
            }
            Self::ExpiresBeforeSigned => {
                out.write_str("it expires before it was made, correct the signer's clock or x=")
            }
            Self::NoAnswer(why) => write!(out, "the key could not be looked up: {why}"),
            Self::KeyMissing => out.write_str("the key is missing, publish the one your mail service shows"),
            Self::KeyRevoked => out.write_str("the key was withdrawn, sign with a current selector"),
            Self::KeyFaulty(list) => write!(out, "the key record is faulty: {}", problems(list)),
            Self::KeyTooShort(bits) => {
                write!(out, "the key has {bits} bits and receivers refuse fewer than 1024, make one of 2048")
            }
            Self::KeyUnfit(why) => out.write_str(why),
            Self::BodyChanged { added_lines: Some(1) } => out.write_str(
                "the body was changed: 1 line was added at its end after signing, sign after the step that adds it",
            ),
            Self::BodyChanged { added_lines: Some(lines) } => write!(
                out,
                "the body was changed: {lines} lines were added at its end after signing, sign after the step that adds them"
            ),
            Self::BodyChanged { added_lines: None } => out.write_str(
                "the body was changed after signing, its hash differs; sign as the last step before sending",
            ),
            Self::BodyCut { signed, there } => {
                write!(out, "the body was cut off: {signed} bytes were signed and {there} are there")
            }
            Self::HeaderChanged => {
                out.write_str("a signed header field was changed after signing, though the key and the body are right")
            }
            Self::OtherKey => {
                out.write_str("it was made with another key than the published one, publish the key of the signer")
            }
            Self::HeaderOrKey => out
                .write_str("a signed header field was changed after signing, or the published key is not the signer's"),
        }
    }
}
