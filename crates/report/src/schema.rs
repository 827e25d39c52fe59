//! The JSON schema of the report: a promise, closed everywhere.

use model::report::SCHEMA;
use model::{Report, Severity, State};
use serde_json::{Map, Value, json};

/// JSON schema (draft 2020-12) of what [`Report::to_json`] writes. Every object names all its fields and allows
/// no others.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Report).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".into(), json!("https://launch-ready.example/schema/report-1.json"));
        object.insert("title".into(), json!("Launch Ready report"));
    }
    schema["properties"]["schema"]["const"] = json!(SCHEMA);
    schema["properties"]["at"]["format"] = json!("date-time");
    schema["$defs"]["Counts"]["properties"]["by_state"] = counts(State::ALL.map(State::key).as_slice());
    schema["$defs"]["Counts"]["properties"]["by_severity"] = counts(Severity::ALL.map(Severity::word).as_slice());
    schema
}

/// Maps in Rust, but with the same keys in every report.
fn counts(keys: &[&str]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|k| ((*k).to_owned(), json!({ "type": "integer", "minimum": 0 }))).collect();
    json!({ "type": "object", "properties": properties, "required": keys, "additionalProperties": false })
}
