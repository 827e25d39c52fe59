//! What is wrong with a record, and where.

use std::fmt;
use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One thing wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// The bytes of the record text it is about; always inside the text and on character boundaries.
    pub at: Range<usize>,
    /// Lower case, no full stop; names the thing and the next step.
    pub message: String,
}

impl Problem {
    /// A problem with the bytes `at` of a record.
    #[must_use]
    pub fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { at, message }
    }

    /// The line of `text` in which the problem begins, counted from 1.
    #[must_use]
    pub fn line(&self, text: &str) -> usize {
        let before = text.as_bytes().get(..self.at.start).unwrap_or(text.as_bytes());
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// The same problem, seen in a text in which the parsed part begins at byte `by`.
    #[must_use]
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.at = self.at.start + by..self.at.end + by;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "byte {}: {}", self.at.start + 1, self.message)
    }
}

impl std::error::Error for Problem {}

/// `text`, short enough for a message and without control characters.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut short: String = text.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    format!("\"{short}\"")
}

/// The longest TXT record that a DNS message can carry, in bytes (RFC 1035 §4.2.2). Header fields are held to it as well.
pub(crate) const LONGEST_TXT: usize = 65_535;

/// What to say of a longer record; it is not read any further.
pub(crate) fn too_long(text: &str) -> Option<Problem> {
    (text.len() > LONGEST_TXT).then(|| {
        let message = format!(
            "the text has {} bytes, more than the {LONGEST_TXT} that the DNS can carry, shorten it",
            text.len()
        );
        Problem::new(0..0, message)
    })
}
