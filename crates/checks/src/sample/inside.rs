//! Facts of a repository, made from the texts of its files.

use environment::{Builder, Salt};
use model::facts::{EnvironmentFile, Variables};
use model::{Subject, SubjectKind};

/// The repository `acme-desk`.
#[must_use]
pub fn repository() -> Subject {
    Subject::new(SubjectKind::Repository, "acme-desk")
}

/// The variables of a repository with these files, under git.
#[must_use]
pub fn variables(files: &[(&str, &str)]) -> Variables {
    let mut builder = Builder::new(Salt(b"a salt for cases".to_vec()));
    for (path, text) in files {
        builder.file(path, text);
    }
    Variables { table: builder.finish(), files: Vec::new(), under_git: true }
}

/// As [`variables`], with one thing changed.
#[must_use]
pub fn variables_with(files: &[(&str, &str)], change: impl FnOnce(&mut Variables)) -> Variables {
    let mut all = variables(files);
    change(&mut all);
    all
}

/// As [`variables`], with the whole list of names of an environment.
#[must_use]
pub fn variables_listed(files: &[(&str, &str)], environment: &str, names: &str) -> Variables {
    let mut builder = Builder::new(Salt(b"a salt for cases".to_vec()));
    for (path, text) in files {
        builder.file(path, text);
    }
    builder.names(environment, "names.txt", names);
    Variables { table: builder.finish(), files: Vec::new(), under_git: true }
}

/// An environment file that git ignores, with secrets of these names.
#[must_use]
pub fn environment_file(path: &str, secrets: &[&str]) -> EnvironmentFile {
    EnvironmentFile {
        path: path.to_owned(),
        secrets: secrets.iter().map(|s| (*s).to_owned()).collect(),
        tracked: false,
        ignored: true,
        copied_by: None,
    }
}
