//! What a look is made with.

use secrets::{Engine, Salt};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far a look is; written by the threads that look, read by whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    /// Files and objects read.
    pub items: AtomicU64,
    /// Bytes read, unpacked.
    pub bytes: AtomicU64,
    /// Places found so far.
    pub found: AtomicU64,
}

/// The engine, the salt and the switches of one look.
#[derive(Debug)]
pub struct Job<'a> {
    /// Rules.
    pub engine: &'a Engine,
    /// Key of the hashes.
    pub salt: &'a Salt,
    /// Set from outside to stop; what was found until then stays.
    pub stop: &'a AtomicBool,
    /// How far it is.
    pub progress: &'a Progress,
    /// Threads.
    pub threads: usize,
    /// Paths that are left out (globs of a gitleaks configuration).
    pub skip: Option<&'a regex::bytes::RegexSet>,
}

/// Files up to this size are read at once; larger ones in pieces.
pub(crate) const AT_ONCE: u64 = 64 << 20;

impl Job<'_> {
    /// Whether somebody asked to stop.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    pub(crate) fn read(&self, bytes: usize) {
        self.progress.items.fetch_add(1, Ordering::Relaxed);
        self.progress.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    pub(crate) fn skips(&self, path: &str) -> bool {
        self.skip.is_some_and(|s| s.is_match(path.as_bytes()))
    }
}
