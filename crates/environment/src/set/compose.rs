//! Compose files: `environment` of each service, and the variables that the file itself expands.

use super::{Sink, environment_in, scalar, yaml};
use crate::{Fallback, ValueClass, name, value};

pub(super) fn read(sink: &mut Sink) -> Result<(), String> {
    let document = yaml(sink.text)?;
    let environment = environment_in(sink.path, "compose");
    if let Some(services) = document.get("services").and_then(|s| s.as_mapping()) {
        for (_, service) in services {
            match service.get("environment") {
                Some(serde_yaml_ng::Value::Mapping(map)) => {
                    for (key, value) in map {
                        let Some(key) = key.as_str() else { continue };
                        // `KEY:` without value hands on what the host has.
                        let given = if value.is_null() { None } else { scalar(value) };
                        sink.set(key, &environment, given.as_deref());
                    }
                }
                Some(serde_yaml_ng::Value::Sequence(list)) => {
                    for entry in list.iter().filter_map(|e| e.as_str()) {
                        let (key, value) = entry.split_once('=').map_or((entry, None), |(k, v)| (k, Some(v)));
                        sink.set(key.trim(), &environment, value);
                    }
                }
                _ => {}
            }
        }
    }
    expansions(sink);
    Ok(())
}

/// `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}`; `$$` is a dollar.
fn expansions(sink: &mut Sink) {
    let text = sink.text;
    for line in text.lines().filter(|l| !l.trim_start().starts_with('#')) {
        let mut rest = line;
        while let Some(at) = rest.find('$') {
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('$') {
                rest = after;
            } else if let Some(inside) = rest.strip_prefix('{') {
                let inside = inside.split('}').next().unwrap_or(inside);
                let length = inside.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inside.len());
                let (name, rule) = inside.split_at(length);
                let fallback = match rule.trim_start_matches(':').chars().next() {
                    Some('-') => {
                        Fallback::Literal(value::class_of(rule.trim_start_matches(':').trim_start_matches('-')))
                    }
                    Some('?') => Fallback::Fails,
                    Some('+') => Fallback::Other,
                    _ => Fallback::None,
                };
                if fallback == Fallback::Literal(ValueClass::Empty) || name::is_name(name) {
                    sink.read(name, fallback);
                }
            } else {
                let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
                sink.read(&rest[..length], Fallback::None);
            }
        }
    }
}
