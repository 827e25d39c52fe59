//! The reference page of `launch.toml`, written from the schema.

use crate::schema::{NOT_USED_YET, SHAPE, choices};
use crate::shape::brackets;
use serde_json::{Map, Value};
use std::fmt::Write;

type Schema = Map<String, Value>;

const INTRO: &str = "# launch.toml

Generated from the types that read the file; don't edit.

Every key is optional: what can be detected need not be written down. An unknown key is an error that says which one was meant, and all
problems are told at once. A text may be taken from the environment by `{ env = \"NAME\" }` in its place; nothing is expanded inside a text.
";

/// Markdown reference of `launch.toml`: one section for each table, with a sample.
#[must_use]
pub fn reference() -> String {
    let mut page = INTRO.to_owned();
    let Some(top) = SHAPE.as_object() else { return page };
    let is_table = |s: &Schema| brackets(&[String::new()], s).starts_with('[');
    let (tables, plain): (Vec<_>, Vec<_>) = keys(top).into_iter().partition(|(_, s)| is_table(s));
    page.push_str("\n## Keys above all tables\n\n");
    table(&mut page, &plain, &[]);
    let (later, now): (Vec<_>, Vec<_>) = tables.into_iter().partition(|(_, s)| is_later(s));
    for (name, schema) in now {
        section(&mut page, &[name], &schema);
    }
    page.push_str("\n## Not used by this version yet\n\nThese tables belong to later parts. They are accepted with a note; what they hold is not looked at.\n\n");
    for (name, schema) in later {
        let _ = writeln!(page, "- `[{name}]` {}", description(&schema));
    }
    page
}

/// One table and the tables below it.
fn section(page: &mut String, path: &[String], schema: &Schema) {
    let _ = write!(page, "\n## `{}`\n\n{}", brackets(path, schema), description(schema));
    if schema.contains_key(NOT_USED_YET) {
        page.push_str(" Read and checked, but not used by this version yet.");
    }
    page.push_str("\n\n");
    let below = |s: &Schema| s.get("items").is_some_and(|i| i.get("properties").is_some());
    let (lists, plain): (Vec<_>, Vec<_>) = keys(schema).into_iter().partition(|(_, s)| below(s));
    table(page, &plain, &required(schema));
    let _ = write!(page, "\n```toml\n{}```\n", sample(path, schema));
    for (name, schema) in lists {
        let path: Vec<String> = path.iter().cloned().chain([name]).collect();
        section(page, &path, &schema);
    }
}

/// The keys of a table as a reader wants them: what is required comes first.
fn keys(schema: &Schema) -> Vec<(String, Schema)> {
    let body = body(schema);
    if let Some(values) = body.get("additionalProperties").and_then(Value::as_object) {
        let mut values = values.clone();
        values.extend(schema.get("x-default").map(|d| ("x-default".to_owned(), d.clone())));
        values.insert("description".to_owned(), Value::from("How bad it is in this launch when the check fails."));
        let key = schema.get("x-key").and_then(Value::as_str).unwrap_or("key");
        return vec![(format!("\"{key}\""), values)];
    }
    let all = body.get("properties").and_then(Value::as_object);
    let mut all: Vec<(String, Schema)> =
        all.into_iter().flatten().filter_map(|(k, s)| Some((k.clone(), s.as_object()?.clone()))).collect();
    let first = required(schema);
    all.sort_by_key(|(key, _)| first.iter().position(|f| f == key).unwrap_or(first.len()));
    all
}

fn required(schema: &Schema) -> Vec<String> {
    let all = body(schema).get("required").and_then(Value::as_array);
    all.into_iter().flatten().filter_map(|k| k.as_str().map(str::to_owned)).collect()
}

/// The schema of one table, be it alone or one of a list.
fn body(schema: &Schema) -> &Schema {
    schema.get("items").and_then(Value::as_object).unwrap_or(schema)
}

/// The keys of one table.
fn table(page: &mut String, keys: &[(String, Schema)], required: &[String]) {
    page.push_str("| key | type | default | meaning |\n|---|---|---|---|\n");
    for (key, schema) in keys {
        let default = match (schema.get("default"), schema.get("x-default")) {
            _ if required.contains(key) => "required".to_owned(),
            (Some(value), _) => format!("`{value}`"),
            (None, Some(words)) => words.as_str().unwrap_or_default().to_owned(),
            (None, None) => "none".to_owned(),
        };
        let unused = if schema.contains_key(NOT_USED_YET) { " Not used by this version yet." } else { "" };
        let words = meanings(schema);
        let _ = writeln!(page, "| `{key}` | {} | {default} | {}{words}{unused} |", kind(schema), description(schema));
    }
}

/// The type in plain words.
fn kind(schema: &Schema) -> String {
    if let Some(words) = choices(schema) {
        return words.iter().map(|w| format!("`\"{w}\"`")).collect::<Vec<_>>().join(", ");
    }
    let number = |key: &str| schema.get(key).map(ToString::to_string).unwrap_or_default();
    match schema.get("type").and_then(Value::as_str).unwrap_or_default() {
        "string" if schema.get("format").is_some_and(|f| f == "date") => "day".to_owned(),
        "string" => "text".to_owned(),
        "integer" => format!("whole number, {} to {}", number("minimum"), number("maximum")),
        "boolean" => "true or false".to_owned(),
        "array" => "list of texts".to_owned(),
        other => other.to_owned(),
    }
}

/// What each word of a choice means.
fn meanings(schema: &Schema) -> String {
    let Some(Value::Array(all)) = schema.get("oneOf") else { return String::new() };
    let each = all.iter().filter_map(|s| {
        let words = s.get("description")?.as_str()?.trim_end_matches('.');
        let mut chars = words.chars();
        let first = chars.next()?.to_lowercase();
        Some(format!("`{}` {first}{}", s.get("const")?.as_str()?, chars.as_str()))
    });
    format!(" {}.", each.collect::<Vec<_>>().join("; "))
}

fn description(schema: &Schema) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

/// A table with an example for each of its keys, as it is written in a file.
fn sample(path: &[String], schema: &Schema) -> String {
    let mut out = format!("{}\n", brackets(path, schema));
    for (key, schema) in keys(schema) {
        let word = || choices(&schema)?.last().map(|word| Value::from(*word));
        let example = schema.get("examples").and_then(|e| e.get(0)).or_else(|| schema.get("default")).cloned();
        if let Some(value) = example.or_else(word) {
            let _ = writeln!(out, "{key} = {value}");
        }
    }
    out
}

fn is_later(schema: &Schema) -> bool {
    schema.contains_key(NOT_USED_YET) && !schema.contains_key("type")
}
