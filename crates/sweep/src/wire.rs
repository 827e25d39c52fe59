//! `launch-ready.secrets/1`: what `secrets --format json` prints. A promise, closed everywhere.

use crate::finding::{Finding, Seen, Sweep};
use schemars::JsonSchema;
use secrets::{Class, Engine};
use serde::Serialize;
use serde_json::{Value, json};

/// Name of the format.
pub const SCHEMA: &str = "launch-ready.secrets/1";

/// All that was found, and what was looked at.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Document {
    /// `launch-ready.secrets/1`
    pub schema: String,
    /// What was looked at.
    pub coverage: WireCoverage,
    /// What was found, worst first.
    pub findings: Vec<WireFinding>,
}

/// What was looked at.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WireCoverage {
    /// Files read.
    pub files: u64,
    /// Objects of git read.
    pub blobs: u64,
    /// Bytes read, unpacked.
    pub bytes: u64,
    /// What was not read, and why.
    pub skipped: Vec<WireSkipped>,
    /// Everything that should be read was.
    pub complete: bool,
}

/// Something that was not read.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WireSkipped {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// One secret in one file. It never holds the value.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WireFinding {
    /// Id of the rule; `docs/secrets.md` tells how to rotate.
    pub rule: String,
    /// What it is.
    pub title: String,
    /// `secret`, `public_key` or `personal_data`.
    #[schemars(extend("enum" = ["secret", "public_key", "personal_data"]))]
    pub class: String,
    /// Path; members of archives after `!`.
    pub path: String,
    /// From 1.
    pub line: u64,
    /// From 1, in bytes.
    pub column: u64,
    /// The commit that it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Oldest commit that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<WireSeen>,
    /// Newest commit that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<WireSeen>,
    /// A branch, a tag or the stash leads to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reachable: Option<bool>,
    /// The value stands in the environment or in a `.env` file.
    pub known_value: bool,
    /// 16 hex digits.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    pub fingerprint: String,
    /// `blocker`, `high`, `medium` or `low`.
    #[schemars(extend("enum" = ["blocker", "high", "medium", "low"]))]
    pub severity: String,
}

/// A commit and its time.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WireSeen {
    /// Hex id.
    pub commit: String,
    /// Seconds since 1970, UTC, of the committer.
    pub at: i64,
}

/// The document of a look.
#[must_use]
pub fn document(sweep: &Sweep, engine: &Engine) -> Document {
    let c = &sweep.coverage;
    let skipped = c.skipped().into_iter().map(|s| WireSkipped { what: s.what, why: s.why }).collect();
    Document {
        schema: SCHEMA.into(),
        coverage: WireCoverage { files: c.files, blobs: c.blobs, bytes: c.bytes, skipped, complete: c.complete() },
        findings: sweep.findings.iter().map(|f| finding(f, engine)).collect(),
    }
}

fn finding(f: &Finding, engine: &Engine) -> WireFinding {
    let rule = &engine.rules()[f.rule];
    let seen = |s: &Option<Seen>| s.as_ref().map(|s| WireSeen { commit: s.commit.clone(), at: s.at });
    WireFinding {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        class: rule.class.word().into(),
        path: f.path.clone(),
        line: f.line,
        column: f.column,
        commit: f.commit.clone(),
        first_seen: seen(&f.first_seen),
        last_seen: seen(&f.last_seen),
        reachable: f.reachable,
        known_value: f.known,
        fingerprint: f.fingerprint.clone(),
        severity: f.severity.word().into(),
    }
}

/// JSON schema (draft 2020-12) of [`Document`].
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Document).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".into(), json!("https://launch-ready.example/schema/secrets-1.json"));
        object.insert("title".into(), json!("Launch Ready secrets"));
    }
    schema["properties"]["schema"]["const"] = json!(SCHEMA);
    schema
}

impl Sweep {
    /// Whether a secret (not a public key, not personal data) was found.
    #[must_use]
    pub fn has_secret(&self, engine: &Engine) -> bool {
        self.findings.iter().any(|f| engine.rules()[f.rule].class == Class::Secret)
    }
}
