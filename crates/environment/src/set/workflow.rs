//! CI: GitHub workflows (`env` of workflow, job and step), GitLab's `variables`.

use super::{Sink, scalar, yaml};
use serde_yaml_ng::Value;

pub(super) fn read(sink: &mut Sink) -> Result<(), String> {
    let document = yaml(sink.text)?;
    walk(sink, &document, 0);
    Ok(())
}

/// `env` and `variables` maps wherever they stand; what they hold is not searched further.
fn walk(sink: &mut Sink, value: &Value, depth: u32) {
    if depth > 32 {
        return;
    }
    match value {
        Value::Mapping(map) => {
            for (key, inner) in map {
                match (key.as_str(), inner) {
                    (Some("env" | "variables"), Value::Mapping(vars)) => {
                        for (name, value) in vars {
                            let Some(name) = name.as_str() else { continue };
                            // GitLab also allows `{ value: …, description: … }`.
                            let text = scalar(value).or_else(|| value.get("value").and_then(scalar));
                            sink.set(name, "ci", text.as_deref());
                        }
                    }
                    _ => walk(sink, inner, depth + 1),
                }
            }
        }
        Value::Sequence(list) => list.iter().for_each(|v| walk(sink, v, depth + 1)),
        _ => {}
    }
}
