//! Git without git: objects, index and references are read as files. Nothing of a repository's configuration is
//! followed, so a hostile checkout can't make anything run.

mod attribute;
mod change;
mod history;
mod index;
mod object;
mod repository;
mod store;

pub use change::{range, staged};
pub use history::history;
pub use index::Index;
pub use repository::{Problem, Repository};

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

/// A path of git as one of the system.
pub(crate) fn os_path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::from_bytes(bytes))
}

/// A path for people: UTF-8 as it is, other bytes and control characters as `\xNN`.
pub(crate) fn shown(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() { out.push_str(&format!("\\x{:02x}", u32::from(c))) } else { out.push(c) }
        }
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out
}
