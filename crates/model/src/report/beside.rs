//! What stands beside the rows: questions, other profiles, earlier runs.

use super::Answer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a row asks people, and whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskedRow {
    /// The question; yes is the answer that a launch rests on.
    pub ask: String,
    /// Who should answer.
    pub who: String,
    /// What counts as evidence.
    pub evidence: String,
}

/// Questions of the people part that nobody has answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questions {
    /// All of them.
    pub open: usize,
    /// Those that leave the verdict open once people are looked at.
    pub deciding: usize,
}

/// The same look under another profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileLine {
    /// Its name.
    pub profile: String,
    /// For whom it is.
    pub profile_for: String,
    /// The answer under it.
    pub verdict: Answer,
    /// Check ids of its failing blockers.
    pub blockers: Vec<String>,
}

/// One run among the last ones.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TrendPoint {
    /// When it was.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Profile; only runs under one profile can be compared.
    pub profile: String,
    /// The answer.
    pub verdict: Answer,
    /// 0 to 100.
    pub score: f64,
    /// Failing blockers.
    pub blockers: usize,
    /// Failing high findings.
    pub high: usize,
}
