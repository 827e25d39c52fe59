//! Keyed hashes: two places hold the same secret, and nobody who reads the report can try values against it without
//! the salt.

use ring::digest::{Context, SHA256};
use ring::hmac;

/// HMAC-SHA256 of a value, cut to 128 bits.
pub type Digest = [u8; 16];

/// What the hashes are keyed with.
#[derive(Clone)]
pub struct Salt {
    key: hmac::Key,
    /// Whether it outlives the run: then fingerprints follow the value, else the place (decision 29).
    pub kept: bool,
}

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Salt(kept: {})", self.kept)
    }
}

impl Salt {
    /// From random bytes; `kept` where they are stored beside the baseline.
    #[must_use]
    pub fn new(bytes: &[u8], kept: bool) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, bytes), kept }
    }

    /// The keyed hash of a value.
    #[must_use]
    pub fn digest(&self, value: &[u8]) -> Digest {
        let tag = hmac::sign(&self.key, value);
        let mut out = Digest::default();
        out.copy_from_slice(&tag.as_ref()[..16]);
        out
    }

    /// 16 hex digits. With a kept salt: of rule and value, so that it survives moves and squashes. Without: of rule,
    /// path and the number of the finding in that file.
    #[must_use]
    pub fn fingerprint(&self, rule: &str, value: &Digest, path: &str, ordinal: usize) -> String {
        let mut context = Context::new(&SHA256);
        context.update(rule.as_bytes());
        context.update(b"\0");
        if self.kept {
            context.update(value);
        } else {
            context.update(path.as_bytes());
            context.update(b"\0");
            context.update(ordinal.to_string().as_bytes());
        }
        context.finish().as_ref()[..8].iter().map(|b| format!("{b:02x}")).collect()
    }
}
