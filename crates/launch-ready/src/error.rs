//! What stops the program, in words that name the thing and the next step.

use std::path::{Path, PathBuf};

/// Every way a command can end without a report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Wrong usage or input; exit code 2.
    #[error("{0}")]
    Usage(String),
    /// Problems of launch.toml, already in their own look; exit code 2.
    #[error("{0}")]
    Config(#[from] config::Problems),
    /// A file can't be read or written; exit code 2.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// A mistake of ours; exit code 70.
    #[error("{0}; this is a bug in Launch Ready, please report it")]
    Bug(String),
}

impl Error {
    /// A flag's value that can't be used.
    pub fn flag(flag: &str, value: &str, how: &str) -> Self {
        Self::Usage(format!("{flag} \"{value}\" can't be used; {how}"))
    }

    /// A file that can't be read or written.
    pub fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::File { path: path.to_owned(), source }
    }

    /// The exit code of the design.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Bug(_) => 70,
            _ => 2,
        }
    }
}

/// A word the user may have meant, if one is near.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().map(|k| (strsim::jaro_winkler(word, k), k));
    near.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, k)| k)
}
