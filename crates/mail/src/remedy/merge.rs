//! One SPF record out of several: two records are an error for every receiver (RFC 7208 §4.5).

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spf::{Mechanism, Modifier, Qualifier, Record, Term, TermKind};

/// A merged record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Merged {
    /// The one record to publish.
    pub record: String,
    /// What was decided on the way; lower case, no full stop.
    pub notes: Vec<String>,
}

/// The one record that lets everyone send whom one of `records` lets send. Faulty terms are left out and noted.
#[must_use]
pub fn merge_spf(records: &[String]) -> Merged {
    let mut merged = Merging::default();
    for text in records {
        merged.add(text);
    }
    merged.finish()
}

#[derive(Default)]
struct Merging {
    known: BTreeSet<String>,
    kept: Vec<TermKind>,
    last: Vec<TermKind>,
    ends: Vec<Option<Qualifier>>,
    notes: Vec<String>,
}

impl Merging {
    fn add(&mut self, text: &str) {
        let (terms, problems) = Record::parse_lenient(text);
        for problem in problems {
            let part = text.get(problem.at.clone()).unwrap_or_default();
            self.notes.push(format!("left out {part}: {}", problem.message));
        }
        let mut end = None;
        for term in terms {
            match &term.kind {
                TermKind::Directive { qualifier, mechanism: Mechanism::All } => end = end.or(Some(*qualifier)),
                TermKind::Directive { .. } if end.is_some() => {
                    self.notes.push(format!("left out {term}, as it stood after all"));
                }
                TermKind::Directive { .. } => self.keep(term),
                TermKind::Modifier(_) => self.modifier(term),
            }
        }
        self.ends.push(end);
    }

    fn keep(&mut self, term: Term) {
        if self.known.insert(identity(&term.kind)) {
            self.kept.push(term.kind);
        }
    }

    fn modifier(&mut self, term: Term) {
        match &term.kind {
            TermKind::Modifier(Modifier::Redirect { domain }) => {
                self.notes
                    .push(format!("redirect={domain} became include:{domain}, as only one record may end the other"));
                let mechanism = Mechanism::Include { domain: domain.clone() };
                let kind = TermKind::Directive { qualifier: Qualifier::Pass, mechanism };
                self.keep(Term { span: term.span, kind });
            }
            TermKind::Modifier(Modifier::Exp { .. }) if self.last.iter().any(is_exp) => {
                self.notes.push(format!("left out {term}, as only one exp= may stand"));
            }
            kind if self.last.contains(kind) => {}
            _ => self.last.push(term.kind),
        }
    }

    fn finish(mut self) -> Merged {
        // -all only if every record had it: the others let more through until now.
        let strict = !self.ends.is_empty() && self.ends.iter().all(|end| *end == Some(Qualifier::Fail));
        if self.ends.contains(&Some(Qualifier::Pass)) {
            self.notes.push("+all became ~all, as it lets everyone send".to_owned());
        } else if !strict && self.ends.contains(&Some(Qualifier::Fail)) {
            self.notes.push("ends in ~all, as not all records ended in -all".to_owned());
        }
        let end = if strict { Qualifier::Fail } else { Qualifier::SoftFail };
        let end = TermKind::Directive { qualifier: end, mechanism: Mechanism::All };
        let lookups = self.kept.iter().filter(|kind| kind.costs_a_lookup()).count();
        if lookups > 10 {
            self.notes.push(format!("{lookups} terms need a lookup and receivers stop at 10, flatten it"));
        }
        let kinds = self.kept.into_iter().chain([end]).chain(self.last);
        let terms = kinds.map(|kind| Term { span: 0..0, kind }).collect();
        Merged { record: Record { terms }.to_string(), notes: self.notes }
    }
}

fn is_exp(kind: &TermKind) -> bool {
    matches!(kind, TermKind::Modifier(Modifier::Exp { .. }))
}

/// The same for terms that mean the same; host names have no case, but macros do.
fn identity(kind: &TermKind) -> String {
    let text = kind.to_string();
    if text.contains('%') { text } else { text.to_ascii_lowercase() }
}
