//! What is wrong with a file, and where.

use std::fmt;
use std::ops::Range;

/// One thing wrong with a zone file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The bytes of the file that it is about, on character boundaries.
    pub at: Range<usize>,
    /// Lower case, no full stop; names the thing and the next step.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "byte {}: {}", self.at.start + 1, self.message)
    }
}

impl std::error::Error for Problem {}

/// `text` in quotes, short enough for a message and without control characters.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("\"{short}\"")
}
