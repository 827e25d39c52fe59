//! Mistakes in TOML itself, in words that help.

use crate::problem::Issue;
use std::ops::Range;

/// The parser goes on after a mistake; what it says about the same line again follows from the first.
pub(crate) fn issues(text: &str, errors: &[toml::de::Error]) -> Vec<Issue> {
    let mut issues: Vec<Issue> = Vec::new();
    let mut lines: Vec<usize> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let start = text.get(..span.start).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        if lines.contains(&start) {
            continue;
        }
        lines.push(start);
        let line = text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let message = hint(line, start, &span).unwrap_or_else(|| plain(error.message()));
        issues.push(Issue::new(span, message));
        if issues.len() == 20 {
            break;
        }
    }
    issues
}

/// The usual mistakes of somebody who has not written TOML before.
fn hint(line: &str, start: usize, span: &Range<usize>) -> Option<String> {
    let code = line.trim_start();
    if code.contains(['“', '”', '„', '‘', '’']) {
        return Some("curly quotes; write straight ones: \"…\"".to_owned());
    }
    let (key, value) = code.split_once('=').map(|(k, v)| (k.trim(), v.trim()))?;
    let bare = !key.starts_with(['"', '\'', '[']) && key.split_whitespace().count() == 1;
    if bare && key.contains('/') && key.len() <= 60 {
        return Some(format!("a key with \"/\" in it needs quotes: \"{key}\" = …"));
    }
    let in_value = span.start >= start + line.find('=').unwrap_or(0);
    let unquoted = value.starts_with(|c: char| c.is_alphabetic() || c == '/') && !matches!(value, "true" | "false");
    (in_value && bare && unquoted).then(|| "a text needs quotes, such as \"acme.example\"".to_owned())
}

/// The parser's own words, as ours are written.
fn plain(message: &str) -> String {
    if message == "duplicate key" {
        return "is written a second time; keep one of the two".to_owned();
    }
    let message = message
        .replace("expected `\"`", "a closing quote is missing")
        .replace('`', "\"")
        .replace(", expected nothing", " does not belong here");
    let mut chars = message.chars();
    chars.next().map_or_else(|| "is no TOML".to_owned(), |c| c.to_lowercase().chain(chars).collect())
}
