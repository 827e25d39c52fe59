//! `env`, and `check` in a repository, as people and scripts use them.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SECRET: &str = "correct-horse-battery-staple";

fn run(folder: &Path, args: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_launch-ready"));
    command.env_clear().env("HOME", folder).env("PATH", std::env::var("PATH").unwrap()).current_dir(folder.join("app"));
    let mut child =
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).ok();
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn app(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let file = folder.path().join("app").join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, content).unwrap();
    }
    folder
}

fn broken() -> tempfile::TempDir {
    app(&[
        ("package.json", "{\"scripts\": {\"start\": \"node a.js\"}}"),
        ("a.js", "use(process.env.DATABASE_URL, process.env.MAIL_HOST, process.env.JWT_SECRET || 'keyboard cat')"),
        (".env.example", "DATABASE_URL=\n"),
        (".env", &format!("DATABASE_URL=postgres://app:{SECRET}@db/app\n")),
    ])
}

#[test]
fn the_table_names_what_is_open_and_no_value() {
    let folder = broken();
    let shown = run(folder.path(), &["env"], "");
    let all = text(&shown);
    assert_eq!(shown.status.code(), Some(1), "{all}");
    assert!(all.contains("The code needs MAIL_HOST, and nothing sets it") && all.contains("a.js:1"), "{all}");
    assert!(all.contains("JWT_SECRET falls back to a value that is in the code"), "{all}");
    for format in ["text", "markdown", "json", "env-example"] {
        let shown = text(&run(folder.path(), &["env", "--format", format], ""));
        assert!(shown.contains("DATABASE_URL") && !shown.contains(SECRET), "{format}: {shown}");
    }
    let json: Value = serde_json::from_slice(&run(folder.path(), &["env", "--format", "json"], "").stdout).unwrap();
    assert_eq!(json["schema"], "launch-ready.env/1");
    assert_eq!(json["coverage"]["complete"], true);
}

#[test]
fn a_hosts_list_on_standard_input_decides_what_is_missing_there() {
    let folder = broken();
    let listed = run(folder.path(), &["env", "--names", "production=-"], &format!("DATABASE_URL={SECRET}\n"));
    let all = text(&listed);
    assert!(all.contains("MAIL_HOST is not set in production") && !all.contains("DATABASE_URL is not set"), "{all}");
    assert!(!all.contains(SECRET));
}

#[test]
fn the_written_example_makes_the_example_complete() {
    let folder = broken();
    let example = run(folder.path(), &["env", "--format", "env-example"], "");
    std::fs::write(folder.path().join("app/.env.example"), &example.stdout).unwrap();
    let again = text(&run(folder.path(), &["env"], ""));
    assert!(!again.contains("nothing sets it"), "{again}");
}

#[test]
fn check_in_a_repository_looks_inside_and_says_so() {
    let folder = broken();
    let shown = run(folder.path(), &["check"], "");
    let all = text(&shown);
    assert_eq!(shown.status.code(), Some(1), "{all}");
    assert!(all.contains("from code") || all.contains("Not ready"), "{all}");
    assert!(all.contains("env/default-secret") && all.contains("Not looked at: outside"), "{all}");
    assert!(!all.contains(SECRET));
    let saved = folder.path().join(".local/state/launch-ready/app/evidence.json");
    assert!(!std::fs::read_to_string(saved).unwrap().contains(SECRET));
}

#[test]
fn wrong_input_names_the_thing_and_the_next_step() {
    let folder = broken();
    for (args, words) in [
        (vec!["env", "nowhere"], "nowhere"),
        (vec!["env", "a.js"], "no folder"),
        (vec!["env", "--names", "production"], "production=names.txt"),
        (vec!["env", "--names", "production=missing.txt"], "missing.txt"),
        (vec!["check", "--repo", "nowhere"], "nowhere"),
        (vec!["check", "--no-repo"], "nothing to audit"),
    ] {
        let shown = run(folder.path(), &args, "");
        assert_eq!(shown.status.code(), Some(2), "{args:?}: {}", text(&shown));
        assert!(text(&shown).contains(words), "{args:?}: {}", text(&shown));
    }
}

#[test]
fn a_finding_about_the_repository_can_be_verified() {
    let folder = broken();
    assert_eq!(run(folder.path(), &["check"], "").status.code(), Some(1));
    let which = "env/default-secret@app";
    let still = run(folder.path(), &["verify", which], "");
    assert_eq!(still.status.code(), Some(1), "{}", text(&still));
    assert!(text(&still).starts_with("still there: JWT_SECRET"), "{}", text(&still));
    std::fs::write(folder.path().join("app/a.js"), "use(process.env.DATABASE_URL)").unwrap();
    let gone = run(folder.path(), &["verify", which], "");
    assert_eq!((gone.status.code(), text(&gone).starts_with("gone: ")), (Some(0), true), "{}", text(&gone));
    // In another folder it is another repository: nothing is said to be gone.
    let elsewhere = run(folder.path(), &["verify", which, "--repo", ".."], "");
    assert_eq!(elsewhere.status.code(), Some(2), "{}", text(&elsewhere));
    assert!(text(&elsewhere).contains("--repo DIR"), "{}", text(&elsewhere));
}
