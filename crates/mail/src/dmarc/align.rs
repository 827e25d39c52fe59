//! Whether an authenticated domain speaks for the domain in From (RFC 9989 §4.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Alignment, discover};
use crate::dns::Dns;
use crate::name::canonical;

/// How two domains are related.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same name: aligned in either mode.
    Same,
    /// The same organisation: aligned in relaxed mode only.
    SameOrganization,
    /// Different organisations: never aligned.
    Different,
    /// The DNS did not answer.
    Unknown,
}

impl Relation {
    /// Whether this is enough in the mode; `None` if nobody knows.
    #[must_use]
    pub fn is_aligned(self, mode: Alignment) -> Option<bool> {
        match (self, mode) {
            (Self::Same, _) | (Self::SameOrganization, Alignment::Relaxed) => Some(true),
            (Self::SameOrganization, Alignment::Strict) | (Self::Different, _) => Some(false),
            (Self::Unknown, Alignment::Relaxed) => None,
            // Strict needs the same name, whatever the organisations are.
            (Self::Unknown, Alignment::Strict) => Some(false),
        }
    }
}

/// How the domain in From and an authenticated one (SPF's MAIL FROM, DKIM's `d=`) are related; asks the DNS unless they
/// are the same.
pub async fn relation<D: Dns>(dns: &D, from: &str, authenticated: &str) -> Relation {
    let (from, authenticated) = (canonical(from), canonical(authenticated));
    if from == authenticated {
        return Relation::Same;
    }
    let one = discover(dns, &from).await;
    let other = discover(dns, &authenticated).await;
    match one.organization == other.organization {
        _ if !(one.complete && other.complete) => Relation::Unknown,
        true => Relation::SameOrganization,
        false => Relation::Different,
    }
}
