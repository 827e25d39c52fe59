//! What a judge says.

use crate::check::CheckInfo;
use crate::remedy::Remedy;
use crate::subject::Subject;
use crate::unknown::Unknown;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The judgement of one check on one subject.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// As it should be.
    Pass,
    /// Not as it should be; at least one finding.
    Fail(Vec<Finding>),
    /// The question does not arise, and why.
    NotApplicable(String),
    /// It could not be seen.
    Unknown(Unknown),
}

impl Verdict {
    /// Fails with one finding.
    #[must_use]
    pub fn fail(finding: Finding) -> Self {
        Self::Fail(vec![finding])
    }

    /// Passes without findings, fails with them.
    #[must_use]
    pub fn of(findings: Vec<Finding>) -> Self {
        if findings.is_empty() { Self::Pass } else { Self::Fail(findings) }
    }

    /// Not applicable, with the reason.
    #[must_use]
    pub fn not_applicable(why: impl Into<String>) -> Self {
        Self::NotApplicable(why.into())
    }
}

impl From<Unknown> for Verdict {
    fn from(unknown: Unknown) -> Self {
        Self::Unknown(unknown)
    }
}

/// A check's verdict on one subject, before profile, waivers and baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What the check says about itself.
    pub info: &'static CheckInfo,
    /// What was judged.
    pub subject: Subject,
    /// The judgement.
    pub verdict: Verdict,
    /// Fingerprint of the finding that makes this row not applicable (decision 14).
    pub because: Option<String>,
}

/// One thing that is wrong, with proof, consequence and fix. Words as `voice-and-look.md` wants them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// One sentence with the subject in it, at most 72 characters where the names allow.
    pub title: String,
    /// What was seen, as it came.
    pub observed: String,
    /// What was wanted.
    pub expected: String,
    /// What happens to a customer or the business, one sentence.
    pub consequence: String,
    /// What to do.
    pub remedy: Remedy,
    /// A command that a stranger can run to see it.
    pub reproduce: String,
    /// What tells it from its siblings on the same subject (cookie, header, path); never a measured value.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// The shared root of several findings of one check (leaf hash, name server, include).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Stable across runs, modes and machines; filled in by the registry.
    #[serde(default)]
    pub fingerprint: String,
}

impl Finding {
    /// A finding begins with its title; the rest is added by the methods below.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            observed: String::new(),
            expected: String::new(),
            consequence: String::new(),
            remedy: Remedy::say(""),
            reproduce: String::new(),
            key: String::new(),
            cause: None,
            fingerprint: String::new(),
        }
    }

    /// What was seen.
    #[must_use]
    pub fn observed(mut self, text: impl Into<String>) -> Self {
        self.observed = text.into();
        self
    }

    /// What was wanted.
    #[must_use]
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = text.into();
        self
    }

    /// What follows from it.
    #[must_use]
    pub fn consequence(mut self, text: impl Into<String>) -> Self {
        self.consequence = text.into();
        self
    }

    /// What to do.
    #[must_use]
    pub fn remedy(mut self, remedy: Remedy) -> Self {
        self.remedy = remedy;
        self
    }

    /// How to see it.
    #[must_use]
    pub fn reproduce(mut self, command: impl Into<String>) -> Self {
        self.reproduce = command.into();
        self
    }

    /// What tells it from its siblings.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = key.into();
        self
    }

    /// The root it shares with others.
    #[must_use]
    pub fn cause(mut self, cause: impl Into<String>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

/// 16 hex digits of SHA-256 over check, kind, name and key (decision 16).
#[must_use]
pub fn fingerprint(check: &str, subject: &Subject, key: &str) -> String {
    let mut hash = Sha256::new();
    for part in [check, subject.kind.word(), &subject.name, key] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}
