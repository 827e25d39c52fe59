//! The only code that reads a repository: its files, what git tracks and ignores. It runs nothing of what it finds, follows
//! no link out of the tree, and keeps facts, never values.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod docker;
mod git;
mod look;
mod repository;
mod variables;
mod walk;

pub use look::{look, subject};
pub use repository::{Error, Repository};
pub use variables::{Names, variables};
pub use walk::{File, Walk, walk};
