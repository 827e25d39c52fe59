//! Texts with first-use explanations, times, and the little Markdown of check documentation.

use super::Cx;
use crate::clean::line;
use crate::terms::Piece;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};

impl Cx<'_> {
    /// A sentence; a technical term that comes for the first time gets its plain words.
    pub fn say(&self, text: &str) -> Markup {
        let text = line(text);
        pieces(self.terms.borrow_mut().explain(&text))
    }

    /// The same inside a fold: what is explained there may never be unfolded, so it does not count as told.
    pub fn aside(&self, text: &str) -> Markup {
        let text = line(text);
        pieces(self.terms.borrow().clone().explain(&text))
    }
}

fn pieces(pieces: Vec<Piece<'_>>) -> Markup {
    html! {
        @for piece in pieces {
            @match piece {
                Piece::Text(text) => (breakable(text)),
                Piece::Gloss(gloss) => { " " span.gloss { "(" (gloss) ")" } },
            }
        }
    }
}

/// Long names and addresses may break in front of their dots and behind their slashes, which reads better than anywhere.
fn breakable(text: &str) -> Markup {
    html! {
        @for word in text.split_inclusive(' ') {
            @if word.len() < 26 { (word) }
            @else {
                @for part in word.split_inclusive(['/', '?', '&', ';']) {
                    @for (i, name) in part.split('.').enumerate() { @if i > 0 { wbr; "." } (name) }
                    @if part.len() > 1 { wbr; }
                }
            }
        }
    }
}

/// `The name …` inside a sentence; abbreviations keep their letters.
pub fn lower_first(text: &str) -> String {
    let word = text.split_whitespace().next().unwrap_or_default();
    if word.chars().skip(1).any(|c| c.is_uppercase() || c.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map(|c| c.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// A moment with its zone.
pub fn moment(at: Timestamp) -> Markup {
    let shown = at.to_zoned(TimeZone::UTC).strftime("%-d %b %Y, %H:%M UTC").to_string();
    html! { time datetime=(at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()) { (shown) } }
}

/// A day.
pub fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %b %Y").to_string()
}

/// Paragraphs, `- ` lists and `code`; everything else stands as it is.
pub fn markdown(text: &str) -> Markup {
    html! {
        @for block in text.split("\n\n").map(str::trim).filter(|b| !b.is_empty()) {
            @if block.starts_with("- ") {
                ul { @for item in block.split("\n- ") { li { (inline(item.trim_start_matches("- "))) } } }
            } @else {
                p { (inline(block)) }
            }
        }
    }
}

fn inline(text: &str) -> Markup {
    let text = line(text);
    html! {
        @for (i, piece) in text.split('`').enumerate() {
            @if i % 2 == 1 { code { (piece) } } @else { (piece) }
        }
    }
}
