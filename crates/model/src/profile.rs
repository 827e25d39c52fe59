//! Thresholds and severities for a kind of launch. The five profiles are data files read by `config`.

use crate::check::{CheckInfo, Severity};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Limits that judges compare with. Every field can be overridden under `[thresholds]` in `launch.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// A certificate with fewer days left than this (or a sixth of its lifetime, if that is less) is high.
    pub tls_expiry_high_days: u32,
    /// A certificate with fewer days left than this (or a quarter of its lifetime, if that is less) is medium.
    pub tls_expiry_medium_days: u32,
    /// Days of registration that should be left.
    pub registration_days: u32,
    /// `max-age` of Strict-Transport-Security, in seconds (ASVS 5.0 3.4.1: one year).
    pub hsts_max_age_seconds: u64,
    /// Redirects in a row before an answer.
    pub redirect_hops: u32,
    /// 95th percentile of core requests, in milliseconds.
    pub p95_ms: u32,
}

/// A kind of launch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// `first-customers`.
    pub name: String,
    /// For whom, in one line.
    #[serde(rename = "for")]
    pub audience: String,
    /// True for the demo profiles: rows that the catalogue calls critical are high instead of blocker.
    pub eases_critical: bool,
    /// Scopes that `--require-all` wants.
    pub scopes: Vec<crate::check::Scope>,
    /// Limits.
    pub thresholds: Thresholds,
    /// Severities that differ from the declarations, by check id.
    #[serde(default)]
    pub severity: BTreeMap<String, Severity>,
}

impl Profile {
    /// The severity of a check under this profile.
    #[must_use]
    pub fn severity_of(&self, check: &CheckInfo) -> Severity {
        let ids = std::iter::once(&check.id).chain(check.formerly);
        if let Some(severity) = ids.into_iter().find_map(|id| self.severity.get(*id)) {
            return *severity;
        }
        if self.eases_critical && check.eased_in_demo { check.severity.min(Severity::High) } else { check.severity }
    }

    /// Does an unknown row of this check leave the verdict open?
    #[must_use]
    pub fn decisive(&self, check: &CheckInfo) -> bool {
        check.decisive.unwrap_or(self.severity_of(check) == Severity::Blocker)
    }
}
