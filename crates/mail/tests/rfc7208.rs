//! The published suite of RFC 7208, from the source distribution of PyPI's `pyspf`, over a DNS in memory.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Memory, now};
use mail::dns::Mx;
use mail::spf::{Options, check_host};
use serde_yaml_ng::{Deserializer, Mapping, Value};

const VERSION: &str = "2.0.14";
const CASES: usize = 203;

#[test]
fn every_case_of_the_rfc_7208_suite_gives_its_result() {
    let text = suite();
    let mut count = 0;
    let mut failed = Vec::new();
    for document in Deserializer::from_str(&text) {
        let scenario: Mapping = serde::Deserialize::deserialize(document).unwrap();
        let dns = zone(scenario["zonedata"].as_mapping().unwrap());
        for (name, case) in scenario["tests"].as_mapping().unwrap() {
            count += 1;
            if let Some(difference) = difference(&dns, case) {
                failed.push(format!("{}: {difference}", name.as_str().unwrap()));
            }
        }
    }
    assert!(failed.is_empty(), "{} of {count} failed:\n{}", failed.len(), failed.join("\n"));
    assert_eq!(count, CASES);
}

/// What differs from the case, if anything does.
fn difference(dns: &Memory, case: &Value) -> Option<String> {
    let text = |key: &str| case[key].as_str().unwrap_or_default();
    let ip = text("host").parse().unwrap();
    let seen = now(check_host(dns, ip, text("helo"), text("mailfrom"), &Options::default()));
    let allowed: Vec<&str> = match &case["result"] {
        Value::Sequence(list) => list.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    if !allowed.contains(&seen.result.name()) {
        return Some(format!("{} ({:?}), expected {allowed:?}", seen.result, seen.reason));
    }
    let expected = case.get("explanation")?.as_str()?;
    let explanation = seen.explanation.as_deref().unwrap_or("DEFAULT");
    (explanation != expected).then(|| format!("explains {explanation:?}, expected {expected:?}"))
}

/// The hosts of a scenario. An `SPF:` entry also stands for a TXT unless the host has one; `NONE` suppresses it.
fn zone(data: &Mapping) -> Memory {
    let mut memory = Memory::default();
    for (name, entries) in data {
        let name = name.as_str().unwrap();
        let entries = entries.as_sequence().unwrap();
        let has_txt = entries.iter().any(|entry| entry.get("TXT").is_some());
        memory.hosts.entry(name.to_ascii_lowercase()).or_default();
        for entry in entries {
            match entry {
                Value::Mapping(pair) => {
                    let (kind, value) = pair.iter().next().unwrap();
                    record(&mut memory, name, kind.as_str().unwrap(), value, has_txt);
                }
                _ => memory.add(name, "TIMEOUT", ""),
            }
        }
    }
    memory
}

fn record(memory: &mut Memory, name: &str, kind: &str, value: &Value, has_txt: bool) {
    match kind {
        "SPF" if has_txt => {}
        "TXT" if value.as_str() == Some("NONE") => {}
        "SPF" | "TXT" => {
            let host = memory.hosts.get_mut(&name.to_ascii_lowercase()).unwrap();
            host.txt.push(bytes(value));
        }
        "MX" => {
            let preference = value[0].as_u64().unwrap().try_into().unwrap();
            let exchange = value[1].as_str().unwrap().to_owned();
            let host = memory.hosts.get_mut(&name.to_ascii_lowercase()).unwrap();
            host.mx.push(Mx { preference, exchange });
        }
        _ => memory.add(name, kind, value.as_str().unwrap()),
    }
}

/// Strings joined; `"\x96"` of the suite means that byte.
fn bytes(value: &Value) -> Vec<u8> {
    match value {
        Value::Sequence(parts) => parts.iter().flat_map(bytes).collect(),
        text => text.as_str().unwrap().chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect(),
    }
}

/// The suite, downloaded once for each `target` folder.
fn suite() -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pyspf");
    let file = folder.join("rfc7208-tests.yml");
    if let Ok(text) = fs::read_to_string(&file) {
        return text;
    }
    fs::create_dir_all(&folder).unwrap();
    let download = ["-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest", "."];
    run("python3", &[&download[..], &[&format!("pyspf=={VERSION}")]].concat(), &folder);
    let inside = format!("pyspf-{VERSION}/test/rfc7208-tests.yml");
    let text = run("tar", &["-xzOf", &format!("pyspf-{VERSION}.tar.gz"), &inside], &folder);
    // Renamed into place, so that a test running beside this one never reads half of it.
    let part = folder.join(format!("part-{}", std::process::id()));
    fs::write(&part, &text).unwrap();
    fs::rename(&part, &file).unwrap();
    text
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> String {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?} failed: {errors}");
    String::from_utf8(output.stdout).unwrap()
}
