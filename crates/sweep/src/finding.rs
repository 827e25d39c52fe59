//! What a look found. No field holds a value, nor a part of one.

use crate::Coverage;
use secrets::{Digest, Engine, Found, Salt, Severity};
use std::collections::HashMap;

/// A commit and its time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Hex id.
    pub commit: String,
    /// Seconds since 1970, of the committer.
    pub at: i64,
}

/// One secret in one file.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Index into [`Engine::rules`].
    pub rule: usize,
    /// Path, `/` between folders; members of archives after `!`.
    pub path: String,
    /// From 1.
    pub line: u64,
    /// From 1, in bytes.
    pub column: u64,
    /// Bytes of the value.
    pub length: usize,
    /// Keyed hash of the value.
    pub digest: Digest,
    /// How bad.
    pub severity: Severity,
    /// Found because the value is in the environment.
    pub known: bool,
    /// The commit that this was read from, for history.
    pub commit: Option<String>,
    /// Oldest commit that holds it.
    pub first_seen: Option<Seen>,
    /// Newest commit that holds it.
    pub last_seen: Option<Seen>,
    /// Whether a branch, a tag or the stash still leads to it.
    pub reachable: Option<bool>,
    /// Set by [`Sweep::finish`].
    pub fingerprint: String,
}

impl Finding {
    /// From a hit in a file.
    #[must_use]
    pub fn new(found: &Found, path: &str) -> Self {
        let path = if found.inside.is_empty() { path.to_owned() } else { format!("{path}!{}", found.inside.join("!")) };
        Self {
            rule: found.hit.rule,
            path,
            line: found.position.line,
            column: found.position.column,
            length: found.length,
            digest: found.digest,
            severity: found.hit.severity,
            known: found.hit.known,
            commit: None,
            first_seen: None,
            last_seen: None,
            reachable: None,
            fingerprint: String::new(),
        }
    }
}

/// All findings of a look, and what it covered.
#[derive(Debug, Default)]
pub struct Sweep {
    /// Findings.
    pub findings: Vec<Finding>,
    /// Coverage.
    pub coverage: Coverage,
    /// Findings that a comment in the file allows.
    pub allowed: usize,
}

impl Sweep {
    /// Adds another part of the look.
    pub fn add(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.coverage.add(other.coverage);
        self.allowed += other.allowed;
    }

    /// Sorts, joins what the working tree and the history say of the same secret, and gives fingerprints.
    pub fn finish(&mut self, engine: &Engine, salt: &Salt) {
        let mut all = std::mem::take(&mut self.findings);
        all.sort_by(|a, b| {
            (b.severity, &a.path, a.line, a.column, a.rule)
                .cmp(&(a.severity, &b.path, b.line, b.column, b.rule))
                .then(a.commit.cmp(&b.commit))
        });
        let mut index: HashMap<(usize, Digest, String), usize> = HashMap::new();
        for finding in all {
            let key = (finding.rule, finding.digest, finding.path.clone());
            match index.get(&key) {
                Some(at) => join(&mut self.findings[*at], finding),
                None => {
                    index.insert(key, self.findings.len());
                    self.findings.push(finding);
                }
            }
        }
        let mut ordinals: HashMap<(usize, String), usize> = HashMap::new();
        for finding in &mut self.findings {
            let ordinal = ordinals.entry((finding.rule, finding.path.clone())).or_default();
            finding.fingerprint =
                salt.fingerprint(&engine.rules()[finding.rule].id, &finding.digest, &finding.path, *ordinal);
            *ordinal += 1;
        }
    }
}

/// The place in the working tree wins; history adds its dates.
fn join(kept: &mut Finding, other: Finding) {
    if kept.commit.is_some() && other.commit.is_none() {
        (kept.line, kept.column, kept.commit) = (other.line, other.column, None);
    }
    kept.known |= other.known;
    kept.first_seen = kept.first_seen.take().into_iter().chain(other.first_seen).min_by_key(|s| s.at);
    kept.last_seen = kept.last_seen.take().into_iter().chain(other.last_seen).max_by_key(|s| s.at);
    kept.reachable = match (kept.reachable, other.reachable) {
        (Some(a), Some(b)) => Some(a || b),
        (a, b) => a.or(b),
    };
}
