//! What of a text from outside may reach a reader.

/// The text without characters that steer a terminal or turn the reading direction. Line breaks stay; every
/// other control character becomes a space, and characters that only hide or reorder are left out.
///
/// Titles, headers and error messages come from the target: an escape sequence in a page title must not
/// repaint the reader's terminal, and a direction override must not make one host name look like another.
#[must_use]
pub fn clean(text: &str) -> String {
    text.chars()
        .filter(|c| !hides(*c))
        .map(|c| match c {
            '\n' => '\n',
            '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}

/// [`clean`] on one line.
#[must_use]
pub fn line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Zero-width and bidirectional formatting characters (UAX 9, "Trojan Source"), and the tag characters.
fn hides(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_steers_a_terminal_or_turns_the_text() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\u{9b}2J"), "a [31mb  2J");
        assert_eq!(clean("moc.\u{202e}elpmaxe"), "moc.elpmaxe");
        assert_eq!(clean("two\nlines"), "two\nlines");
        assert_eq!(line(" two\r\n lines "), "two lines");
    }
}
