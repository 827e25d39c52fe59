//! What is wrong with a configuration file, each problem with its place, all of them at once.

use crate::source::{Excerpt, Places, shown};
use std::fmt;
use std::ops::Range;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong and what a right value looks like: lower case, no full stop.
    pub message: String,
    /// Line, counted from 1. 0 when the problem is the file as a whole.
    pub line: usize,
    /// Column in characters, counted from 1. 0 when the problem is the file as a whole.
    pub column: usize,
    /// Bytes of the text that the carets mark.
    pub span: Range<usize>,
}

/// Everything that is wrong with a file, in its order. `Display` is what people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    file: String,
    text: String,
    problems: Vec<Problem>,
}

impl std::error::Error for Problems {}

/// Problems shown in full; a file with more has one mistake many times.
const SHOWN: usize = 40;

/// A problem before it is sorted and placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Issue {
    /// Bytes that the carets mark.
    pub span: Range<usize>,
    /// Byte that the location names; differs from the span's start for the name in a table's header.
    pub start: usize,
    /// The table in a list of tables (`[[waiver]]`) that it lies in.
    pub entry: Option<Entry>,
    /// Found in the shape of the file: the value was taken out, so that it looks missing afterwards.
    pub shape: bool,
    /// What is wrong.
    pub message: String,
}

/// One table in a list of tables: the list's name and the byte where the table begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// `waiver`, `domain.hosts`.
    pub list: String,
    /// Where it begins.
    pub start: usize,
}

impl Issue {
    /// A problem of the value at `span`.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { start: span.start, span, entry: None, shape: false, message: message.into() }
    }

    /// The same problem, told of a table in a list.
    pub fn within(mut self, entry: Option<&Entry>) -> Self {
        self.entry = entry.cloned();
        self
    }
}

impl Problems {
    /// Sorts the problems by place; each is told once.
    pub(crate) fn new(file: &str, text: &str, mut issues: Vec<Issue>) -> Self {
        issues.sort_by_key(|i| (i.start, i.span.start));
        issues.dedup_by(|a, b| a.span == b.span && a.message == b.message);
        let mut places = Places::new(text);
        let problems = issues
            .into_iter()
            .map(|issue| {
                let (line, column) = places.next(issue.start);
                let end = issue.span.end.min(text.len());
                Problem { message: shown(&issue.message), line, column, span: issue.span.start.min(end)..end }
            })
            .collect();
        Self { file: shown(file), text: text.to_owned(), problems }
    }

    /// Problems of any text file, by the bytes that they are about; an empty range at the start is about the whole file.
    #[must_use]
    pub fn of(file: &str, text: &str, problems: impl IntoIterator<Item = (Range<usize>, String)>) -> Self {
        let (whole, placed): (Vec<_>, Vec<_>) = problems.into_iter().partition(|(at, _)| *at == (0..0));
        let mut all = Self::new(file, text, placed.into_iter().map(|(at, message)| Issue::new(at, message)).collect());
        for (_, message) in whole {
            all.problems.extend(Self::of_file(file, shown(&message)).problems);
        }
        all
    }

    /// The file as a whole is wrong.
    pub(crate) fn of_file(file: &str, message: impl Into<String>) -> Self {
        let problem = Problem { message: message.into(), line: 0, column: 0, span: 0..0 };
        Self { file: shown(file), text: String::new(), problems: vec![problem] }
    }

    /// The problems, in the order of the file.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The file's name, as it was given.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.problems.len() == 1 { "" } else { "s" };
        write!(f, "error: {} has {} problem{plural}", self.file, self.problems.len())?;
        for problem in self.problems.iter().take(SHOWN) {
            if problem.line == 0 {
                write!(f, "\n\n  {}\n    {}", self.file, problem.message)?;
                continue;
            }
            write!(f, "\n\n  {}:{}:{}\n", self.file, problem.line, problem.column)?;
            Excerpt::new(&self.text, &problem.span).write(f, &problem.message)?;
        }
        match self.problems.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "\n\n  and {more} more"),
        }
    }
}
