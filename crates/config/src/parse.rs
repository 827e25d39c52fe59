//! The door: a file's text in, a configuration or all of its problems out.

use crate::config::Config;
use crate::problem::{Issue, Problems};
use crate::raw::RawConfig;
use crate::shape::Shape;
use crate::source::{MAX_BYTES, place, shown, too_large};
use crate::syntax;
use crate::validate::Validator;
use serde::Deserialize;
use toml::de::{DeTable, Deserializer};

/// Lists whose tables do not stop a run when they are malformed: they count as expired (decision 16).
const FORGIVEN: [&str; 2] = ["waiver", "attestation"];

/// Reads the text of a `launch.toml`.
///
/// - `file`: its name as problems should show it.
/// - `env`: looks up an environment variable for `{ env = "NAME" }`.
/// - `known_checks`: every check id, former ones included, so that a mistyped one is noticed.
///
/// # Errors
/// [`Problems`]: everything that is wrong, at once. A malformed waiver or attestation is no error: it is kept as
/// expired and told in [`Config::notes`].
pub fn parse(
    text: &str,
    file: &str,
    env: &dyn Fn(&str) -> Option<String>,
    known_checks: &[&str],
) -> Result<Config, Problems> {
    if text.len() > MAX_BYTES {
        return Err(too_large(file, text.len(), MAX_BYTES));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(Problems::new(file, text, syntax::issues(text, &errors)));
    }
    let shape = Shape::walk(root.get_mut(), env);
    let mut validator = Validator::new(known_checks, shape.issues);
    let config = match RawConfig::deserialize(Deserializer::from(root)) {
        Ok(raw) => validator.config(&raw),
        Err(error) => {
            // The shape check lets only through what the types take; a test holds the two together.
            validator.problem(error.span().unwrap_or(0..0), None, error.message().to_owned());
            None
        }
    };
    let is_forgiven = |i: &Issue| i.entry.as_ref().is_some_and(|e| FORGIVEN.contains(&e.list.as_str()));
    let (mut forgiven, mut issues): (Vec<_>, Vec<_>) = validator.issues.into_iter().partition(is_forgiven);
    for issue in &mut forgiven {
        let list = issue.entry.as_ref().map_or("", |e| &e.list);
        issue.message = format!("this {list} counts as expired: {}", issue.message);
    }
    let Some(mut config) = config.filter(|_| issues.is_empty()) else {
        issues.extend(forgiven);
        return Err(Problems::new(file, text, issues));
    };
    config.notes = notes(text, file, shape.unused, forgiven);
    Ok(config)
}

/// What the user should know though nothing is wrong enough to stop.
fn notes(text: &str, file: &str, unused: Vec<(usize, String)>, forgiven: Vec<Issue>) -> Vec<String> {
    let mut notes: Vec<(usize, String)> = Vec::new();
    if text.trim().is_empty() {
        notes.push((0, format!("{file} is empty; launch-ready init writes one")));
    }
    for (start, name) in unused {
        let line = place(text, start).0;
        notes.push((start, format!("{file}:{line}: {name} is not used by this version yet")));
    }
    for issue in forgiven {
        let (line, column) = place(text, issue.start);
        notes.push((issue.start, format!("{file}:{line}:{column}: {}", issue.message)));
    }
    notes.sort();
    notes.into_iter().map(|(_, note)| shown(&note)).collect()
}
