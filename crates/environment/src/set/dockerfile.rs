//! Dockerfiles: `ENV` in its two forms, `ARG`.

use super::{Sink, environment_in};

pub(super) fn read(sink: &mut Sink) {
    let environment = environment_in(sink.path, "image");
    let text = sink.text;
    for line in logical_lines(text) {
        let (word, rest) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
        let rest = rest.trim();
        if word.eq_ignore_ascii_case("ARG") {
            let (name, value) = rest.split_once('=').map_or((rest, None), |(n, v)| (n, Some(unquote(v))));
            sink.set(name.trim(), &environment, value);
        } else if word.eq_ignore_ascii_case("ENV") {
            let first = rest.split_whitespace().next().unwrap_or("");
            if first.contains('=') {
                for (name, value) in pairs(rest) {
                    sink.set(name, &environment, Some(unquote(value)));
                }
            } else if let Some((name, value)) = rest.split_once(char::is_whitespace) {
                sink.set(name, &environment, Some(unquote(value.trim())));
            }
        }
    }
}

/// Lines, joined where one ends in a backslash, without comments.
fn logical_lines(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines().filter(|l| !l.trim_start().starts_with('#')) {
        let (part, goes_on) = line.trim_end().strip_suffix('\\').map_or((line, false), |p| (p, true));
        match out.last_mut() {
            Some(last) if open => last.push_str(part),
            _ => out.push(part.to_owned()),
        }
        open = goes_on;
    }
    out
}

/// `A=1 B="two words"`.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let end = match after.chars().next() {
            Some(q @ ('"' | '\'')) => after[1..].find(q).map_or(after.len(), |n| n + 2),
            _ => after.find(char::is_whitespace).unwrap_or(after.len()),
        };
        out.push((name.trim(), &after[..end]));
        rest = after[end..].trim_start();
    }
    out
}

fn unquote(text: &str) -> &str {
    ['"', '\''].iter().find_map(|q| text.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(text)
}
