//! The public key record (RFC 6376 §3.6.1).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::der;
use crate::Problem;
use crate::problem::{quoted, too_long};
use crate::tags::{self, Tag};

/// A public key of a sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Key {
    /// `k`: the algorithm; RSA when absent.
    pub algorithm: Algorithm,
    /// `p`: the key itself.
    pub material: Material,
    /// `h`: the hashes it may be used with; all when absent.
    pub hashes: Option<Vec<String>>,
    /// `s`: the services it is for; all when absent.
    pub services: Option<Vec<String>>,
    /// `t=y`: receivers treat signatures as if they were not there (RFC 6376 §3.6.1).
    pub testing: bool,
    /// `t=s`: the identity in `i=` must have the very domain of `d=`.
    pub strict: bool,
    /// `n`: a note for people.
    pub note: Option<String>,
    /// Tags no RFC knows; ignored.
    pub unknown_tags: Vec<String>,
}

/// What a key signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// RSA (RFC 6376 §3.3.1).
    Rsa,
    /// Ed25519 (RFC 8463).
    Ed25519,
    /// Another, which receivers ignore.
    Other(String),
}

/// What stands in `p=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Material {
    /// Nothing: the key was withdrawn (RFC 6376 §3.6.1).
    Revoked,
    /// An RSA key.
    Rsa {
        /// Bits of the modulus.
        bits: u32,
        /// The base64 text without white space.
        base64: String,
    },
    /// An Ed25519 key: 32 bytes.
    Ed25519 {
        /// The base64 text without white space.
        base64: String,
    },
    /// The key of an algorithm not known here.
    Other {
        /// The base64 text without white space.
        base64: String,
    },
}

/// What makes a valid key record less useful than it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// The key was withdrawn.
    Revoked,
    /// Fewer than 1024 bits: receivers must not accept it (RFC 8301 §3.2).
    RsaRefused {
        /// Bits of the modulus.
        bits: u32,
    },
    /// Fewer than 2048 bits: signers should use more (RFC 8301 §3.2).
    RsaShort {
        /// Bits of the modulus.
        bits: u32,
    },
    /// More than 4096 bits: receivers need not accept it (RFC 8301 §3.2).
    RsaLong {
        /// Bits of the modulus.
        bits: u32,
    },
    /// Test mode: signatures count for nothing.
    Testing,
    /// Only SHA-1 is allowed, which receivers must not accept (RFC 8301 §3.1).
    Sha1Only,
    /// The key is not for mail.
    NotForMail,
    /// The algorithm is unknown to receivers.
    UnknownAlgorithm,
}

/// Receivers must be able to verify from here on (RFC 8301 §3.2).
const LEAST_RSA_BITS: u32 = 1024;
/// Signers should use this or more (RFC 8301 §3.2).
const GOOD_RSA_BITS: u32 = 2048;
/// Receivers must be able to verify up to here (RFC 8301 §3.2).
const MOST_RSA_BITS: u32 = 4096;
/// The length of an Ed25519 key in bytes (RFC 8032 §5.1.5).
const ED25519_BYTES: usize = 32;

impl Key {
    /// The key in `text`, or everything that is wrong with it, by position.
    ///
    /// # Errors
    /// One or more problems; receivers take such a key for none (RFC 6376 §6.1.2).
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        if let Some(problem) = too_long(text) {
            return Err(vec![problem]);
        }
        let (tags, mut problems) = tags::split(text);
        let mut key = Self::empty();
        let mut public = None;
        for (index, tag) in tags.iter().enumerate() {
            let list = || Some(tag.value.split(':').map(|part| part.trim().to_owned()).collect());
            match tag.name {
                "v" => problems.extend(version(tag, index)),
                "k" => key.algorithm = Algorithm::of(tag.value),
                "p" => public = Some(tag),
                "h" => key.hashes = list(),
                "s" => key.services = list(),
                "t" => {
                    let flags: Vec<&str> = tag.value.split(':').map(str::trim).collect();
                    (key.testing, key.strict) = (flags.contains(&"y"), flags.contains(&"s"));
                }
                "n" => key.note = Some(tag.value.to_owned()),
                "g" => {}
                name => key.unknown_tags.push(name.to_owned()),
            }
        }
        match public {
            None => {
                let message = "p= is missing, publish the public key in it";
                problems.push(Problem::new(0..text.len(), message));
            }
            Some(tag) => match material(&key.algorithm, tag) {
                Ok(material) => key.material = material,
                Err(problem) => problems.push(problem),
            },
        }
        problems.sort_by_key(|problem| problem.at.start);
        if problems.is_empty() { Ok(key) } else { Err(problems) }
    }

    /// What a judge should know, the gravest first.
    #[must_use]
    pub fn weaknesses(&self) -> Vec<Weakness> {
        let size = match self.material {
            Material::Revoked => Some(Weakness::Revoked),
            Material::Rsa { bits, .. } if bits < LEAST_RSA_BITS => Some(Weakness::RsaRefused { bits }),
            Material::Rsa { bits, .. } if bits < GOOD_RSA_BITS => Some(Weakness::RsaShort { bits }),
            Material::Rsa { bits, .. } if bits > MOST_RSA_BITS => Some(Weakness::RsaLong { bits }),
            Material::Other { .. } => Some(Weakness::UnknownAlgorithm),
            Material::Rsa { .. } | Material::Ed25519 { .. } => None,
        };
        let only_sha1 = self.hashes.as_ref().is_some_and(|hashes| !hashes.iter().any(|hash| hash == "sha256"));
        let for_mail = |services: &Vec<String>| services.iter().any(|service| service == "*" || service == "email");
        let for_mail = self.services.as_ref().is_none_or(for_mail);
        let others =
            [(only_sha1, Weakness::Sha1Only), (!for_mail, Weakness::NotForMail), (self.testing, Weakness::Testing)];
        let others = others.into_iter().filter(|(holds, _)| *holds).map(|(_, weakness)| weakness);
        size.into_iter().chain(others).collect()
    }

    fn empty() -> Self {
        Self {
            algorithm: Algorithm::Rsa,
            material: Material::Revoked,
            hashes: None,
            services: None,
            testing: false,
            strict: false,
            note: None,
            unknown_tags: Vec::new(),
        }
    }
}

impl Algorithm {
    fn of(name: &str) -> Self {
        match name.to_ascii_lowercase().as_str() {
            "rsa" => Self::Rsa,
            "ed25519" => Self::Ed25519,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The name as it stands in `k=`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Rsa => "rsa",
            Self::Ed25519 => "ed25519",
            Self::Other(name) => name,
        }
    }
}

fn version(tag: &Tag<'_>, index: usize) -> Option<Problem> {
    if tag.value != "DKIM1" {
        let message = format!("{} is no version of DKIM, write v=DKIM1 in exactly this case", quoted(tag.value));
        return Some(Problem::new(tag.at(), message));
    }
    (index > 0).then(|| Problem::new(tag.at(), "v=DKIM1 must stand first, move it to the beginning"))
}

fn material(algorithm: &Algorithm, tag: &Tag<'_>) -> Result<Material, Problem> {
    let wrong = |message: String| Problem::new(tag.value_at.clone(), message);
    let base64: String = tag.value.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    if base64.is_empty() {
        return Ok(Material::Revoked);
    }
    let Some(bytes) = der::base64(&base64) else {
        let message = "p= is no base64, publish the whole key and split it only into strings of the record";
        return Err(wrong(message.to_owned()));
    };
    match algorithm {
        Algorithm::Rsa => match der::rsa_bits(&bytes) {
            Some(bits) => Ok(Material::Rsa { bits, base64 }),
            None => Err(wrong("p= holds no whole RSA key, publish it again without cutting it".to_owned())),
        },
        Algorithm::Ed25519 if bytes.len() == ED25519_BYTES => Ok(Material::Ed25519 { base64 }),
        Algorithm::Ed25519 => {
            let message =
                format!("p= has {} bytes, an Ed25519 key has {ED25519_BYTES}, publish the bare key", bytes.len());
            Err(wrong(message))
        }
        Algorithm::Other(_) => Ok(Material::Other { base64 }),
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "v=DKIM1; k={}", self.algorithm.name())?;
        if let Some(hashes) = &self.hashes {
            write!(out, "; h={}", hashes.join(":"))?;
        }
        if let Some(services) = &self.services {
            write!(out, "; s={}", services.join(":"))?;
        }
        match (self.testing, self.strict) {
            (true, true) => out.write_str("; t=y:s")?,
            (true, false) => out.write_str("; t=y")?,
            (false, true) => out.write_str("; t=s")?,
            (false, false) => {}
        }
        if let Some(note) = &self.note {
            write!(out, "; n={note}")?;
        }
        let base64 = match &self.material {
            Material::Revoked => "",
            Material::Rsa { base64, .. } | Material::Ed25519 { base64 } | Material::Other { base64 } => base64,
        };
        write!(out, "; p={base64}")
    }
}
