//! Examples of a check: evidence and the verdict it must give. They are tests and documentation at once.

use crate::judge::{Check, Cx};
use crate::sample;
use jiff::Timestamp;
use model::facts::FactType;
use model::{Declared, Evidence, Subject, Verdict};

/// What a case expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// Passes.
    Pass,
    /// Fails.
    Fail,
    /// The question does not arise.
    NotApplicable,
    /// Could not be seen.
    Unknown,
}

/// One example.
#[derive(Debug, Clone)]
pub struct Case {
    /// What is special about it.
    pub name: &'static str,
    /// Expected verdict.
    pub expect: Expect,
    /// The subject that is judged.
    pub subject: Subject,
    /// What was seen.
    pub evidence: Evidence,
    /// What the user declared.
    pub declared: Declared,
}

impl Case {
    fn new(name: &'static str, expect: Expect, subject: &Subject) -> Self {
        let mut evidence = Evidence::new(sample::now());
        evidence.announce(subject.clone());
        Self { name, expect, subject: subject.clone(), evidence, declared: sample::declared() }
    }

    /// An example that passes.
    #[must_use]
    pub fn passes(name: &'static str, subject: &Subject) -> Self {
        Self::new(name, Expect::Pass, subject)
    }

    /// An example that fails.
    #[must_use]
    pub fn fails(name: &'static str, subject: &Subject) -> Self {
        Self::new(name, Expect::Fail, subject)
    }

    /// An example to which the check does not apply.
    #[must_use]
    pub fn does_not_apply(name: &'static str, subject: &Subject) -> Self {
        Self::new(name, Expect::NotApplicable, subject)
    }

    /// An example where one can't tell.
    #[must_use]
    pub fn cannot_tell(name: &'static str, subject: &Subject) -> Self {
        Self::new(name, Expect::Unknown, subject)
    }

    /// Adds a fact about a subject.
    #[must_use]
    pub fn with<T: FactType>(mut self, subject: &Subject, fact: T) -> Self {
        self.evidence = self.evidence.with(subject, fact);
        self
    }

    /// Adds a fact about the judged subject (or the ancestor that has such facts).
    #[must_use]
    pub fn seen<T: FactType>(self, fact: T) -> Self {
        let holder = self.subject.ancestor(T::SUBJECT).unwrap_or_else(|| self.subject.clone());
        self.with(&holder, fact)
    }

    /// Changes what is declared.
    #[must_use]
    pub fn declared(mut self, change: impl FnOnce(&mut Declared)) -> Self {
        change(&mut self.declared);
        self
    }

    /// Judges at another time.
    #[must_use]
    pub fn at(mut self, at: Timestamp) -> Self {
        self.evidence.at = at;
        self
    }

    /// What the check says to it.
    #[must_use]
    pub fn verdict(&self, check: &Check) -> Verdict {
        let thresholds = sample::thresholds();
        let cx = Cx { at: self.evidence.at, subject: &self.subject, thresholds: &thresholds, declared: &self.declared };
        check.judge(&cx, &self.evidence)
    }
}

/// Which expectation a verdict meets.
#[must_use]
pub fn kind_of(verdict: &Verdict) -> Expect {
    match verdict {
        Verdict::Pass => Expect::Pass,
        Verdict::Fail(_) => Expect::Fail,
        Verdict::NotApplicable(_) => Expect::NotApplicable,
        Verdict::Unknown(_) => Expect::Unknown,
    }
}
