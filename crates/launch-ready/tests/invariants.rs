//! What ARCHITECTURE.md promises about the house.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn read(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(root().join(&path)).unwrap_or_else(|e| panic!("{}: {e}", path.as_ref().display()))
}

const PURE: [&str; 7] = ["model", "mail", "zone", "environment", "checks", "report", "config"];

#[test]
fn a_pure_crate_that_looks_at_the_world_is_refused() {
    let rules = read("crates/model/clippy.toml");
    for name in PURE {
        assert_eq!(read(format!("crates/{name}/clippy.toml")), rules, "{name} has rules of its own");
    }
    // An offender with these rules must be caught on every count.
    let offender = tempfile::tempdir().unwrap();
    std::fs::create_dir(offender.path().join("src")).unwrap();
    std::fs::write(offender.path().join("clippy.toml"), rules).unwrap();
    let manifest = "[package]\nname = \"offender\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n";
    std::fs::write(offender.path().join("Cargo.toml"), manifest).unwrap();
    let source = "pub fn file() -> std::io::Result<String> { std::fs::read_to_string(\"x\") }\n\
                  pub fn clock() -> std::time::SystemTime { std::time::SystemTime::now() }\n\
                  pub fn environment() -> Option<String> { std::env::var(\"X\").ok() }\n\
                  pub fn socket(_: std::net::TcpStream) {}\n\
                  pub fn process(_: &mut std::process::Command) {}\n";
    std::fs::write(offender.path().join("src/lib.rs"), source).unwrap();
    let out = Command::new("cargo")
        .args(["clippy", "--offline", "--quiet", "--", "-D", "warnings"])
        .current_dir(offender.path())
        .env("CARGO_TARGET_DIR", offender.path().join("target"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success(), "the offender passed");
    for name in ["read_to_string", "SystemTime::now", "env::var", "TcpStream", "process::Command"] {
        assert!(said.contains(name), "{name} was not refused:\n{said}");
    }
}

#[test]
fn the_middle_crates_do_not_know_each_other() {
    for (name, foreign) in [
        ("model", &["checks", "probe", "report", "config", "lab", "tokio"][..]),
        ("mail", &["model", "checks", "probe", "report", "config", "lab", "tokio"]),
        ("environment", &["model", "mail", "zone", "checks", "probe", "report", "config", "lab", "tokio"]),
        ("secrets", &["model", "checks", "probe", "report", "config", "lab", "tokio"]),
        ("zone", &["model", "mail", "checks", "probe", "report", "config", "lab", "tokio"]),
        ("checks", &["probe", "report", "config", "lab", "tokio"]),
        ("report", &["checks", "probe", "config", "lab", "tokio"]),
        ("config", &["checks", "probe", "report", "lab", "tokio"]),
        ("probe", &["checks", "report", "config"]),
    ] {
        let manifest = read(format!("crates/{name}/Cargo.toml"));
        let own = manifest.split("[dev-dependencies]").next().unwrap();
        for other in foreign {
            let depends =
                own.lines().any(|l| l.starts_with(&format!("{other}.")) || l.starts_with(&format!("{other} ")));
            assert!(!depends, "{name} depends on {other}");
        }
    }
}

#[test]
fn only_the_demo_knows_the_lab() {
    let mut files = vec![root().join("crates/launch-ready/src")];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
        } else if !path.ends_with("command/demo.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains("lab::") && !text.contains("Lab"), "{} mentions the lab", path.display());
        }
    }
}

#[test]
fn generated_pages_are_current() {
    let folder = tempfile::tempdir().unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_launch-ready")).arg("docs").arg(folder.path()).status().unwrap();
    assert!(status.success());
    for page in [
        "checks.md",
        "configuration.md",
        "cli.md",
        "schema/launch.toml.json",
        "schema/compare.json",
        "schema/plan.json",
        "schema/report.json",
    ] {
        let fresh = std::fs::read_to_string(folder.path().join(page)).unwrap();
        assert!(read(format!("docs/{page}")) == fresh, "docs/{page} is stale; run `cargo run -- docs docs`");
    }
}

#[test]
fn coverage_names_only_what_exists() {
    let coverage = read("docs/coverage.md");
    let tests: String = test_sources();
    let mut ids = 0;
    let mut named = 0;
    for code in coverage.split('`').skip(1).step_by(2) {
        if let Some((area, defect)) = code.split_once('/')
            && !defect.contains(['/', '.', ' '])
            && checks::infos().iter().any(|i| i.area() == area)
        {
            ids += 1;
            assert!(checks::by_id(code).is_some(), "docs/coverage.md names the check {code}, which does not exist");
        }
        if let Some(name) = code.strip_prefix("test:") {
            named += 1;
            assert!(
                tests.contains(&format!("fn {name}(")),
                "docs/coverage.md names the test {name}, which does not exist"
            );
        }
    }
    assert!(ids > 40 && named > 20, "{ids} checks and {named} tests are named");
    for row in include_str!("../../checks/tests/mission_rows.txt").lines().filter(|l| !l.is_empty()) {
        let row = row.split_whitespace().next().unwrap();
        assert!(coverage.contains(&format!("| {row} |")), "docs/coverage.md has no line for {row}");
    }
    for info in checks::infos() {
        assert!(coverage.contains(&format!("`{}`", info.id)), "docs/coverage.md does not name {}", info.id);
    }
}

/// The text of every test file and test module.
fn test_sources() -> String {
    let mut out = String::new();
    let mut files = vec![root().join("crates")];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(path).unwrap().map(|e| e.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == "rs") {
            out += &std::fs::read_to_string(&path).unwrap();
        }
    }
    out
}

#[test]
fn examples_name_real_checks() {
    let known: Vec<&str> = checks::infos().iter().map(|i| i.id).collect();
    for entry in std::fs::read_dir(root().join("examples")).unwrap() {
        let file = entry.unwrap().path().join("launch.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        let config = config::parse(&text, "launch.toml", &|_| Some("x".into()), &known);
        assert!(config.is_ok(), "{}: {}", file.display(), config.unwrap_err());
    }
}

#[test]
fn the_way_to_add_a_check_works_as_written() {
    let guide = read("CONTRIBUTING.md");
    let source = guide.split("```rust\n").nth(1).unwrap().split("```").next().unwrap();
    let copy = tempfile::tempdir().unwrap();
    for part in ["Cargo.lock", "Cargo.toml", "crates/model", "crates/mail", "crates/environment", "crates/checks"] {
        let to = copy.path().join(part);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        assert!(Command::new("cp").arg("-r").arg(root().join(part)).arg(&to).status().unwrap().success());
    }
    let file = guide.split('`').find(|c| c.ends_with("untitled_page.rs")).unwrap();
    std::fs::write(copy.path().join(file), source).unwrap();
    let area = copy.path().join("crates/checks/src/content.rs");
    let text = std::fs::read_to_string(&area).unwrap();
    let (module, entry) = ("mod third_party_blocks_render;", "third_party_blocks_render::check(),");
    let text = text.replacen(module, &format!("{module}\nmod untitled_page;"), 1);
    let text = text.replacen(entry, &format!("{entry}\n        untitled_page::check(),"), 1);
    assert!(text.contains("mod untitled_page;") && text.contains("untitled_page::check()"));
    std::fs::write(&area, text).unwrap();
    let out = Command::new("cargo")
        .args(["test", "--offline", "--quiet", "-p", "checks", "--test", "registry"])
        .current_dir(copy.path())
        .env("CARGO_TARGET_DIR", root().join("target/contributing"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
}

/// Field names of every object in a schema, as `Object.field required`.
fn fields(name: &str, node: &serde_json::Value, out: &mut Vec<String>) {
    let required: Vec<&str> = node["required"].as_array().into_iter().flatten().filter_map(|r| r.as_str()).collect();
    for (field, _) in node["properties"].as_object().into_iter().flatten() {
        out.push(format!("{name}.{field}{}", if required.contains(&field.as_str()) { " required" } else { "" }));
    }
    for variant in node["oneOf"].as_array().into_iter().flatten() {
        let tag = variant["properties"].as_object().into_iter().flatten().find_map(|(_, p)| p["const"].as_str());
        fields(&format!("{name}[{}]", tag.unwrap_or_default()), variant, out);
    }
}

#[test]
fn the_fields_of_report_1_stay() {
    let schema = report::schema();
    let mut now = Vec::new();
    fields("Report", &schema, &mut now);
    for (name, node) in schema["$defs"].as_object().unwrap() {
        fields(name, node, &mut now);
    }
    let promised: Vec<&str> = include_str!("report-1-fields.txt").lines().collect();
    assert!(promised.len() > 100);
    for field in promised {
        assert!(
            now.iter().any(|n| n == field),
            "{field} is promised by launch-ready.report/1 and gone; that needs a new number"
        );
    }
}

/// Rows of the catalogue of the outside audit, sections 6.1 to 6.6, by hand.
const CATALOGUE: &str = include_str!("catalogue_rows.txt");

#[test]
fn the_catalogue_has_every_row_and_names_only_checks_that_exist() {
    let page = read("docs/catalogue.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|l| l.starts_with("| ") && !l.starts_with("| row "))
        .map(|l| l.trim_matches('|').split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows.iter().map(|r| r[0]).collect::<Vec<_>>(), CATALOGUE.lines().collect::<Vec<_>>());
    for row in rows {
        assert_eq!(row.len(), 3, "{row:?}");
        let named: Vec<&str> = row[1].split('`').skip(1).step_by(2).collect();
        for id in &named {
            assert!(checks::by_id(id).is_some(), "{}: {id} is no check", row[0]);
        }
        let told = ["no check", "not yet"].contains(&row[1]) && !row[2].is_empty();
        assert!(told == named.is_empty(), "{row:?} is neither answered nor explained");
    }
}
