//! What hosting platforms read from a repository.

use super::{Sink, canonical, environment_in, scalar, yaml};
use serde_json::Value as Json;

type Reader = fn(&mut Sink) -> Result<(), String>;

/// The reader of a file, by its name in lower case.
pub(super) fn reader(file: &str) -> Option<Reader> {
    Some(match file {
        "vercel.json" | "now.json" => vercel,
        "app.json" => heroku,
        "heroku.yml" => heroku_yml,
        "render.yaml" | "render.yml" => render,
        "netlify.toml" => netlify,
        "wrangler.toml" => wrangler,
        "serverless.yml" | "serverless.yaml" => serverless,
        _ if file.starts_with("fly") && file.ends_with(".toml") => fly,
        _ => return None,
    })
}

fn json(text: &str) -> Result<Json, String> {
    serde_json::from_str(text).map_err(|e| format!("no valid JSON: {e}"))
}

fn table(text: &str) -> Result<toml::Table, String> {
    text.parse().map_err(|e: toml::de::Error| format!("no valid TOML: {}", e.message()))
}

fn json_text(value: &Json) -> Option<String> {
    match value {
        Json::String(s) => Some(s.clone()),
        Json::Number(n) => Some(n.to_string()),
        Json::Bool(b) => Some(b.to_string()),
        _ => None,
    }
}

fn toml_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(s) => Some(s.clone()),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Float(n) => Some(n.to_string()),
        toml::Value::Boolean(b) => Some(b.to_string()),
        _ => None,
    }
}

fn set_toml(sink: &mut Sink, vars: Option<&toml::Value>, environment: &str) {
    for (name, value) in vars.and_then(|v| v.as_table()).into_iter().flatten() {
        sink.set(name, environment, toml_text(value).as_deref());
    }
}

fn vercel(sink: &mut Sink) -> Result<(), String> {
    let document = json(sink.text)?;
    for vars in [document.get("env"), document.pointer("/build/env")].into_iter().flatten() {
        for (name, value) in vars.as_object().into_iter().flatten() {
            // `@secret` names a secret of the platform.
            let text = json_text(value).filter(|t| !t.starts_with('@'));
            sink.set(name, "production", text.as_deref());
        }
    }
    Ok(())
}

/// `app.json` says what an app must be given; `value` and `generator` give it.
fn heroku(sink: &mut Sink) -> Result<(), String> {
    let document = json(sink.text)?;
    for (name, value) in document.get("env").and_then(|e| e.as_object()).into_iter().flatten() {
        let text = json_text(value).or_else(|| value.get("value").and_then(json_text));
        sink.set(name, "production", text.as_deref());
    }
    Ok(())
}

fn heroku_yml(sink: &mut Sink) -> Result<(), String> {
    let document = yaml(sink.text)?;
    let config = document.get("setup").and_then(|s| s.get("config")).and_then(|c| c.as_mapping());
    for (name, value) in config.into_iter().flatten() {
        if let Some(name) = name.as_str() {
            sink.set(name, "production", scalar(value).as_deref());
        }
    }
    Ok(())
}

fn render(sink: &mut Sink) -> Result<(), String> {
    let document = yaml(sink.text)?;
    for list in ["services", "envVarGroups"] {
        for service in document.get(list).and_then(|l| l.as_sequence()).into_iter().flatten() {
            for entry in service.get("envVars").and_then(|l| l.as_sequence()).into_iter().flatten() {
                let Some(name) = entry.get("key").and_then(|k| k.as_str()) else { continue };
                let value = entry.get("value").and_then(scalar);
                sink.set(name, "production", value.as_deref());
            }
        }
    }
    Ok(())
}

fn netlify(sink: &mut Sink) -> Result<(), String> {
    let document = table(sink.text)?;
    let build = document.get("build").and_then(|b| b.get("environment"));
    set_toml(sink, build, "production");
    for (context, inner) in document.get("context").and_then(|c| c.as_table()).into_iter().flatten() {
        let environment = match context.as_str() {
            "deploy-preview" | "branch-deploy" => "staging",
            other => canonical(other),
        };
        let environment = environment.to_owned();
        set_toml(sink, inner.get("environment"), &environment);
    }
    Ok(())
}

fn wrangler(sink: &mut Sink) -> Result<(), String> {
    let document = table(sink.text)?;
    set_toml(sink, document.get("vars"), "production");
    for (name, inner) in document.get("env").and_then(|e| e.as_table()).into_iter().flatten() {
        let environment = canonical(name).to_owned();
        set_toml(sink, inner.get("vars"), &environment);
    }
    Ok(())
}

fn fly(sink: &mut Sink) -> Result<(), String> {
    let document = table(sink.text)?;
    let environment = environment_in(sink.path, "production");
    set_toml(sink, document.get("env"), &environment);
    Ok(())
}

fn serverless(sink: &mut Sink) -> Result<(), String> {
    let document = yaml(sink.text)?;
    let functions = document.get("functions").and_then(|f| f.as_mapping());
    let inner = functions.into_iter().flatten().filter_map(|(_, f)| f.get("environment"));
    let all = document.get("provider").and_then(|p| p.get("environment")).into_iter().chain(inner);
    for vars in all.filter_map(|v| v.as_mapping()) {
        for (name, value) in vars {
            if let Some(name) = name.as_str() {
                sink.set(name, "production", scalar(value).as_deref());
            }
        }
    }
    Ok(())
}
