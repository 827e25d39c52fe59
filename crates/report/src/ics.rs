//! Calendars (RFC 5545): the few parts of the format that dates and plans need.

use crate::clean::clean;
use jiff::Timestamp;
use jiff::civil::Date;
use std::fmt::Write as _;

/// Longest line in octets, the break not counted (RFC 5545 §3.1).
const LINE: usize = 75;

/// When something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A whole day.
    Day(Date),
    /// From one moment to another.
    Span(Timestamp, Timestamp),
}

/// One entry of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stable, so that a second import replaces instead of doubling.
    pub uid: String,
    /// When.
    pub when: When,
    /// Title.
    pub summary: String,
    /// What to do.
    pub description: String,
    /// Days before it on which the calendar reminds; none for no reminder.
    pub remind_days: Option<u16>,
}

/// The calendar with these entries. `made` is the moment that all of them carry as stamp.
#[must_use]
pub fn calendar(name: &str, made: Timestamp, events: &[Event]) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(text, &mut out);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Launch Ready//EN");
    line("CALSCALE:GREGORIAN");
    line(&format!("X-WR-CALNAME:{}", escape(name)));
    for e in events {
        line("BEGIN:VEVENT");
        line(&format!("UID:{}@launch-ready", escape(&e.uid)));
        line(&format!("DTSTAMP:{}", utc(made)));
        match e.when {
            When::Day(day) => {
                line(&format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")));
                // Nobody is busy on a day on which something ends.
                line("TRANSP:TRANSPARENT");
            }
            When::Span(from, to) => {
                line(&format!("DTSTART:{}", utc(from)));
                line(&format!("DTEND:{}", utc(to)));
            }
        }
        line(&format!("SUMMARY:{}", escape(&e.summary)));
        line(&format!("DESCRIPTION:{}", escape(&e.description)));
        if let Some(days) = e.remind_days {
            line("BEGIN:VALARM");
            line("ACTION:DISPLAY");
            line(&format!("DESCRIPTION:{}", escape(&e.summary)));
            line(&format!("TRIGGER:-P{days}D"));
            line("END:VALARM");
        }
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// RFC 5545 §3.3.11.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in clean(text).chars() {
        match c {
            '\\' | ';' | ',' => {
                let _ = write!(out, "\\{c}");
            }
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

/// Breaks a line before the limit, never inside a character.
fn fold(text: &str, out: &mut String) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_in_octets_and_texts_escaped() {
        let event = Event {
            uid: "a".into(),
            when: When::Day(jiff::civil::date(2026, 12, 1)),
            summary: format!("ends; soon, {} \\", "ü".repeat(60)),
            description: "two\nlines\u{1b}[2J".into(),
            remind_days: Some(14),
        };
        let text = calendar("Acme, Inc.", Timestamp::UNIX_EPOCH, &[event]);
        assert!(text.split("\r\n").all(|l| l.len() <= LINE && !l.contains('\n')), "{text}");
        let whole = text.replace("\r\n ", "");
        assert!(whole.contains("SUMMARY:ends\\; soon\\, üü") && whole.contains("two\\nlines [2J"), "{whole}");
        assert!(whole.contains("TRIGGER:-P14D") && whole.contains("X-WR-CALNAME:Acme\\, Inc."));
    }
}
