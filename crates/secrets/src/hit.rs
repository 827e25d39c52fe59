//! What a scan found: places. The value stays where it is.

use crate::rule::Severity;
use std::ops::Range;

/// One place in one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Index into [`crate::Engine::rules`].
    pub rule: usize,
    /// Bytes of the value in the text that was scanned.
    pub range: Range<usize>,
    /// The rule's severity, or another where the value tells more (a checksum that does not fit).
    pub severity: Severity,
    /// Found because the value is known from elsewhere, not by its form.
    pub known: bool,
    /// How sure the match is, to settle overlaps: higher wins.
    pub(crate) rank: u8,
}

/// A hit in a text that was taken out of another one (an archive, an encoding).
#[derive(Debug, Clone)]
pub struct Found {
    /// Inner names, outermost first, such as `app.jar` › `config.yml`; empty for the file itself.
    pub inside: Vec<String>,
    /// The place, in the outer text if the inner one has no lines of its own.
    pub position: Position,
    /// The place.
    pub hit: Hit,
    /// Keyed hash of the value.
    pub digest: crate::Digest,
    /// Bytes of the value.
    pub length: usize,
}

/// Line and column, both from 1; the column counts bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line.
    pub line: u64,
    /// Column in bytes.
    pub column: u64,
}

/// The position of an offset.
#[must_use]
pub fn position(text: &[u8], offset: usize) -> Position {
    let before = &text[..offset.min(text.len())];
    let line = before.iter().filter(|b| **b == b'\n').count() as u64 + 1;
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
    Position { line, column: (before.len() - start) as u64 + 1 }
}
