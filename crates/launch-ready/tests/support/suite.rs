//! The suite of RFC 7208, from the source distribution of PyPI's `pyspf`, as zones of a real server.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use crate::zone::Zone;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::TXT;
use serde_yaml_ng::{Deserializer, Mapping, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const VERSION: &str = "2.0.14";

pub struct Scenario {
    pub zone: Zone,
    pub cases: Vec<(String, Value)>,
}

pub fn scenarios() -> Vec<Scenario> {
    let text = fs::read_to_string(file()).unwrap();
    let scenario = |document| {
        let scenario: Mapping = serde::Deserialize::deserialize(document).unwrap();
        let cases = scenario["tests"].as_mapping().unwrap().iter();
        let cases = cases.map(|(name, case)| (name.as_str().unwrap().to_owned(), case.clone())).collect();
        Scenario { zone: zone(scenario["zonedata"].as_mapping().unwrap()), cases }
    };
    Deserializer::from_str(&text).map(scenario).collect()
}

/// Decision 28: an `SPF:` entry also stands for a TXT unless the host has one; `NONE` suppresses it; TIMEOUT is silence.
fn zone(data: &Mapping) -> Zone {
    let mut zone = Zone::default();
    for (name, entries) in data {
        let name = name.as_str().unwrap();
        let entries = entries.as_sequence().unwrap();
        let has_txt = entries.iter().any(|entry| entry.get("TXT").is_some());
        zone.host(name);
        for entry in entries {
            match entry {
                Value::Mapping(pair) => {
                    let (kind, value) = pair.iter().next().unwrap();
                    record(&mut zone, name, kind.as_str().unwrap(), value, has_txt);
                }
                _ => zone.add(name, "TIMEOUT", ""),
            }
        }
    }
    zone
}

fn record(zone: &mut Zone, name: &str, kind: &str, value: &Value, has_txt: bool) {
    match (kind, value) {
        ("SPF", _) if has_txt => {}
        ("TXT", Value::String(none)) if none == "NONE" => {}
        // A TXT record has one string at least (RFC 1035 §3.3.14): the suite's "no string" is an empty one on the wire.
        ("SPF" | "TXT", Value::Sequence(parts)) if parts.is_empty() => zone.txt(name, b""),
        ("SPF" | "TXT", Value::Sequence(parts)) => {
            let strings: Vec<Vec<u8>> = parts.iter().map(bytes).collect();
            zone.push(name, RData::TXT(TXT::from_bytes(strings.iter().map(Vec::as_slice).collect())));
        }
        ("SPF" | "TXT", one) => zone.txt(name, &bytes(one)),
        ("MX", _) => {
            let preference = value[0].as_u64().unwrap();
            zone.add(name, "MX", &format!("{preference} {}", value[1].as_str().unwrap()));
        }
        _ => zone.add(name, kind, value.as_str().unwrap()),
    }
}

/// `"\x96"` of the suite means that byte.
fn bytes(value: &Value) -> Vec<u8> {
    value.as_str().unwrap().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

/// The suite, downloaded once for each `target` folder; a failed download fails the test.
pub fn file() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pyspf");
    let file = folder.join("rfc7208-tests.yml");
    if file.exists() {
        return file;
    }
    fs::create_dir_all(&folder).unwrap();
    let download = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", "."];
    run("python3", &[&download[..], &[&format!("pyspf=={VERSION}")]].concat(), &folder);
    let inside = format!("pyspf-{VERSION}/test/rfc7208-tests.yml");
    let text = run("tar", &["-xzOf", &format!("pyspf-{VERSION}.tar.gz"), &inside], &folder);
    // Renamed into place, so that a test running beside this one never reads half of it.
    let part = folder.join(format!("part-{}", std::process::id()));
    fs::write(&part, text).unwrap();
    fs::rename(&part, &file).unwrap();
    file
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Vec<u8> {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?} failed: {errors}");
    output.stdout
}
