//! Small wording helpers, so that every report counts and shortens alike.

/// `1 blocker`, `4 blockers`.
#[must_use]
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// The first `most` items as a list, and how many more there are.
#[must_use]
pub fn some<S: AsRef<str>>(items: &[S], most: usize) -> String {
    if items.len() <= most {
        return list(items);
    }
    let shown: Vec<&str> = items[..most].iter().map(AsRef::as_ref).collect();
    format!("{} and {} more", shown.join(", "), items.len() - most)
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Shortens in the middle to at most `width` characters, keeping both ends readable.
#[must_use]
pub fn shorten(text: &str, width: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= width || width < 5 {
        return text.to_owned();
    }
    let head = (width - 1) / 2;
    let tail = width - 1 - head;
    chars[..head].iter().chain(['…'].iter()).chain(&chars[chars.len() - tail..]).collect()
}

/// Minutes as people say them: `20 min`, `2 h`, `1 h 30 min`.
#[must_use]
pub fn minutes(n: u32) -> String {
    match (n / 60, n % 60) {
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}

/// What of a text from outside may be shown: one line, no control characters, at most `width` characters.
#[must_use]
pub fn quote(text: &str, width: usize) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    shorten(clean.trim(), width)
}

/// Does `pattern` stand for `text`? `*` is any run of characters; everything else stands for itself.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Days and hours between two moments in words: `5 days`, `7 hours`, `yesterday` is left to the caller.
#[must_use]
pub fn span(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    match seconds {
        0..=119 => count(usize::try_from(seconds).unwrap_or(0), "second", "seconds"),
        120..=7_199 => format!("{} minutes", seconds / 60),
        7_200..=172_799 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_agree_with_their_numbers() {
        assert_eq!(count(1, "blocker", "blockers"), "1 blocker");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        assert_eq!(minutes(90), "1 h 30 min");
        assert_eq!(span(5 * 86_400 + 10), "5 days");
    }

    #[test]
    fn long_texts_keep_both_ends() {
        assert_eq!(shorten("abcdefghijkl", 7), "abc…jkl");
        assert_eq!(shorten("short", 7), "short");
        assert_eq!(quote("a\u{1b}[31mb\n", 20), "a [31mb");
    }

    #[test]
    fn a_star_stands_for_any_run_of_characters() {
        for (pattern, text, holds) in [
            ("acme.example", "acme.example", true),
            ("acme.example", "app.acme.example", false),
            ("*.acme.example", "app.acme.example", true),
            ("*.acme.example", "acme.example", false),
            ("https://*/login", "https://app.acme.example/login", true),
            ("*", "anything", true),
            ("a*b*c", "a1b2c", true),
            ("a*b*c", "acb", false),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(glob(pattern, text), holds, "{pattern} on {text}");
        }
    }
}
