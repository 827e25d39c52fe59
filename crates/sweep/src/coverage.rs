//! What was looked at, and what was not.

use std::collections::BTreeMap;

/// Something that was not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// A path, an object, or a count of them.
    pub what: String,
    /// Why.
    pub why: String,
}

/// How much was read.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// Files on disk (or members of an image, pages of a site).
    pub files: u64,
    /// Objects of git.
    pub blobs: u64,
    /// Bytes, unpacked.
    pub bytes: u64,
    /// What should have been read and was not: these make the look incomplete.
    gaps: Vec<Skipped>,
    /// What holds no secrets or is meant to be left out, counted by reason.
    left: BTreeMap<String, (u64, String)>,
}

/// So many gaps are listed one by one; the rest are counted.
const LISTED: usize = 200;

impl Coverage {
    /// Something that should have been read.
    pub fn gap(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.gaps.push(Skipped { what: what.into(), why: why.into() });
    }

    /// Something that is left out on purpose.
    pub fn left_out(&mut self, what: &str, why: &str) {
        let entry = self.left.entry(why.to_owned()).or_insert_with(|| (0, what.to_owned()));
        entry.0 += 1;
    }

    /// Keys and passwords that belong to tests.
    pub(crate) fn fixtures(&mut self, path: &str, count: usize) {
        if count > 0 {
            self.left_out(
                path,
                "files of tests, examples or documentation whose keys and passwords are left out (--tests tells them)",
            );
        }
    }

    /// Whether everything that should be read was.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Gaps first, then what was left out, counted.
    #[must_use]
    pub fn skipped(&self) -> Vec<Skipped> {
        let mut out: Vec<Skipped> = self.gaps.iter().take(LISTED).cloned().collect();
        if self.gaps.len() > LISTED {
            out.push(Skipped { what: format!("{} more", self.gaps.len() - LISTED), why: "not read".into() });
        }
        out.extend(self.left.iter().map(|(why, (count, first))| Skipped {
            what: if *count == 1 { first.clone() } else { format!("{count} ({first}, \u{2026})") },
            why: why.clone(),
        }));
        out
    }

    /// The gaps alone.
    #[must_use]
    pub fn gaps(&self) -> &[Skipped] {
        &self.gaps
    }

    /// Adds what another part of the look read.
    pub fn add(&mut self, other: Self) {
        self.files += other.files;
        self.blobs += other.blobs;
        self.bytes += other.bytes;
        self.gaps.extend(other.gaps);
        for (why, (count, first)) in other.left {
            self.left.entry(why).or_insert((0, first)).0 += count;
        }
    }
}
