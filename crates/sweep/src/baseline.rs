//! What is known already: keyed hashes of rule and value, so that a squash, a rebase or a move changes nothing.

use crate::finding::Finding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The file, `launch-ready.secrets-baseline/1`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// `launch-ready.secrets-baseline/1`
    pub schema: String,
    /// What was accepted.
    pub known: BTreeSet<Known>,
}

/// One accepted secret.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Fingerprint.
    pub fingerprint: String,
    /// Rule.
    pub rule: String,
    /// Where it stood, as a hint for people.
    pub path: String,
}

/// Name of the format.
pub const SCHEMA: &str = "launch-ready.secrets-baseline/1";

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// When it is no baseline of this form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|e| format!("no baseline of secrets: {e}"))?;
        if baseline.schema != SCHEMA {
            return Err(format!("a baseline of form {}, this program knows {SCHEMA}", baseline.schema));
        }
        Ok(baseline)
    }

    /// Of what was found.
    pub fn of<'a>(findings: impl Iterator<Item = &'a Finding>, rule: impl Fn(usize) -> String) -> Self {
        let known =
            findings.map(|f| Known { fingerprint: f.fingerprint.clone(), rule: rule(f.rule), path: f.path.clone() });
        Self { schema: SCHEMA.into(), known: known.collect() }
    }

    /// Whether a finding is in it.
    #[must_use]
    pub fn holds(&self, finding: &Finding) -> bool {
        self.known.iter().any(|k| k.fingerprint == finding.fingerprint)
    }
}
