//! Not seen: our own blindness, told apart from what the target did.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A fact, or why it could not be seen.
pub type Seen<T> = Result<T, Unknown>;

/// Why something could not be seen. What the *target* did (refused, timed out) is a fact, not this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// No chosen check asked for it, or the evidence is older than the fact.
    NotGathered,
    /// Nothing outside could be reached from here.
    NoNetwork,
    /// This machine has no route of that kind (IPv6, a blocked port).
    NoRoute,
    /// No resolver answered.
    NoResolver,
    /// A challenge, block or rate-limit page stood in for the site.
    Challenged,
    /// The request budget was used up.
    BudgetSpent,
    /// The deadline of the run came first.
    DeadlinePassed,
    /// The user stopped the run.
    Stopped,
    /// A higher `--level` would be needed.
    LevelTooLow,
    /// The network was switched off by a flag.
    Offline,
    /// Something this rests on could not be seen or is broken.
    Prerequisite,
    /// The source (a registry, a certificate authority) gave no usable answer.
    NoAnswer,
    /// Only the user can name what is to be looked at.
    NotNamed,
    /// Only people know, and nobody was asked or answered.
    NotAnswered,
    /// Somebody answered, and the answer no longer counts.
    AnswerOver,
    /// A mistake of ours.
    Bug,
}

impl Why {
    /// All reasons, for tests and documentation.
    pub const ALL: [Self; 16] = [
        Self::NotGathered,
        Self::NoNetwork,
        Self::NoRoute,
        Self::NoResolver,
        Self::Challenged,
        Self::BudgetSpent,
        Self::DeadlinePassed,
        Self::Stopped,
        Self::LevelTooLow,
        Self::Offline,
        Self::Prerequisite,
        Self::NoAnswer,
        Self::NotNamed,
        Self::NotAnswered,
        Self::AnswerOver,
        Self::Bug,
    ];

    /// What happened, in one plain clause.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotGathered => "this was not looked at",
            Self::NoNetwork => "nothing on the network could be reached from here",
            Self::NoRoute => "this machine has no route there",
            Self::NoResolver => "no DNS resolver answered from here",
            Self::Challenged => "a protection page answered instead of the site",
            Self::BudgetSpent => "the request budget was used up",
            Self::DeadlinePassed => "the deadline of the run came first",
            Self::Stopped => "the run was stopped",
            Self::LevelTooLow => "the chosen level does not look this closely",
            Self::Offline => "this was switched off",
            Self::Prerequisite => "something it rests on could not be seen",
            Self::NoAnswer => "the source gave no usable answer",
            Self::NotNamed => "what to look at has no name that could be found",
            Self::NotAnswered => "nobody answered this yet",
            Self::AnswerOver => "the answer no longer counts",
            Self::Bug => "a mistake in Launch Ready got in the way; please report it",
        }
    }

    /// What would let us tell.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::NotGathered => "look again with `launch-ready check`; saved evidence may not hold it",
            Self::NoNetwork => "connect this machine to the network and run it again",
            Self::NoRoute => "run it from a machine that has such a connection",
            Self::NoResolver => "name a resolver that answers: --resolver 192.0.2.53",
            Self::Challenged => {
                "let the address of this machine through the protection, or send a secret header with --header"
            }
            Self::BudgetSpent => "raise --max-requests or --max-requests-per-host",
            Self::DeadlinePassed => "raise --deadline",
            Self::Stopped => "run it again to the end",
            Self::LevelTooLow => "raise --level",
            Self::Offline => "run it without the flag that switched it off",
            Self::Prerequisite => "mend what is listed above it first",
            Self::NoAnswer => "try again later, or look it up by hand",
            Self::NotNamed => "name it in launch.toml or with the flag that is told here",
            Self::NotAnswered | Self::AnswerOver => "answer with `launch-ready attest --ask`",
            Self::Bug => "report it with the evidence file (--save-evidence)",
        }
    }
}

/// Why one fact is not there, with the detail that this case adds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unknown {
    /// The reason.
    pub why: Why,
    /// What exactly: names, ports, messages. Never a secret.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl Unknown {
    /// A reason with its detail.
    #[must_use]
    pub fn new(why: Why, detail: impl Into<String>) -> Self {
        Self { why, detail: detail.into() }
    }
}

impl From<Why> for Unknown {
    fn from(why: Why) -> Self {
        Self { why, detail: String::new() }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() {
            f.write_str(self.why.sentence())
        } else {
            write!(f, "{}: {}", self.why.sentence(), self.detail)
        }
    }
}
