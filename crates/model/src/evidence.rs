//! All facts of one look, with time and vantage; can be saved and judged again offline.

use crate::facts::{Fact, FactKind, FactType};
use crate::subject::{Subject, SubjectKind};
use crate::unknown::{Seen, Unknown, Why};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Name of the evidence format.
pub const SCHEMA: &str = "launch-ready.evidence/1";

/// Which fact, of what.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FactKey {
    /// Kind of fact.
    pub kind: FactKind,
    /// What it is about.
    pub subject: Subject,
}

/// A fact, or why it is not there, under its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which.
    pub key: FactKey,
    /// What was seen.
    pub seen: Seen<Fact>,
}

/// Something that belongs to the target and was not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotLooked {
    /// What.
    pub what: String,
    /// Why not.
    pub why: String,
    /// The command or step that would look.
    pub how: String,
}

/// Requests and bytes that a look cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Questions to DNS, connections without request, and requests.
    pub requests: u64,
    /// Bytes received.
    pub bytes: u64,
}

/// All facts of one look.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// When the look began.
    pub at: Timestamp,
    /// Version of the program that looked.
    pub tool: String,
    /// Where from, in words (`this machine`).
    pub vantage: String,
    /// What was reached by flags: resolvers, roots, `--resolve`; empty for the plain network.
    pub net: Vec<String>,
    /// What belongs to the target and was left out.
    pub not_looked_at: Vec<NotLooked>,
    /// True when the run ended before all was seen.
    pub partial: Option<Why>,
    /// How long the look took, in milliseconds.
    pub duration_ms: u64,
    /// What it cost.
    pub cost: Cost,
    subjects: BTreeSet<Subject>,
    facts: BTreeMap<FactKey, Seen<Fact>>,
}

impl Evidence {
    /// Evidence without facts.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self {
            at,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            vantage: "this machine".to_owned(),
            net: Vec::new(),
            not_looked_at: Vec::new(),
            partial: None,
            duration_ms: 0,
            cost: Cost::default(),
            subjects: BTreeSet::new(),
            facts: BTreeMap::new(),
        }
    }

    /// Makes a subject part of the look, also when no fact of it is there yet.
    pub fn announce(&mut self, subject: Subject) {
        self.subjects.insert(subject);
    }

    /// Adds what was seen.
    pub fn insert(&mut self, record: Record) {
        self.subjects.insert(record.key.subject.clone());
        self.facts.insert(record.key, record.seen);
    }

    /// Adds a fact; for cases and tests.
    #[must_use]
    pub fn with<T: FactType>(mut self, subject: &Subject, fact: T) -> Self {
        self.insert(Record { key: FactKey { kind: T::KIND, subject: subject.clone() }, seen: Ok(fact.into_fact()) });
        self
    }

    /// What was seen of one kind and subject.
    ///
    /// # Errors
    /// Why it is not there.
    pub fn get<T: FactType>(&self, subject: &Subject) -> Seen<&T> {
        match self.raw(T::KIND, subject) {
            None => Err(Why::NotGathered.into()),
            Some(Err(unknown)) => Err(unknown.clone()),
            Some(Ok(fact)) => T::of(fact).ok_or_else(|| Unknown::from(Why::Bug)),
        }
    }

    /// The stored entry of a key, if there is one.
    #[must_use]
    pub fn raw(&self, kind: FactKind, subject: &Subject) -> Option<&Seen<Fact>> {
        self.facts.get(&FactKey { kind, subject: subject.clone() })
    }

    /// All facts of one kind below a subject, with those that could not be seen.
    pub fn below<'a, T: FactType>(&'a self, top: &'a Subject) -> impl Iterator<Item = (&'a Subject, Seen<&'a T>)> + 'a {
        self.facts.iter().filter(move |(k, _)| k.kind == T::KIND && k.subject.is_below(top)).map(|(k, seen)| {
            let seen = match seen {
                Ok(fact) => T::of(fact).ok_or_else(|| Unknown::from(Why::Bug)),
                Err(unknown) => Err(unknown.clone()),
            };
            (&k.subject, seen)
        })
    }

    /// Every fact of one kind.
    pub fn all<T: FactType>(&self) -> impl Iterator<Item = (&Subject, &T)> {
        self.facts
            .iter()
            .filter(|(k, _)| k.kind == T::KIND)
            .filter_map(|(k, seen)| Some((&k.subject, T::of(seen.as_ref().ok()?)?)))
    }

    /// All entries in order.
    pub fn records(&self) -> impl Iterator<Item = (&FactKey, &Seen<Fact>)> {
        self.facts.iter()
    }

    /// All subjects of one kind.
    pub fn subjects(&self, kind: SubjectKind) -> impl Iterator<Item = &Subject> {
        self.subjects.iter().filter(move |s| s.kind == kind)
    }

    /// Replaces what was seen by `unknown` where `which` says so; used when a protection page is noticed late.
    pub fn forget(&mut self, unknown: &Unknown, which: impl Fn(&FactKey) -> bool) {
        for (key, seen) in &mut self.facts {
            if which(key) {
                *seen = Err(unknown.clone());
            }
        }
    }

    /// The saved form.
    ///
    /// # Errors
    /// Only if a value can't be written as JSON, which would be a bug.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&Saved::from(self))
    }

    /// Reads the saved form. Facts of kinds this version does not know, or of an older shape, load as unknown.
    ///
    /// # Errors
    /// When it is no JSON, or another format.
    pub fn from_json(text: &str) -> Result<Self, EvidenceError> {
        let saved: Saved = serde_json::from_str(text).map_err(EvidenceError::Json)?;
        if saved.schema != SCHEMA {
            return Err(EvidenceError::Schema(saved.schema));
        }
        Ok(saved.into())
    }
}

/// Why saved evidence can't be read.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// No JSON, or not of this shape.
    #[error("not an evidence file: {0}")]
    Json(serde_json::Error),
    /// Another format.
    #[error("the file says its format is \"{0}\"; this program reads \"{SCHEMA}\"")]
    Schema(String),
}

#[derive(Serialize, Deserialize)]
struct Saved {
    schema: String,
    tool: String,
    at: Timestamp,
    vantage: String,
    #[serde(default)]
    net: Vec<String>,
    #[serde(default)]
    duration_ms: u64,
    #[serde(default)]
    cost: Cost,
    #[serde(default)]
    partial: Option<Why>,
    #[serde(default)]
    not_looked_at: Vec<NotLooked>,
    #[serde(default)]
    subjects: Vec<Subject>,
    facts: Vec<SavedFact>,
}

#[derive(Serialize, Deserialize)]
struct SavedFact {
    kind: serde_json::Value,
    subject: Subject,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unknown: Option<Unknown>,
}

impl From<&Evidence> for Saved {
    fn from(e: &Evidence) -> Self {
        let facts = e.facts.iter().map(|(key, seen)| SavedFact {
            kind: serde_json::to_value(key.kind).unwrap_or_default(),
            subject: key.subject.clone(),
            seen: seen.as_ref().ok().and_then(|f| serde_json::to_value(f).ok()),
            unknown: seen.as_ref().err().cloned(),
        });
        Self {
            schema: SCHEMA.to_owned(),
            tool: e.tool.clone(),
            at: e.at,
            vantage: e.vantage.clone(),
            net: e.net.clone(),
            duration_ms: e.duration_ms,
            cost: e.cost,
            partial: e.partial,
            not_looked_at: e.not_looked_at.clone(),
            subjects: e.subjects.iter().cloned().collect(),
            facts: facts.collect(),
        }
    }
}

impl From<Saved> for Evidence {
    fn from(saved: Saved) -> Self {
        let mut e = Self::new(saved.at);
        e.tool = saved.tool;
        e.vantage = saved.vantage;
        e.net = saved.net;
        e.duration_ms = saved.duration_ms;
        e.cost = saved.cost;
        e.partial = saved.partial;
        e.not_looked_at = saved.not_looked_at;
        e.subjects = saved.subjects.into_iter().collect();
        for fact in saved.facts {
            // A kind that a later version invented is simply not there: its checks are not there either.
            let Ok(kind) = serde_json::from_value::<FactKind>(fact.kind) else { continue };
            let seen = match (fact.seen, fact.unknown) {
                (Some(value), _) => serde_json::from_value::<Fact>(value)
                    .map_err(|_| Unknown::new(Why::NotGathered, "saved by another version in another shape")),
                (None, Some(unknown)) => Err(unknown),
                (None, None) => Err(Why::NotGathered.into()),
            };
            e.insert(Record { key: FactKey { kind, subject: fact.subject }, seen });
        }
        e
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::facts::Spf;
    use crate::name::Name;

    #[test]
    fn evidence_survives_saving() {
        let subject = Subject::mail_domain(&Name::parse("acme.example").unwrap());
        let e = Evidence::new(Timestamp::UNIX_EPOCH).with(&subject, Spf { records: vec!["v=spf1 -all".into()] });
        let again = Evidence::from_json(&e.to_json().unwrap()).unwrap();
        assert_eq!(again, e);
        assert_eq!(again.get::<Spf>(&subject).unwrap().records.len(), 1);
    }

    #[test]
    fn facts_of_another_version_load_as_not_gathered() {
        let text = r#"{"schema":"launch-ready.evidence/1","tool":"9","at":"2026-11-20T10:00:00Z","vantage":"x",
            "facts":[{"kind":"spf","subject":{"kind":"mail_domain","name":"acme.example"},"seen":{"fact":"spf","texts":[]}},
                     {"kind":"telepathy","subject":{"kind":"domain","name":"acme.example"},"seen":{}}]}"#;
        let e = Evidence::from_json(text).unwrap();
        let subject = Subject::mail_domain(&Name::parse("acme.example").unwrap());
        assert_eq!(e.get::<Spf>(&subject).unwrap_err().why, Why::NotGathered);
        assert_eq!(e.records().count(), 1);
    }

    #[test]
    fn another_format_is_named() {
        let text =
            r#"{"schema":"launch-ready.evidence/7","tool":"9","at":"2026-11-20T10:00:00Z","vantage":"x","facts":[]}"#;
        assert!(Evidence::from_json(text).unwrap_err().to_string().contains("evidence/7"));
        assert!(Evidence::from_json("[]").is_err());
    }
}
