//! Where the repository is and how it is called.

use crate::git;
use std::path::{Path, PathBuf};

/// A folder with source code, under git or not.
#[derive(Debug, Clone)]
pub struct Repository {
    /// Its top folder.
    pub root: PathBuf,
    /// How reports call it: the last part of where it was cloned from, or the folder's name.
    pub name: String,
    /// The folder that holds git's data, when there is one.
    pub git: Option<PathBuf>,
}

/// Why there is no repository.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path can't be read.
    #[error("{0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// The path is no folder.
    #[error("{0} is no folder; give the top folder of the repository")]
    NoFolder(PathBuf),
}

impl Repository {
    /// The repository that holds `path`: the nearest folder upwards with `.git`, else the folder itself.
    ///
    /// # Errors
    /// [`Error`] names the path.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let path = path.canonicalize().map_err(|e| Error::Unreadable(path.to_owned(), e))?;
        if !path.is_dir() {
            return Err(Error::NoFolder(path));
        }
        let top = path.ancestors().find(|p| p.join(".git").exists());
        let git = top.and_then(|t| git::folder(&t.join(".git")));
        let root = top.unwrap_or(&path).to_owned();
        let name = git
            .as_deref()
            .and_then(git::origin_name)
            .or_else(|| Some(root.file_name()?.to_string_lossy().into_owned()));
        Ok(Self { name: name.unwrap_or_else(|| "repository".to_owned()), root, git })
    }

    /// Does a folder look like source code: under git, or with a manifest?
    #[must_use]
    pub fn is_one(path: &Path) -> bool {
        let manifests = [
            "package.json",
            "pyproject.toml",
            "requirements.txt",
            "manage.py",
            "Cargo.toml",
            "go.mod",
            "Gemfile",
            "composer.json",
            "pom.xml",
            "mix.exs",
            "Dockerfile",
        ];
        path.ancestors().any(|p| p.join(".git").exists()) || manifests.iter().any(|m| path.join(m).is_file())
    }
}
