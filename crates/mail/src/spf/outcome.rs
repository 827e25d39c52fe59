//! What an evaluation says (RFC 7208 §2.6) and how it came to it.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The result of `check_host()` (RFC 7208 §2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SpfResult {
    /// There is no record, or no domain to ask for one.
    None,
    /// The record says nothing about this sender.
    Neutral,
    /// The sender may use the domain.
    Pass,
    /// The sender may not.
    Fail,
    /// The sender probably may not.
    SoftFail,
    /// The DNS did not answer; try again.
    TempError,
    /// The record is wrong or asks for too much.
    PermError,
}

/// One evaluation for one sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evaluation {
    /// What a receiver concludes.
    pub result: SpfResult,
    /// Why the result is an error or `none`; absent for the others.
    pub reason: Option<String>,
    /// The domain's own words for a refused sender (`exp=`, RFC 7208 §6.2).
    pub explanation: Option<String>,
    /// What was looked at, in order.
    pub tree: Branch,
    /// The term that decided, outermost first: an include, then what matched in it. Empty if nothing matched.
    pub deciding: Vec<Deciding>,
    /// Terms that cost a lookup; more than ten is an error (RFC 7208 §4.6.4).
    pub lookups: u32,
    /// Terms whose lookup found nothing; more than two is an error (RFC 7208 §4.6.4).
    pub voids: u32,
}

/// A term that decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deciding {
    /// Whose record it stands in.
    pub domain: String,
    /// The term as written.
    pub term: String,
    /// Its place in that record.
    pub span: Range<usize>,
}

/// One record on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Branch {
    /// Whose record.
    pub domain: String,
    /// Its text, if there is exactly one.
    pub record: Option<String>,
    /// What the record says about this sender.
    pub result: SpfResult,
    /// Why, if it is an error or `none`.
    pub reason: Option<String>,
    /// The terms in order of evaluation.
    pub steps: Vec<Step>,
}

/// One term on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// The term as written.
    pub term: String,
    /// Its place in the record.
    pub span: Range<usize>,
    /// What came of it.
    pub outcome: StepOutcome,
    /// What was seen, in words: addresses found, a name that does not exist.
    pub seen: Option<String>,
    /// Lookups of the whole evaluation after this term.
    pub lookups: u32,
    /// Void lookups of the whole evaluation after this term.
    pub voids: u32,
    /// The record it led to.
    pub branch: Option<Branch>,
}

/// What came of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepOutcome {
    /// It matched and ended the record.
    Match,
    /// It did not match; the next term was tried.
    NoMatch,
    /// It ended the evaluation with an error.
    Error,
    /// A term before it had decided.
    NotReached,
}

impl SpfResult {
    /// The name as RFC 7208 §2.6 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Neutral => "neutral",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }

    /// The result of that name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        use SpfResult::{Fail, Neutral, None, Pass, PermError, SoftFail, TempError};
        [None, Neutral, Pass, Fail, SoftFail, TempError, PermError]
            .into_iter()
            .find(|result| name.eq_ignore_ascii_case(result.name()))
    }
}

impl fmt::Display for SpfResult {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl Branch {
    /// The path to the term that decided or failed, outermost first.
    pub(super) fn deciding(&self) -> Vec<Deciding> {
        let decided = |step: &&Step| matches!(step.outcome, StepOutcome::Match | StepOutcome::Error);
        let Some(step) = self.steps.iter().find(decided) else {
            return Vec::new();
        };
        let mut path = vec![Deciding { domain: self.domain.clone(), term: step.term.clone(), span: step.span.clone() }];
        path.extend(step.branch.iter().flat_map(Self::deciding));
        path
    }
}
