//! The text of a configuration file: bytes to text, byte to line and column, and the line as it is shown.

use crate::problem::{Issue, Problems};
use std::fmt;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Largest file that is read, in bytes. A `launch.toml` is written by people; this is a thousand pages.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Columns that an excerpt may take before it is cut or its message moves to a line of its own.
const COLUMNS: usize = 100;
/// Columns in front of the file's own text: number, bar, spaces.
const GUTTER: usize = 8;

/// Makes text of a file's bytes: UTF-8, with or without a byte order mark, at most [`MAX_BYTES`].
///
/// # Errors
/// [`Problems`] names the first byte that is no UTF-8, or says that the file is too large.
pub fn decode<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, Problems> {
    decode_up_to(bytes, file, MAX_BYTES)
}

/// As [`decode`], for files that may be `most` bytes long.
///
/// # Errors
/// As [`decode`].
pub fn decode_up_to<'a>(bytes: &'a [u8], file: &str, most: usize) -> Result<&'a str, Problems> {
    if bytes.len() > most {
        return Err(too_large(file, bytes.len(), most));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Problems::of_file(file, "is encoded as UTF-16; save it as UTF-8"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let good = std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        // The rest of the line is left out of the excerpt: it has no text to show.
        let message = format!("byte 0x{:02x} follows, which is no UTF-8; save the file as UTF-8", bytes[good.len()]);
        Problems::new(file, good, vec![Issue::new(good.len()..good.len(), message)])
    })
}

/// The answer to a file that is too long.
pub(crate) fn too_large(file: &str, bytes: usize, most: usize) -> Problems {
    let message = format!("is {bytes} bytes long, at most {most} are read; is this the right file?");
    Problems::of_file(file, message)
}

/// Line and column (in characters) of a byte, both counted from 1.
pub(crate) fn place(text: &str, byte: usize) -> (usize, usize) {
    Places::new(text).next(byte)
}

/// Places of ascending bytes, without counting the text anew for each.
pub(crate) struct Places<'a> {
    text: &'a str,
    line: usize,
    start: usize,
}

impl<'a> Places<'a> {
    /// Begins at the first line.
    pub fn new(text: &'a str) -> Self {
        Self { text, line: 1, start: 0 }
    }

    /// Line and column of a byte that is not before the last one asked for.
    pub fn next(&mut self, byte: usize) -> (usize, usize) {
        let byte = boundary(self.text, byte).max(self.start);
        while let Some(end) = self.text[self.start..byte].find('\n') {
            self.start += end + 1;
            self.line += 1;
        }
        (self.line, self.text[self.start..byte].chars().count() + 1)
    }
}

/// The nearest start of a character at or before the byte.
fn boundary(text: &str, byte: usize) -> usize {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// One line of the file with the marked part, ready to be shown on a terminal.
pub(crate) struct Excerpt {
    number: usize,
    line: String,
    /// Columns before the carets.
    indent: usize,
    /// Number of carets, at least 1.
    carets: usize,
}

impl Excerpt {
    /// The line that holds the span's start. A span over several lines is marked to the end of its first.
    pub fn new(text: &str, span: &Range<usize>) -> Self {
        let start = boundary(text, span.start);
        let end = boundary(text, span.end).max(start);
        let from = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let to = text[start..].find('\n').map_or(text.len(), |i| start + i);
        // Of a very long line (a pasted key) only the neighbourhood is measured and shown.
        let near = boundary(text, start.saturating_sub(COLUMNS)).max(from);
        let (before, cut) = tail(&shown(&text[near..start]), COLUMNS / 3);
        let mark = shown(text[start..end.min(to)].trim_end_matches('\r'));
        let after = shown(text[end.min(to)..to].trim_end_matches('\r'));
        let lead = if cut || near > from { "… " } else { "" };
        let indent = width(lead) + width(&before);
        let room = COLUMNS.saturating_sub(GUTTER + indent);
        let line = format!("{lead}{before}{}", head(&format!("{mark}{after}"), room));
        Self { number: place(text, start).0, line, indent, carets: width(&mark).clamp(1, room) }
    }

    /// Writes the line, the carets and the message.
    pub fn write(&self, f: &mut fmt::Formatter<'_>, message: &str) -> fmt::Result {
        let number = format!("{:>5}", self.number);
        let bar = format!("{:width$} │ ", "", width = number.len());
        writeln!(f, "{}", format!("{number} │ {}", self.line).trim_end())?;
        write!(f, "{bar}{:indent$}{}", "", "^".repeat(self.carets), indent = self.indent)?;
        if GUTTER + self.indent + self.carets + 1 + width(message) <= COLUMNS {
            return write!(f, " {message}");
        }
        let indent = self.indent.min(COLUMNS / 4);
        for line in wrap(message, COLUMNS - GUTTER - indent) {
            write!(f, "\n{bar}{:indent$}{line}", "")?;
        }
        Ok(())
    }
}

/// The text as it may reach a terminal: tabs as spaces, no control or direction characters.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
                out.push('\u{fffd}')
            }
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Columns on a terminal.
fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(0)).sum()
}

/// The last columns of a text, and whether some were cut.
fn tail(text: &str, columns: usize) -> (String, bool) {
    if width(text) <= columns * 2 {
        return (text.to_owned(), false);
    }
    let mut left = columns;
    let fits = |c: &char| {
        c.width().unwrap_or(0) <= left && {
            left -= c.width().unwrap_or(0);
            true
        }
    };
    let kept: Vec<char> = text.chars().rev().take_while(fits).collect();
    (kept.into_iter().rev().collect(), true)
}

/// The first columns of a text, with a mark where it was cut.
fn head(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut left = columns.saturating_sub(1);
    let fits = |c: &char| {
        c.width().unwrap_or(0) <= left && {
            left -= c.width().unwrap_or(0);
            true
        }
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push('…');
    kept
}

/// Lines of at most `columns`, broken at spaces.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.len() - 1;
        if lines[last].is_empty() {
            lines[last].push_str(word);
        } else if width(&lines[last]) + 1 + width(word) <= columns {
            lines[last].push(' ');
            lines[last].push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn bytes_that_are_no_text_are_named() {
        let told = decode(b"[app]\nname = \"M\xfcller\"", "launch.toml").unwrap_err().to_string();
        assert!(told.contains("launch.toml:2:10") && told.contains("0xfc"), "{told}");
        let told = decode(b"\xff\xfe[\0a\0", "launch.toml").unwrap_err().to_string();
        assert!(told.contains("UTF-16"), "{told}");
        let told = decode(&vec![b'#'; MAX_BYTES + 1], "launch.toml").unwrap_err().to_string();
        assert!(told.contains("1048577 bytes long"), "{told}");
    }

    #[test]
    fn a_place_counts_characters() {
        assert_eq!(place("äb\nüx", 2), (1, 2));
        assert_eq!(place("äb\nüx", 6), (2, 2));
        assert_eq!(place("", 9), (1, 1));
    }
}
