//! `launch-ready secrets` as people run it.

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn run(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_launch-ready"));
    command
        .arg("secrets")
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .env("PATH", std::env::var_os("PATH").expect("a PATH"));
    command.output().expect("the program starts")
}

fn git(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@acme.example", "-c", "init.defaultBranch=main"])
        .args(args);
    command
        .env_clear()
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("PATH", std::env::var_os("PATH").expect("a PATH"));
    command.output().expect("git is there")
}

/// Made at run time, so that this file holds none.
fn key() -> String {
    format!("sk_{}_{}", "live", ["8wQx7Lr2", "Kv5Tz9Bn", "4Mp6Hd3C"].concat())
}

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(git(folder.path(), &["init", "-q"]).status.success());
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).expect("written");
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("it ended by itself")
}

#[test]
fn exit_codes_and_the_contract_hold() {
    let folder = repository();
    write(folder.path(), "app.js", "clean\n");
    assert_eq!(code(&run(folder.path(), &[])), 0);
    write(folder.path(), "app.js", &format!("const k = '{}'\n", key()));
    let output = run(folder.path(), &["--format", "json"]);
    assert_eq!(code(&output), 1);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["schema"], "launch-ready.secrets/1");
    let finding = &json["findings"][0];
    assert_eq!(
        (finding["rule"].as_str(), finding["line"].as_u64(), finding["column"].as_u64()),
        (Some("stripe-live-key"), Some(1), Some(12))
    );
    assert_eq!(
        (finding["class"].as_str(), finding["severity"].as_str(), finding["known_value"].as_bool()),
        (Some("secret"), Some("blocker"), Some(false))
    );
    assert_eq!(json["coverage"]["complete"], true);
    for format in ["text", "json", "sarif", "junit"] {
        let output = run(folder.path(), &["--format", format]);
        assert!(!String::from_utf8_lossy(&output.stdout).contains(&key()[8..]), "{format} holds the value");
    }
    // Nothing to read is not clean, and what is no repository has no history.
    let empty = tempfile::tempdir().expect("a folder");
    assert_eq!(code(&run(empty.path(), &[])), 3);
    assert_eq!(code(&run(empty.path(), &["--history"])), 2);
}

#[test]
fn the_hook_stops_a_commit_and_leaves_others_alone() {
    let folder = repository();
    let sprung = folder.path().join("own-hook-ran");
    write(folder.path(), ".git/hooks/pre-commit", &format!("#!/bin/sh\ntouch '{}'\n", sprung.display()));
    git(folder.path(), &["config", "core.fileMode", "true"]);
    let chmod = Command::new("chmod").arg("+x").arg(folder.path().join(".git/hooks/pre-commit")).status();
    assert!(chmod.is_ok_and(|s| s.success()));
    assert_eq!(code(&run(folder.path(), &["hook", "install"])), 0);
    assert_eq!(code(&run(folder.path(), &["hook", "install"])), 0, "twice does no harm");
    write(folder.path(), "app.js", &format!("const k = '{}'\n", key()));
    git(folder.path(), &["add", "app.js"]);
    let stopped = git(folder.path(), &["commit", "-m", "oops"]);
    assert!(!stopped.status.success());
    assert!(
        String::from_utf8_lossy(&stopped.stderr).contains("the commit is stopped"),
        "{}",
        String::from_utf8_lossy(&stopped.stderr)
    );
    assert!(!git(folder.path(), &["rev-parse", "HEAD"]).status.success(), "there is no commit");
    write(folder.path(), "app.js", "const k = process.env.STRIPE_KEY\n");
    git(folder.path(), &["add", "app.js"]);
    let fine = git(folder.path(), &["commit", "-m", "fine"]);
    assert!(fine.status.success(), "{}", String::from_utf8_lossy(&fine.stderr));
    assert!(sprung.exists(), "the hook that was there ran too");
    assert_eq!(code(&run(folder.path(), &["hook", "uninstall"])), 0);
    let back = std::fs::read_to_string(folder.path().join(".git/hooks/pre-commit")).expect("it is back");
    assert!(back.contains("own-hook-ran"));
}

#[test]
fn the_hook_goes_where_git_looks_for_it() {
    let folder = repository();
    git(folder.path(), &["config", "core.hooksPath", ".husky"]);
    assert_eq!(code(&run(folder.path(), &["hook", "install"])), 0);
    assert!(folder.path().join(".husky/pre-commit").exists());
    write(folder.path(), "app.js", &format!("const k = '{}'\n", key()));
    git(folder.path(), &["add", "app.js"]);
    assert!(!git(folder.path(), &["commit", "-m", "oops"]).status.success());
}

#[test]
fn what_was_accepted_is_quiet_and_what_is_new_is_not() {
    let folder = repository();
    write(folder.path(), "app.js", &format!("const k = '{}'\n", key()));
    assert_eq!(code(&run(folder.path(), &["--write-baseline"])), 0);
    let baseline = std::fs::read_to_string(folder.path().join(".launch-ready/secrets.json")).expect("written");
    assert!(!baseline.contains(&key()[8..]));
    std::fs::rename(folder.path().join("app.js"), folder.path().join("moved.js")).expect("moved");
    assert_eq!(code(&run(folder.path(), &[])), 0);
    write(folder.path(), "new.js", &format!("const k = '{}'\n", key().replace("8wQx", "3rTy")));
    assert_eq!(code(&run(folder.path(), &[])), 1);
}

#[test]
fn values_of_the_env_file_are_looked_for_in_the_bundle() {
    let folder = repository();
    write(folder.path(), ".gitignore", ".env\n");
    write(folder.path(), ".env", "INTERNAL_SIGNING=Kq7-zw2R.t9xL3v\n");
    std::fs::create_dir(folder.path().join("dist")).expect("folder");
    write(folder.path(), "dist/app.min.js", "!function(){var a='Kq7-zw2R.t9xL3v'}()");
    let output = run(folder.path(), &["--bundle", "dist", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["findings"][0]["known_value"], true, "{json:#}");
    assert_eq!(code(&output), 1);
    assert_eq!(code(&run(folder.path(), &["--bundle", "dist", "--no-known"])), 0);
}

#[test]
fn logs_tell_passwords_cards_and_addresses_without_showing_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let card = ["4539", "1488", "0343", "6467"].concat();
    write(
        folder.path(),
        "app.log",
        &format!(
            "10:00 login ok user=ann@acme-desk.io\n10:01 body {{\"password\":\"tq-Zommer7!x\"}}\n10:02 pay card={card}\n10:03 cookie connect.sid=s%3Akq7Zw2rT9xL3vN8mQ1sD5fG7\n10:04 stripe-signature: t=1731924563,v1=9f3c1d7e9f3c1d7e9f3c1d7e5a5b\n"
        ),
    );
    let output = run(folder.path(), &["--log", "app.log", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let rules: Vec<&str> =
        json["findings"].as_array().expect("a list").iter().filter_map(|f| f["rule"].as_str()).collect();
    for rule in ["password-in-log", "card-number", "email-address", "session-in-log", "webhook-signature"] {
        assert!(rules.contains(&rule), "{rule}: {rules:?}");
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(!text.contains("Zommer") && !text.contains("ann@") && !text.contains("4539"));
}

#[test]
fn ctrl_c_keeps_what_was_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_launch-ready"));
    let mut child = command
        .args(["secrets", "--stdin", "--format", "json"])
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut input = child.stdin.take().expect("a pipe");
    let feed = std::thread::spawn(move || {
        input.write_all(format!("k = '{}'\n", key()).as_bytes()).ok();
        // More than any buffer holds, until the reader goes away.
        let filler = vec![b'\n'; 1 << 20];
        let end = Instant::now() + Duration::from_secs(60);
        while Instant::now() < end && input.write_all(&filler).is_ok() {}
    });
    std::thread::sleep(Duration::from_millis(1500));
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(signalled.is_ok_and(|s| s.success()));
    let output = child.wait_with_output().expect("it ends");
    feed.join().expect("the feeder ends");
    let json: Value = serde_json::from_slice(&output.stdout).expect("a whole document");
    assert_eq!(json["findings"][0]["rule"], "stripe-live-key");
    assert_eq!(json["coverage"]["complete"], false);
    assert_eq!(code(&output), 1);
}

#[test]
fn the_staged_look_is_quick() {
    let folder = repository();
    for i in 0..400 {
        write(folder.path(), &format!("file{i}.js"), &"const clean = 1\n".repeat(20));
    }
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "start"]);
    write(folder.path(), "app.js", &format!("const k = '{}'\n", key()));
    git(folder.path(), &["add", "app.js"]);
    let output = run(folder.path(), &["--staged", "--format", "json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((code(&output), json["coverage"]["files"].as_u64()), (1, Some(1)));
}
