//! What people answered: the claims ledger.

use crate::report::Attestation;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The answer itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// It is so.
    #[default]
    Yes,
    /// It is not so, and the row fails.
    No,
    /// The question does not arise.
    NotApplicable,
}

impl Said {
    /// As it stands in `launch.toml`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotApplicable => "not-applicable",
        }
    }
}

/// Does the answer still count?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    #[default]
    Holds,
    /// Its last day has passed.
    Expired,
    /// The file that was named as evidence is not the same any more, or is gone.
    Changed,
}

/// One answer and the question it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Check id.
    pub check: String,
    /// Glob over subject names.
    pub subject: String,
    /// The answer.
    pub said: Said,
    /// Who, with what evidence, until when.
    pub attestation: Attestation,
    /// Whether it counts; whoever reads the file and knows the day fills it in.
    pub standing: Standing,
}

impl Claim {
    /// Is this claim about that check, under its own id or a former one, and that subject?
    #[must_use]
    pub fn is_about(&self, info: &crate::CheckInfo, subject: &crate::Subject) -> bool {
        (self.check == info.id || info.formerly.contains(&self.check.as_str()))
            && crate::text::glob(&self.subject, &subject.name)
    }

    /// Has its last day passed? It holds to the end of that day, UTC.
    #[must_use]
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.attestation.until.0 < now.to_zoned(TimeZone::UTC).date()
    }
}

/// The claim that counts for a check and subject: the last that holds, else the last.
#[must_use]
pub fn about<'a>(claims: &'a [Claim], info: &crate::CheckInfo, subject: &crate::Subject) -> Option<&'a Claim> {
    let mut of_row = claims.iter().rev().filter(|c| c.is_about(info, subject)).peekable();
    let last = of_row.peek().copied();
    of_row.find(|c| c.standing == Standing::Holds).or(last)
}
