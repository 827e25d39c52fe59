//! Kubernetes manifests: `env` of containers, ConfigMaps and Secrets that are handed over whole.

use super::{Sink, environment_in, scalar};
use serde::Deserialize;
use serde_yaml_ng::Value;

pub(super) fn read(sink: &mut Sink) -> Result<(), String> {
    let environment = environment_in(sink.path, "production");
    for document in serde_yaml_ng::Deserializer::from_str(sink.text) {
        let value = Value::deserialize(document).map_err(|e| format!("no valid YAML: {e}"))?;
        let kind = value.get("kind").and_then(|k| k.as_str()).unwrap_or_default();
        match kind {
            "ConfigMap" => data(sink, value.get("data"), &environment, true),
            // Values of a Secret are base64; sealed or not, that it is set is what counts here.
            "Secret" | "SealedSecret" => {
                data(sink, value.get("data"), &environment, false);
                data(sink, value.get("stringData"), &environment, true);
            }
            _ => containers(sink, &value, &environment, 0),
        }
    }
    Ok(())
}

fn data(sink: &mut Sink, map: Option<&Value>, environment: &str, readable: bool) {
    for (name, value) in map.and_then(|m| m.as_mapping()).into_iter().flatten() {
        let Some(name) = name.as_str() else { continue };
        let text = if readable { scalar(value) } else { None };
        sink.set(name, environment, text.as_deref());
    }
}

/// `containers[].env[]`, at whatever depth the kind of workload has them.
fn containers(sink: &mut Sink, value: &Value, environment: &str, depth: u32) {
    if depth > 16 {
        return;
    }
    match value {
        Value::Mapping(map) => {
            for (key, inner) in map {
                let list = matches!(key.as_str(), Some("containers" | "initContainers"));
                if list {
                    for container in inner.as_sequence().into_iter().flatten() {
                        for entry in container.get("env").and_then(|e| e.as_sequence()).into_iter().flatten() {
                            let Some(name) = entry.get("name").and_then(|n| n.as_str()) else { continue };
                            let value = entry.get("value").and_then(scalar);
                            sink.set(name, environment, value.as_deref());
                        }
                    }
                } else {
                    containers(sink, inner, environment, depth + 1);
                }
            }
        }
        Value::Sequence(list) => list.iter().for_each(|v| containers(sink, v, environment, depth + 1)),
        _ => {}
    }
}
