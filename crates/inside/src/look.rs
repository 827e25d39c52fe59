//! Gathers what checks want to know of a repository.

use crate::repository::Repository;
use crate::variables::{Names, variables};
use model::evidence::{FactKey, Record};
use model::facts::{Fact, FactKind};
use model::{Subject, SubjectKind};
use std::collections::BTreeSet;

/// The subject that a repository is.
#[must_use]
pub fn subject(repository: &Repository) -> Subject {
    Subject::new(SubjectKind::Repository, repository.name.clone())
}

/// The wanted facts of a repository. Facts of other subjects are not gathered here.
#[must_use]
pub fn look(repository: &Repository, wanted: &BTreeSet<FactKind>, names: &[Names]) -> Vec<Record> {
    let subject = subject(repository);
    let mut records = Vec::new();
    if wanted.contains(&FactKind::Variables) {
        let fact = Fact::Variables(variables(repository, names));
        records.push(Record { key: FactKey { kind: FactKind::Variables, subject }, seen: Ok(fact) });
    }
    records
}
