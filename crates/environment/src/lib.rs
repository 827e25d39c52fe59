//! Environment variables of a repository without I/O: which ones the code reads, where they are declared, in which
//! environments they are set, and what kind of value they hold. Files come in as paths and texts; out comes a [`Table`]
//! with a row for each name. Values never leave this crate: of each only its [`ValueClass`] and a keyed digest is kept.
//!
//! Code is read by token, not by line pattern: comments, strings, templates and regular expressions are told apart, so a
//! name in a comment is no reader and a name in `${…}` inside a template is one.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod dotenv;
mod language;
mod lex;
pub mod name;
mod reads;
mod set;
mod table;
mod value;

pub use language::Language;
pub use reads::{Fallback, Read, reads};
pub use set::{Kind, Setting, environment_of, settings};
pub use table::{Builder, Gap, List, Row, SlipAt, Table};
pub use value::{Salt, ValueClass};

use serde::{Deserialize, Serialize};

/// A place in a file of the repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Path below the repository's top, with `/`.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.path, self.line)
    }
}
