//! Saved evidence is judged again: offline, under another profile, at another time, with one fact edited.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BIN: &str = env!("CARGO_BIN_EXE_launch-ready");

fn run(home: &Path, args: &[&str]) -> Output {
    // No network at all: what is judged comes from the file.
    let mut command = Command::new("unshare");
    command.args(["--net", BIN]).args(args).env("HOME", home).env_remove("XDG_STATE_HOME").current_dir(home);
    command.stdin(Stdio::null()).output().unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

fn demo(home: &Path, args: &[&str]) {
    let output = Command::new(BIN)
        .args(["demo", "--quiet", "--save-evidence", "evidence.json"])
        .args(args)
        .env("HOME", home)
        .current_dir(home)
        .output()
        .unwrap();
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
}

/// State of every row by check and subject.
fn states(report: &Value) -> BTreeMap<(String, String), String> {
    let rows = report["rows"].as_array().unwrap().iter();
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    rows.map(|r| ((text(&r["check"]), text(&r["subject"]["name"])), text(&r["state"]))).collect()
}

#[test]
fn saved_evidence_gives_the_same_report_without_a_network() {
    let home = tempfile::tempdir().unwrap();
    demo(home.path(), &["-o", "first.json"]);
    let again = run(home.path(), &["check", "acme.example", "--from", "evidence.json", "--format", "json"]);
    let first: Value = serde_json::from_str(&std::fs::read_to_string(home.path().join("first.json")).unwrap()).unwrap();
    let second = json(&again);
    assert_eq!(again.status.code(), Some(1));
    // What the company's people said stands in its launch.toml, not in the evidence.
    let measured = |report: &Value| -> Vec<Value> {
        report["rows"].as_array().unwrap().iter().filter(|r| r["area"] != "people").cloned().collect()
    };
    assert_eq!(measured(&first), measured(&second));
    assert_eq!(first["verdict"], second["verdict"]);
    let mode = std::fs::metadata(home.path().join("evidence.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn another_profile_moves_severities_only() {
    let home = tempfile::tempdir().unwrap();
    demo(home.path(), &[]);
    let look = |profile: &str| {
        json(&run(
            home.path(),
            &["check", "acme.example", "--from", "evidence.json", "--profile", profile, "--format", "json"],
        ))
    };
    let (launch, demo) = (look("first-customers"), look("admin-demo"));
    assert_eq!(states(&launch), states(&demo));
    let blockers = |r: &Value| r["blockers"].as_array().unwrap().iter().any(|b| b == "tls/chain-incomplete");
    assert!(
        blockers(&launch) && !blockers(&demo),
        "an incomplete chain is a blocker before customers, high before a demo"
    );
}

#[test]
fn one_edited_fact_flips_exactly_its_row() {
    let home = tempfile::tempdir().unwrap();
    demo(home.path(), &["--fixed"]);
    let path = home.path().join("evidence.json");
    let before = json(&run(home.path(), &["check", "acme.example", "--from", "evidence.json", "--format", "json"]));
    let mut evidence: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let fact = evidence["facts"].as_array_mut().unwrap().iter_mut().find(|f| f["kind"] == "dmarc").unwrap();
    fact["seen"]["records"] = serde_json::json!(["v=DMARC1; p=none; rua=mailto:dmarc@acme.example"]);
    std::fs::write(&path, evidence.to_string()).unwrap();
    let after = json(&run(home.path(), &["check", "acme.example", "--from", "evidence.json", "--format", "json"]));
    let (before, after) = (states(&before), states(&after));
    let changed: Vec<_> = after.iter().filter(|(k, v)| before[*k] != **v).collect();
    assert_eq!(changed.len(), 1, "{changed:?}");
    assert_eq!(changed[0].0.0, "mail/dmarc-not-enforced");
    assert_eq!(changed[0].1, "fail");
}

#[test]
fn time_passes_with_at() {
    let home = tempfile::tempdir().unwrap();
    demo(home.path(), &["--fixed"]);
    let later = run(
        home.path(),
        &["check", "acme.example", "--from", "evidence.json", "--at", "2099-01-01T00:00:00Z", "--format", "json"],
    );
    assert_eq!(later.status.code(), Some(1));
    let blockers = json(&later)["blockers"].to_string();
    assert!(blockers.contains("tls/expired"), "{blockers}");
}

#[test]
fn a_baseline_lets_only_new_failures_count() {
    let home = tempfile::tempdir().unwrap();
    demo(home.path(), &[]);
    let first =
        run(home.path(), &["check", "acme.example", "--from", "evidence.json", "--write-baseline", "b.json", "-q"]);
    assert_eq!(first.status.code(), Some(1));
    let again = run(
        home.path(),
        &[
            "check",
            "acme.example",
            "--from",
            "evidence.json",
            "--baseline",
            "b.json",
            "--fail-on",
            "low",
            "--format",
            "json",
        ],
    );
    assert_eq!(again.status.code(), Some(0));
    let report = json(&again);
    assert_eq!(report["counts"]["by_state"]["fail"], 0);
    assert!(report["counts"]["by_state"]["known"].as_u64().unwrap() > 5);
}

#[test]
fn waivers_accept_until_their_day_and_only_what_they_name() {
    let home = tempfile::tempdir().unwrap();
    demo(home.path(), &["--fixed"]);
    let path = home.path().join("evidence.json");
    let mut evidence: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    let fact = evidence["facts"].as_array_mut().unwrap().iter_mut().find(|f| f["kind"] == "spf").unwrap();
    fact["seen"]["records"] = serde_json::json!(["v=spf1 +all"]);
    std::fs::write(&path, evidence.to_string()).unwrap();
    let waiver = |until: &str| {
        format!(
            "[[waiver]]\ncheck = \"mail/spf-allows-everyone\"\nsubject = \"acme.*\"\nreason = \"moving\"\nby = \"Dana\"\nuntil = \"{until}\"\n"
        )
    };
    let judge = |until: &str| {
        std::fs::write(home.path().join("launch.toml"), waiver(until)).unwrap();
        run(home.path(), &["check", "acme.example", "--from", "evidence.json", "--format", "json"])
    };
    let held = judge("2999-12-31");
    assert_eq!(held.status.code(), Some(0));
    assert_eq!(json(&held)["counts"]["by_state"]["waived"], 1);
    let expired = judge("2020-01-01");
    assert_eq!(expired.status.code(), Some(1));
    assert!(json(&expired)["notes"].to_string().contains("expired"));
    let other =
        run(home.path(), &["check", "acme.example", "--from", "evidence.json", "--check", "tls", "--format", "json"]);
    assert!(json(&other)["rows"].as_array().unwrap().iter().all(|r| r["area"] == "tls"));
}

#[test]
fn no_secret_of_the_world_reaches_any_output() {
    let home = tempfile::tempdir().unwrap();
    demo(home.path(), &["-o", "r.html", "-o", "r.json", "-o", "r.sarif", "-o", "r.xml", "-o", "r.md", "-o", "r.txt"]);
    // What the lab's exposed .env holds (crates/lab/src/faults/plant.rs).
    let world = include_str!("../../lab/src/faults/plant.rs");
    let env = world.split("const ENV_FILE: &str = \"").nth(1).unwrap().split("\";").next().unwrap();
    let values = env
        .lines()
        .filter_map(|l| l.split_once('='))
        .map(|(_, v)| v)
        .filter(|v| v.len() > 12 && !v.contains("acme.example"));
    let values: Vec<&str> = values.collect();
    assert!(!values.is_empty());
    for file in ["r.html", "r.json", "r.sarif", "r.xml", "r.md", "r.txt", "evidence.json"] {
        let text = std::fs::read_to_string(home.path().join(file)).unwrap();
        for value in &values {
            assert!(!text.contains(value), "{file} holds {value}");
        }
    }
}
