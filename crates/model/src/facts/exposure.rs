//! Facts about what a site serves that it should not.

use serde::{Deserialize, Serialize};

/// Paths that should not be served, each asked and its body read for proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exposed {
    /// Status that a path nobody knows gets (200 on single-page apps).
    pub unknown_path_status: u16,
    /// Paths that were asked.
    pub asked: Vec<String>,
    /// Those whose body proves what they are.
    pub leaks: Vec<Leak>,
}

/// One path with proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leak {
    /// Path.
    pub path: String,
    /// What it is.
    pub kind: LeakKind,
    /// The line that proves it, values removed (`DATABASE_URL=<48 characters>`).
    pub proof: String,
}

/// What a leak is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeakKind {
    /// A file of environment variables.
    EnvFile,
    /// The version control folder.
    GitFolder,
    /// A database dump.
    DatabaseDump,
}

/// Paths where administration is usually found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doors {
    /// Each path asked.
    pub doors: Vec<Door>,
}

/// One door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Path.
    pub path: String,
    /// Status.
    pub status: u16,
    /// Title of the page.
    pub title: Option<String>,
    /// It asks for a password or sends to a log-in.
    pub asks_for_login: bool,
    /// The body is the home page's, or that of a path nobody knows.
    pub same_as_elsewhere: bool,
    /// What proves that one is inside (a way to sign out, rows with edit or delete actions), quoted.
    pub inside: Option<String>,
}
