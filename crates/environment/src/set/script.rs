//! Variables that scripts hand to what they start: `export NAME=…`, `NAME=… command`, also in `package.json` and Makefiles.

use super::Sink;
use crate::name;

/// The name of the environment that scripts make.
const SCRIPTS: &str = "scripts";

/// Shell scripts and Makefiles.
pub(super) fn shell(sink: &mut Sink) -> Result<(), String> {
    let text = sink.text;
    for line in text.lines() {
        handed_on(sink, line);
    }
    Ok(())
}

/// The scripts of `package.json`.
pub(super) fn package(sink: &mut Sink) -> Result<(), String> {
    let document: serde_json::Value = serde_json::from_str(sink.text).map_err(|e| format!("no valid JSON: {e}"))?;
    for (_, script) in document.get("scripts").and_then(|s| s.as_object()).into_iter().flatten() {
        for command in script.as_str().unwrap_or_default().split("&&") {
            handed_on(sink, command.trim().trim_start_matches("cross-env").trim_start_matches("env"));
        }
    }
    Ok(())
}

/// What one line gives to the commands that follow.
fn handed_on(sink: &mut Sink, line: &str) {
    let line = line.trim().trim_start_matches(['@', '-']).trim_start();
    let exported = line.strip_prefix("export ");
    let mut names = Vec::new();
    let mut rest = exported.unwrap_or(line);
    while let Some((name, after)) =
        rest.split_once('=').filter(|(n, _)| name::is_upper_name(n.trim_end_matches([' ', ':', '?'])))
    {
        names.push(name.trim_end_matches([' ', ':', '?']));
        rest = value_end(after).trim_start();
    }
    // `NAME=value` alone is the script's own variable.
    if exported.is_some() || (!rest.is_empty() && !rest.starts_with(['#', ';', '&', '|'])) {
        for name in names {
            sink.set(name, SCRIPTS, None);
        }
    }
}

/// What follows the value that a text begins with.
fn value_end(text: &str) -> &str {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].find(quote).map_or("", |n| &text[n + 2..]),
        Some('$') if text.starts_with("$(") => text.find(')').map_or("", |n| &text[n + 1..]),
        _ => text.find(char::is_whitespace).map_or("", |n| &text[n..]),
    }
}
