//! The JSON schema of `launch.toml`, made from the raw types.

use crate::raw::RawConfig;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// Marks what is accepted and has no effect in this version.
pub(crate) const NOT_USED_YET: &str = "x-not-used-yet";

/// The schema that the shape check walks: nothing shared by reference, no `null` (TOML has none).
pub(crate) static SHAPE: LazyLock<Value> = LazyLock::new(|| {
    let settings = schemars::generate::SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<RawConfig>().to_value();
    without_null(&mut schema);
    schema
});

/// JSON schema (draft 2020-12) of `launch.toml`: closed, so an editor marks a mistyped key.
/// Every text may also be `{ env = "NAME" }`.
#[must_use]
pub fn schema() -> Value {
    let mut schema = SHAPE.clone();
    allow_env(&mut schema);
    schema["$defs"] = json!({
        "env": {
            "description": "The value of an environment variable.",
            "type": "object",
            "properties": { "env": { "type": "string", "examples": ["APP_NAME"] } },
            "required": ["env"],
            "additionalProperties": false,
        }
    });
    schema
}

/// `Option` becomes "or null" in a schema; in TOML a key is absent instead.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|t| t != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    map.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(any)) = map.get_mut("anyOf") {
                any.retain(|s| s.get("type").is_none_or(|t| t != "null"));
                if let [Value::Object(one)] = any.as_slice() {
                    let mut one = one.clone();
                    map.remove("anyOf");
                    // The words on the field say more than those on the type.
                    one.append(map);
                    *map = one;
                }
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

/// Lets a reference to the environment stand wherever a text may.
fn allow_env(schema: &mut Value) {
    let Value::Object(map) = schema else { return };
    if is_text(map) {
        let mut words = Map::new();
        for key in ["description", "default", "examples", NOT_USED_YET] {
            words.extend(map.remove(key).map(|v| (key.to_owned(), v)));
        }
        let text = Value::Object(std::mem::take(map));
        words.insert("anyOf".to_owned(), json!([text, { "$ref": "#/$defs/env" }]));
        *map = words;
        return;
    }
    for key in ["items", "additionalProperties"] {
        map.get_mut(key).into_iter().for_each(allow_env);
    }
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        properties.values_mut().for_each(allow_env);
    }
}

/// Is this the schema of a text, be it any or one of a list?
fn is_text(schema: &Map<String, Value>) -> bool {
    schema.get("type").is_some_and(|t| t == "string") || choices(schema).is_some()
}

/// The words allowed, where a text is one of a list.
pub(crate) fn choices(schema: &Map<String, Value>) -> Option<Vec<&str>> {
    if let Some(Value::Array(all)) = schema.get("enum") {
        return Some(all.iter().filter_map(Value::as_str).collect());
    }
    let Some(Value::Array(all)) = schema.get("oneOf") else { return None };
    Some(all.iter().filter_map(|s| s.get("const")?.as_str()).collect())
}
