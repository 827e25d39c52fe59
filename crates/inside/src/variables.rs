//! The environment variables of a repository as a fact.

use crate::docker;
use crate::git::{Ignored, tracked};
use crate::repository::Repository;
use crate::walk::walk;
use environment::{Builder, Salt, Table, ValueClass};
use model::facts::{EnvironmentFile, Variables};
use std::collections::HashSet;
use std::path::Path;

/// A whole list of names that are set in an environment, as a host's command printed it.
#[derive(Debug, Clone)]
pub struct Names {
    /// Name of the environment.
    pub environment: String,
    /// Where the list came from, for people.
    pub source: String,
    /// The list.
    pub text: String,
}

/// Reads the repository's variables. The digests are keyed with fresh random bytes, so they compare values within this
/// fact and nowhere else.
#[must_use]
pub fn variables(repository: &Repository, names: &[Names]) -> Variables {
    let mut salt = [0u8; 32];
    // Without random bytes nothing may be compared: an empty salt would make digests guessable.
    let random = ring::rand::SecureRandom::fill(&ring::rand::SystemRandom::new(), &mut salt).is_ok();
    let mut builder = Builder::new(Salt(salt.to_vec()));
    let mut dockerfiles = Vec::new();
    let seen = walk(repository, |file| {
        let name = file.path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        if (name == "dockerfile" || name.starts_with("dockerfile.")) && docker::copies_everything(&file.text) {
            dockerfiles.push(file.path.clone());
        }
        builder.file(&file.path, &file.text);
    });
    for list in names {
        builder.names(&list.environment, &list.source, &list.text);
    }
    for gap in seen.gaps {
        builder.gap(&gap.what, gap.why);
    }
    let index = repository.git.as_deref().map(tracked);
    let index = match index {
        Some(Ok(paths)) => paths,
        Some(Err(why)) => {
            builder.gap(".git/index", why);
            HashSet::new()
        }
        None => HashSet::new(),
    };
    let mut table = builder.finish();
    if !random {
        table.rows.iter_mut().flat_map(|r| &mut r.settings).for_each(|s| s.digest = None);
    }
    let ignored = Ignored::new(&repository.root, repository.git.as_deref());
    let files = table.env_files.iter().map(|path| EnvironmentFile {
        path: path.clone(),
        secrets: secrets(&table, path),
        tracked: index.contains(path),
        ignored: ignored.is(path),
        copied_by: dockerfiles.iter().find(|d| copies(repository, d, path)).cloned(),
    });
    Variables { files: files.collect(), table, under_git: repository.git.is_some() }
}

fn secrets(table: &Table, path: &str) -> Vec<String> {
    let real = |c: ValueClass| matches!(c, ValueClass::Plain | ValueClass::TestKey | ValueClass::LiveKey);
    let rows = table.rows.iter().filter(|r| r.secret && r.published_by.is_none());
    let rows = rows.filter(|r| r.settings.iter().any(|s| s.place.path == path && real(s.class)));
    rows.map(|r| r.name.clone()).collect()
}

/// Does the build of `dockerfile` copy `path`? Its folder is the build context, as a rule; a context above it is not
/// guessed.
fn copies(repository: &Repository, dockerfile: &str, path: &str) -> bool {
    let folder = dockerfile.rsplit_once('/').map_or("", |(f, _)| f);
    let below = folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
    let context = repository.root.join(Path::new(folder));
    below && !docker::ignored(&context, &repository.root.join(path))
}
