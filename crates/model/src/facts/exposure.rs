//! Facts about what a site serves that it should not.

use serde::{Deserialize, Serialize};

/// Paths that should not be served, each asked and its body read for proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exposed {
    /// Status that a path nobody knows gets (200 on single-page apps).
    pub unknown_path_status: u16,
    /// Paths that were asked.
    pub asked: Vec<String>,
    /// True when another site stands for this one: all of it leads there, or https shows the same; then nothing was asked.
    #[serde(default)]
    pub moved: bool,
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
    /// The folder of another version control program.
    VcsFolder,
    /// A configuration file with secrets.
    ConfigFile,
    /// A packed copy of files.
    Archive,
    /// A page by which developers look inside a running program.
    DebugPage,
    /// A description of an interface for programs.
    ApiDocument,
    /// A GraphQL schema.
    GraphqlSchema,
    /// Measurements of the running program.
    Metrics,
    /// A listing of the files of a folder.
    Listing,
    /// Notes and settings for coding assistants.
    AssistantFile,
    /// How the program is built and run.
    BuildFile,
}

/// Paths where administration is usually found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doors {
    /// Each path asked.
    pub doors: Vec<Door>,
    /// True when another site stands for this one: all of it leads there, or https shows the same; then nothing was asked.
    #[serde(default)]
    pub moved: bool,
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
