//! A file cut into entries: one record or directive each, with its words and their places (RFC 1035 §5.1).

use crate::problem::Problem;
use std::ops::Range;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word<'a> {
    /// As it stands, escapes included, quotes excluded.
    pub(crate) text: &'a str,
    /// Stood in quotes.
    pub(crate) quoted: bool,
    /// Bytes of the file, quotes included.
    pub(crate) at: Range<usize>,
}

/// One entry: the words of a line, or of several within parentheses.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) words: Vec<Word<'a>>,
    /// Begins with a blank: the owner is that of the record before.
    pub(crate) indented: bool,
}

/// Cuts a file into entries; a mistake leaves its entry out.
pub(crate) struct Entries<'a> {
    text: &'a str,
    place: usize,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, place: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.place).copied()
    }

    /// Goes on behind the end of the line.
    fn skip_line(&mut self) {
        let rest = &self.text[self.place..];
        self.place += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }

    /// The next entry that has words; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Result<Entry<'a>, Problem>> {
        while self.place < self.text.len() {
            match self.entry() {
                Ok(entry) if entry.words.is_empty() => {}
                Ok(entry) => return Some(Ok(entry)),
                Err(problem) => {
                    self.skip_line();
                    return Some(Err(problem));
                }
            }
        }
        None
    }

    fn entry(&mut self) -> Result<Entry<'a>, Problem> {
        let indented = matches!(self.peek(), Some(b' ' | b'\t'));
        let mut words = Vec::new();
        let mut opened: Option<usize> = None;
        loop {
            let here = self.place;
            match self.peek() {
                None | Some(b'\n') => {
                    self.place = (here + 1).min(self.text.len());
                    match opened {
                        Some(at) if here >= self.text.len() => {
                            return Err(Problem::new(at..at + 1, "this parenthesis is never closed"));
                        }
                        Some(_) => {}
                        None => return Ok(Entry { words, indented }),
                    }
                }
                Some(b' ' | b'\t' | b'\r') => self.place += 1,
                Some(b';') => {
                    let rest = &self.text[here..];
                    self.place += rest.find('\n').unwrap_or(rest.len());
                }
                Some(b'(') if opened.is_some() => {
                    return Err(Problem::new(here..here + 1, "a parenthesis is open already; close it first"));
                }
                Some(b'(') => {
                    opened = Some(here);
                    self.place += 1;
                }
                Some(b')') if opened.is_none() => {
                    return Err(Problem::new(here..here + 1, "no parenthesis is open here"));
                }
                Some(b')') => {
                    opened = None;
                    self.place += 1;
                }
                Some(b'"') => words.push(self.quoted()?),
                Some(_) => words.push(self.bare()),
            }
        }
    }

    fn quoted(&mut self) -> Result<Word<'a>, Problem> {
        let start = self.place;
        let inside = start + 1;
        let bytes = self.text.as_bytes();
        let mut end = inside;
        loop {
            match bytes.get(end) {
                Some(b'"') => break,
                Some(b'\\') if !matches!(bytes.get(end + 1), None | Some(b'\n')) => end += 2,
                None | Some(b'\n') => {
                    let end = end.min(bytes.len());
                    return Err(Problem::new(start..end, "the quote is not closed on this line"));
                }
                Some(_) => end += 1,
            }
        }
        self.place = end + 1;
        Ok(Word { text: self.slice(inside, end), quoted: true, at: start..end + 1 })
    }

    fn bare(&mut self) -> Word<'a> {
        let start = self.place;
        let bytes = self.text.as_bytes();
        let mut end = start;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b')' | b'"' => break,
                b'\\' if !matches!(bytes.get(end + 1), None | Some(b'\n')) => end += 2,
                _ => end += 1,
            }
        }
        // An escape in front of a wide character leaves us inside of it.
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.place = end;
        Word { text: self.slice(start, end), quoted: false, at: start..end }
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }
}
