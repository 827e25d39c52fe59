//! `.env` files, read as dotenv, docker compose and the shell agree on, with what each line does wrong.

use crate::name;
use serde::{Deserialize, Serialize};

/// One assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Name.
    pub name: &'a str,
    /// Value without quotes; several lines inside quotes.
    pub value: std::borrow::Cow<'a, str>,
    /// Line of the name, from 1.
    pub line: u32,
    /// Column of the name, from 1.
    pub column: u32,
}

/// What a line does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Slip {
    /// No `=`.
    NoAssignment,
    /// Blanks round the `=`: a shell runs the name as a command.
    BlanksAroundEquals,
    /// The name can't be one.
    BadName,
    /// Lower-case letters in the name.
    LowerCase,
    /// A value with blanks and no quotes.
    UnquotedBlanks,
    /// A quote that nothing closes.
    OpenQuote,
    /// The name stands twice; the last one wins.
    Twice,
    /// Windows line ends: with some readers the value ends in an invisible character.
    CarriageReturn,
}

impl Slip {
    /// What it means for the program.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::NoAssignment => "no assignment; most readers skip the line silently",
            Self::BlanksAroundEquals => "blanks around =; a shell takes the name for a command",
            Self::BadName => "no valid name",
            Self::LowerCase => "a name in lower case",
            Self::UnquotedBlanks => "a value with blanks and without quotes; a shell cuts it at the first",
            Self::OpenQuote => "a quote that nothing closes; the following lines become part of the value",
            Self::Twice => "a name set twice; the last one wins",
            Self::CarriageReturn => "Windows line ends; some readers keep an invisible character in the value",
        }
    }
}

/// A file read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dotenv<'a> {
    /// Assignments in order.
    pub entries: Vec<Entry<'a>>,
    /// Lines with slips; the file's order.
    pub slips: Vec<(u32, Slip)>,
}

/// Reads a file. Nothing in it stops the reading.
#[must_use]
pub fn parse(text: &str) -> Dotenv<'_> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut out = Dotenv::default();
    let (mut rest, mut line) = (text, 0u32);
    while !rest.is_empty() {
        let (this, after) = rest.split_once('\n').unwrap_or((rest, ""));
        line += 1;
        let (taken, lines) = entry(this, rest, line, &mut out);
        if lines > 0 {
            rest = rest.get(taken..).unwrap_or("");
            rest = rest.split_once('\n').map_or("", |(_, r)| r);
            line += lines;
        } else {
            rest = after;
        }
    }
    if text.contains("\r\n") {
        out.slips.push((1, Slip::CarriageReturn));
    }
    let mut seen = std::collections::HashSet::new();
    let twice: Vec<_> = out.entries.iter().filter(|e| !seen.insert(e.name)).map(|e| (e.line, Slip::Twice)).collect();
    out.slips.extend(twice);
    out.slips.sort_unstable();
    out
}

/// Reads one line; for a value of several lines, how many bytes of `rest` it took and how many lines came on top.
fn entry<'a>(this: &'a str, rest: &'a str, line: u32, out: &mut Dotenv<'a>) -> (usize, u32) {
    let trimmed = this.trim();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return (0, 0);
    }
    let body = trimmed.strip_prefix("export ").map_or(trimmed, str::trim_start);
    let Some((left, right)) = body.split_once('=') else {
        // `export NAME` and a bare `NAME` hand on what is set already.
        if !name::is_name(body) {
            out.slips.push((line, Slip::NoAssignment));
        }
        return (0, 0);
    };
    let name = left.trim_end();
    if !name::is_name(name) {
        out.slips.push((line, Slip::BadName));
        return (0, 0);
    }
    if left.len() != name.len() || right.starts_with([' ', '\t']) && !right.trim().is_empty() {
        out.slips.push((line, Slip::BlanksAroundEquals));
    }
    if name.chars().any(|c| c.is_ascii_lowercase()) {
        out.slips.push((line, Slip::LowerCase));
    }
    let offset = name.as_ptr() as usize - this.as_ptr() as usize;
    let column = u32::try_from(this[..offset].chars().count()).unwrap_or(0) + 1;
    let value = right.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let Some(quote) = quote else {
        let bare = value.find(" #").map_or(value, |n| &value[..n]).trim();
        let bare = if bare.starts_with('#') { "" } else { bare };
        if bare.contains([' ', '\t']) {
            out.slips.push((line, Slip::UnquotedBlanks));
        }
        out.entries.push(Entry { name, value: bare.into(), line, column });
        return (0, 0);
    };
    // Where the value begins in what is left of the file.
    let start = value.as_ptr() as usize - rest.as_ptr() as usize + 1;
    let Some(end) = closing(&rest[start..], quote) else {
        out.slips.push((line, Slip::OpenQuote));
        out.entries.push(Entry { name, value: value[1..].trim_end().into(), line, column });
        return (0, 0);
    };
    let inside = &rest[start..start + end];
    let lines = u32::try_from(inside.matches('\n').count()).unwrap_or(0);
    let value = if quote == '"' && inside.contains('\\') {
        inside.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\").into()
    } else {
        inside.into()
    };
    out.entries.push(Entry { name, value, line, column });
    (start + end + 1, lines)
}

/// Bytes up to the closing quote; a backslash hides a double quote.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (i, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote {
            return Some(i);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(String, String, u32)> {
        parse(text).entries.into_iter().map(|e| (e.name.to_owned(), e.value.into_owned(), e.line)).collect()
    }

    #[test]
    fn values_with_and_without_quotes() {
        let text =
            "# note\nA=1\nexport B='two words'\nC=\"x # no comment\" # comment\nD=plain # comment\nE=\nF=#none\n";
        let want = [
            ("A", "1", 2),
            ("B", "two words", 3),
            ("C", "x # no comment", 4),
            ("D", "plain", 5),
            ("E", "", 6),
            ("F", "", 7),
        ];
        let want: Vec<_> = want.iter().map(|(n, v, l)| ((*n).to_owned(), (*v).to_owned(), *l)).collect();
        assert_eq!(pairs(text), want);
        assert!(parse(text).slips.is_empty());
    }

    #[test]
    fn a_key_of_several_lines_counts_its_lines() {
        let text = "KEY=\"-----BEGIN-----\nabc\n-----END-----\"\nNEXT=1\n";
        assert_eq!(pairs(text)[1], ("NEXT".to_owned(), "1".to_owned(), 4));
        assert_eq!(pairs("A=\"x\\ny\\\"z\"")[0].1, "x\ny\"z");
    }

    #[test]
    fn slips_are_told_with_their_lines() {
        let text = "A = 1\nb=2\nC=two words\nnonsense here\n1X=3\nA=4\nD=\"open\nE=5\n";
        let slips = parse(text).slips;
        use Slip::*;
        assert_eq!(
            slips,
            [
                (1, BlanksAroundEquals),
                (2, LowerCase),
                (3, UnquotedBlanks),
                (4, NoAssignment),
                (5, BadName),
                (6, Twice),
                (7, OpenQuote)
            ]
        );
        assert_eq!(pairs(text).last().unwrap().0, "E");
        assert_eq!(parse("A=1\r\nB=2\r\n").slips, [(1, CarriageReturn)]);
        assert_eq!(pairs("A=1\r\nB=2\r\n")[0].1, "1");
        assert_eq!(pairs("\u{feff}A=1")[0].0, "A");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "[A-Ca ='\"#\\\\\n\r$ä]{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_is_written_is_read(value in "[a-z0-9 #=$]{0,20}") {
            let text = format!("A='{value}'\nB=1\n");
            proptest::prop_assert_eq!(&pairs(&text)[0].1, &value);
        }
    }
}
