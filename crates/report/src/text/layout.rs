//! Columns: measuring, wrapping, shortening.

use super::ink::Ink;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with spaces up to `columns`, and at least two behind it.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text)).max(2)))
}

/// Shortens in the middle to at most `columns`.
pub fn shorten(text: &str, columns: usize) -> String {
    if width(text) <= columns || columns < 5 {
        return text.to_owned();
    }
    let (head, tail) = ((columns - 1) / 2, columns - 1 - (columns - 1) / 2);
    let front = take(text.chars(), head);
    let back: String = take(text.chars().rev(), tail).chars().rev().collect();
    format!("{front}…{back}")
}

/// As many characters as fit.
fn take(chars: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    chars
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used <= columns
        })
        .collect()
}

/// `text` at the right margin: on this line when it fits with two spaces before it, else on the next.
pub fn at_right(used: usize, text: &str, columns: usize, ink: &Ink) -> String {
    let own = width(text);
    if used + 2 + own <= columns {
        format!("{}{}", " ".repeat(columns - used - own), ink.dim(text))
    } else {
        format!("\n{}{}", " ".repeat(columns.saturating_sub(own)), ink.dim(text))
    }
}

/// Lines of at most `columns`, each behind `indent` spaces and ended by a line break. A word that is longer
/// than a line is cut in pieces, never shortened: it may be the thing to compare.
pub fn wrapped(text: &str, indent: usize, columns: usize) -> String {
    lines(text, columns.saturating_sub(indent)).iter().map(|l| format!("{}{l}\n", " ".repeat(indent))).collect()
}

/// The lines of a wrapped text.
pub fn lines(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(10);
    let mut out: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut current = String::new();
        for word in paragraph.split_whitespace() {
            for piece in pieces(word, columns) {
                let gap = usize::from(!current.is_empty());
                if width(&current) + gap + width(&piece) > columns {
                    out.push(std::mem::take(&mut current));
                }
                if !current.is_empty() {
                    current.push(' ');
                }
                current += &piece;
            }
        }
        out.push(current);
    }
    out
}

fn pieces(word: &str, columns: usize) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut used = 0;
    for c in word.chars() {
        let w = c.width().unwrap_or(0);
        if used + w > columns {
            out.push(String::new());
            used = 0;
        }
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
        used += w;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wraps_at_words_and_long_words_break() {
        assert_eq!(lines("one two three four", 10), ["one two", "three four"]);
        assert_eq!(lines("abcdefghijklmnop", 10), ["abcdefghij", "klmnop"]);
        assert_eq!(lines("日本語日本語日本語", 10), ["日本語日本", "語日本語"]);
    }

    #[test]
    fn an_id_that_does_not_fit_goes_to_the_next_line() {
        let ink = Ink(false);
        assert_eq!(at_right(4, "a/b", 12, &ink), "     a/b");
        assert_eq!(at_right(8, "a/b", 12, &ink), "\n         a/b");
    }

    #[test]
    fn names_are_shortened_in_the_middle() {
        assert_eq!(shorten("abcdefghijkl", 7), "abc…jkl");
        assert!(width(&shorten("日本語日本語日本語", 8)) <= 8);
    }
}
