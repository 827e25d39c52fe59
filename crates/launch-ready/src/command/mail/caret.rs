//! A problem under the very place of the record it is about.

use std::fmt::Write;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Columns of the record that are shown.
const WIDTH: usize = 76;

/// The record, carets below the bytes `at`, and the message; every line begins with `indent`.
pub fn shown(record: &str, at: &Range<usize>, message: &str, indent: &str) -> String {
    let start = floor(record, at.start);
    let end = floor(record, at.end).max(start);
    let (from, to) = window(record, start, end);
    let (cut_left, cut_right) = (from > 0, to < record.len());
    let left = if cut_left { "…" } else { "" };
    let right = if cut_right { "…" } else { "" };
    let mut out = String::new();
    let _ = writeln!(out, "{indent}{left}{}{right}", super::visible(&record[from..to]));
    let skip = width(&record[from..start.clamp(from, to)]) + usize::from(cut_left);
    let marked = width(&record[start.clamp(from, to)..end.clamp(from, to)]).max(1);
    let pad = " ".repeat(skip);
    let _ = writeln!(out, "{indent}{pad}{}", "^".repeat(marked));
    let room = WIDTH.saturating_sub(skip);
    // The message stands below the carets where it fits.
    let pad = if super::visible(message).chars().count() <= room { pad } else { String::new() };
    let _ = writeln!(out, "{indent}{pad}{}", super::visible(message));
    out
}

/// The part of the record around the marked one.
fn window(record: &str, start: usize, end: usize) -> (usize, usize) {
    if width(record) <= WIDTH {
        return (0, record.len());
    }
    let marked = width(&record[start..end]).min(WIDTH);
    let mut before = (WIDTH - marked) / 2;
    let mut from = start;
    for (index, c) in record[..start].char_indices().rev() {
        let Some(left) = before.checked_sub(c.width().unwrap_or(1)) else { break };
        (before, from) = (left, index);
    }
    let mut room = WIDTH;
    let mut to = from;
    for (index, c) in record[from..].char_indices() {
        let Some(left) = room.checked_sub(c.width().unwrap_or(1)) else { break };
        (room, to) = (left, from + index + c.len_utf8());
    }
    (from, to)
}

fn width(text: &str) -> usize {
    text.chars().map(|c| c.width().unwrap_or(1)).sum()
}

/// The character boundary at or below.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn carets_stand_below_the_place() {
        let text = shown("v=spf1 includ:x.example -all", &(7..23), "no mechanism", "  ");
        assert_eq!(text, "  v=spf1 includ:x.example -all\n         ^^^^^^^^^^^^^^^^\n         no mechanism\n");
    }

    #[test]
    fn a_long_record_is_cut_around_the_place() {
        let record = format!("v=spf1 {}wrong {}-all", "ip4:192.0.2.1 ".repeat(20), "ip4:192.0.2.1 ".repeat(20));
        let at = record.find("wrong").unwrap_or_default();
        let text = shown(&record, &(at..at + 5), "no mechanism", "");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with('…') && lines[0].ends_with('…') && lines[0].chars().count() <= 78);
        let place = lines[1].find('^').unwrap_or_default();
        assert_eq!(lines[0].chars().skip(place).take(5).collect::<String>(), "wrong");
    }

    #[test]
    fn any_place_in_any_text_is_shown_without_a_panic() {
        for record in ["", "ä", "v=spf1 ä日本語 \u{1b}[2J", &"日".repeat(500)] {
            for start in 0..=record.len() + 2 {
                assert!(shown(record, &(start..start + 3), "x", "").contains('^'));
            }
        }
    }
}
