//! What a repository holds.

use serde::{Deserialize, Serialize};

/// The environment variables of a repository, and how its environment files are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variables {
    /// One row for each variable.
    pub table: environment::Table,
    /// Environment files with values, and how they are kept.
    pub files: Vec<EnvironmentFile>,
    /// Is the folder under git?
    pub under_git: bool,
}

/// An environment file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvironmentFile {
    /// Path below the repository's top.
    pub path: String,
    /// Names in it whose values are secret: not empty, no placeholder, and the name says so.
    pub secrets: Vec<String>,
    /// Does git track it?
    pub tracked: bool,
    /// Would git leave it out?
    pub ignored: bool,
    /// The Dockerfile whose build copies it into an image.
    pub copied_by: Option<String>,
}
