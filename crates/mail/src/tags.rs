//! Tag lists, `tag=value; tag=value` (RFC 6376 §3.2): the form of DMARC, DKIM, MTA-STS and TLS-RPT records.

use std::ops::Range;

use crate::Problem;
use crate::problem::quoted;

/// One `name=value` of a list, with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The name as written; names are compared with case (RFC 6376 §3.2).
    pub name: &'a str,
    /// The value without white space around it.
    pub value: &'a str,
    /// Where the name stands.
    pub name_at: Range<usize>,
    /// Where the value stands; empty if there is no value.
    pub value_at: Range<usize>,
}

impl Tag<'_> {
    /// From the name to the end of the value.
    pub fn at(&self) -> Range<usize> {
        self.name_at.start..self.value_at.end.max(self.name_at.end)
    }
}

/// The tags of `text` and what is wrong with the list itself.
pub(crate) fn split(text: &str) -> (Vec<Tag<'_>>, Vec<Problem>) {
    let mut tags: Vec<Tag<'_>> = Vec::new();
    let mut problems = Vec::new();
    let mut start = 0;
    let parts: Vec<&str> = text.split(';').collect();
    for (index, part) in parts.iter().enumerate() {
        let at = inner(start, part);
        let is_last = index + 1 == parts.len();
        start += part.len() + 1;
        if at.is_empty() {
            if !is_last {
                problems.push(Problem::new(at, "nothing stands before this semicolon, remove it"));
            }
            continue;
        }
        match tag(text, at) {
            Ok(tag) => {
                // Looked for only among the known few: a list of ten thousand tags stays cheap.
                if tags.iter().take(64).any(|t| t.name == tag.name) {
                    let message = format!("the tag {} stands twice, keep one", quoted(tag.name));
                    problems.push(Problem::new(tag.at(), message));
                }
                tags.push(tag);
            }
            Err(problem) => problems.push(problem),
        }
    }
    (tags, problems)
}

fn tag(text: &str, at: Range<usize>) -> Result<Tag<'_>, Problem> {
    let part = &text[at.clone()];
    let Some(equals) = part.find('=') else {
        let message = format!("{} is no tag, write name=value", quoted(part));
        return Err(Problem::new(at, message));
    };
    let name_at = inner(at.start, &part[..equals]);
    let value_at = inner(at.start + equals + 1, &part[equals + 1..]);
    let name = &text[name_at.clone()];
    // The widest of the four grammars (RFC 8461 §3.1); the others have no unknown names with - or . anyway.
    let good = name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-.".contains(&b));
    if !good {
        let message = format!("{} is no name of a tag, use letters and digits", quoted(name));
        return Err(Problem::new(at, message));
    }
    let value = &text[value_at.clone()];
    Ok(Tag { name, value, name_at, value_at })
}

/// The place of `part`, which begins at byte `start`, without the white space around it.
pub(crate) fn inner(start: usize, part: &str) -> Range<usize> {
    let white = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let left = part.len() - part.trim_start_matches(white).len();
    let len = part.trim_matches(white).len();
    start + left..start + left + len
}
