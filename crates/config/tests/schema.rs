//! Schema, parser and reference page agree on every key.
#![allow(clippy::unwrap_used)]

mod common;
use common::{KNOWN, empty};
use serde_json::Value;

/// Where a key stands and its schema.
type Found = (Vec<(String, bool)>, String, Value);

/// Every key of the schema: the tables around it (name, is a list), its name, its schema.
fn keys(schema: &Value, path: &[(String, bool)], out: &mut Vec<Found>) {
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let list = inner["items"]["properties"].is_object();
        if list || inner["properties"].is_object() {
            let path: Vec<_> = path.iter().cloned().chain([(key.clone(), list)]).collect();
            keys(if list { &inner["items"] } else { inner }, &path, out);
        } else {
            out.push((path.to_vec(), key.clone(), inner.clone()));
        }
    }
}

fn all_keys() -> Vec<Found> {
    let mut out = Vec::new();
    keys(&config::schema(), &[], &mut out);
    out
}

fn header(path: &[(String, bool)]) -> String {
    let name = path.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(".");
    match path.last() {
        Some((_, true)) => format!("[[{name}]]\n"),
        Some(_) => format!("[{name}]\n"),
        None => String::new(),
    }
}

fn value(schema: &Value) -> String {
    let example = schema["examples"].get(0).or_else(|| schema.get("default"));
    example.map_or_else(|| "{}".to_owned(), ToString::to_string)
}

fn told(text: &str) -> String {
    match config::parse(text, "launch.toml", &empty, &KNOWN) {
        Ok(config) => config.notes.join("\n"),
        Err(problems) => problems.to_string(),
    }
}

#[test]
fn the_parser_knows_each_key_of_the_schema_and_no_other() {
    let all = all_keys();
    assert!(all.len() > 40, "{}", all.len());
    for (path, key, schema) in all {
        let right = format!("{}{key} = {}\n", header(&path), value(&schema));
        let said = told(&right);
        assert!(!said.contains("unknown") && !said.contains("please"), "{right}{said}");
        let wrong = format!("{}{key}zq = {}\n", header(&path), value(&schema));
        assert!(told(&wrong).contains("unknown"), "{wrong}{}", told(&wrong));
        let kind = format!("{}{key} = 1979-05-27T07:32:00Z\n", header(&path));
        let later = schema["x-not-used-yet"] == true && schema.get("type").is_none();
        assert!(later || told(&kind).contains("needs"), "{kind}{}", told(&kind));
    }
}

#[test]
fn required_keys_are_required_by_both() {
    for (list, text) in [
        ("waiver", "[[waiver]]\n"),
        ("attestation", "[[attestation]]\n"),
        ("route", "[[route]]\n"),
        ("contact", "[[contact]]\n"),
    ] {
        let schema = config::schema();
        let required = schema["properties"][list]["items"]["required"].as_array().unwrap().clone();
        for key in required {
            let said = told(text);
            assert!(said.contains(&format!("needs the key {}", key.as_str().unwrap())), "{said}");
        }
    }
}

#[test]
fn limits_of_the_schema_are_limits_of_the_parser() {
    for (path, key, schema) in all_keys() {
        if let (Some(low), Some(high)) = (schema["minimum"].as_i64(), schema["maximum"].as_i64()) {
            for outside in [low - 1, high + 1] {
                let text = format!("{}{key} = {outside}\n", header(&path));
                assert!(told(&text).contains(&format!("from {low} to {high}")), "{text}{}", told(&text));
            }
        }
    }
}

#[test]
fn thresholds_are_those_of_the_model() {
    let profile = serde_json::to_value(&config::profiles()[0].thresholds).unwrap();
    let schema = config::schema();
    let ours: Vec<&String> = schema["properties"]["thresholds"]["properties"].as_object().unwrap().keys().collect();
    let mut theirs: Vec<&String> = profile.as_object().unwrap().keys().collect();
    theirs.sort();
    assert_eq!(ours, theirs);
}

#[test]
fn the_schema_is_closed_everywhere() {
    fn closed(schema: &Value) {
        if schema["properties"].is_object() {
            assert_eq!(schema["additionalProperties"], false, "{schema}");
        }
        match schema {
            Value::Object(map) => map.values().for_each(closed),
            Value::Array(items) => items.iter().for_each(closed),
            _ => {}
        }
    }
    closed(&config::schema());
}

#[test]
fn the_reference_has_every_key_and_its_samples_are_right() {
    let page = config::reference();
    for (_, key, schema) in all_keys() {
        let later = schema["x-not-used-yet"] == true && schema.get("type").is_none();
        let row = if later { format!("- `[{key}]`") } else { format!("| `{key}` | ") };
        assert!(page.contains(&row) || key == "severity", "{row}");
    }
    let samples: Vec<&str> = page.split("```toml\n").skip(1).map(|s| s.split("```").next().unwrap()).collect();
    let file = samples.join("\n");
    let known = [KNOWN.as_slice(), &["header/csp-missing"]].concat();
    let read = config::parse(&file, "launch.toml", &empty, &known).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((read.waivers.len(), read.attestations.len(), read.routes.len()), (1, 1, 1));
    assert_ne!(read.waivers[0].until.0, config::MALFORMED_UNTIL, "{:?}", read.notes);
    insta::assert_snapshot!(page);
}
