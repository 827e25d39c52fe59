//! What a whole outside audit costs: the demo's fixed world at 0, 20 and 100 ms for each round trip, then one real site
//! (nginx in a namespace of its own) beside MDN's HTTP Observatory and linkinator:
//! `cargo bench -p launch-ready --bench audit`. Prints the tables of docs/performance.md; judges nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Each measurement is taken so often; the middle one counts.
const ROUNDS: usize = 5;
const BINARY: &str = env!("CARGO_BIN_EXE_launch-ready");

fn main() {
    // Cargo passes --bench; under `cargo test --benches` nothing is measured.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!(
        "| delay of each round trip | wall | requests (DNS, connections, HTTP) | bytes | peak memory |\n|---|---|---|---|---|"
    );
    for delay in [0, 20, 100] {
        let mut runs: Vec<Run> = (0..ROUNDS).map(|_| demo(delay)).collect();
        runs.sort_by_key(|r| r.wall);
        let peak = runs.iter().map(|r| r.peak_kb).max().unwrap_or_default();
        let middle = &runs[ROUNDS / 2];
        let (wall, kb) = (middle.wall.as_secs_f64(), middle.bytes / 1_000);
        println!("| {delay} ms | {wall:.2} s | {} | {kb} kB | {} MB |", middle.requests, peak / 1_000);
    }
    println!();
    peers();
}

struct Run {
    wall: Duration,
    requests: u64,
    bytes: u64,
    peak_kb: u64,
}

fn demo(delay: u64) -> Run {
    let began = Instant::now();
    let report = tempfile::NamedTempFile::with_suffix(".json").unwrap();
    let mut child = Command::new(BINARY)
        .args(["demo", "--fixed", "--quiet", "--delay", &delay.to_string(), "-o"])
        .arg(report.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    // The peak stands in /proc as long as the process does.
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kb = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|l| l.strip_prefix("VmHWM:"));
        peak_kb = line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(peak_kb);
        std::thread::sleep(Duration::from_millis(2));
    }
    let wall = began.elapsed();
    let report: Value = serde_json::from_str(&std::fs::read_to_string(report.path()).unwrap()).unwrap();
    let count = |name: &str| report["budget"][name].as_u64().unwrap();
    Run { wall, requests: count("requests"), bytes: count("bytes"), peak_kb }
}

/// The peers on the same site in the same run.
fn peers() {
    let modules = modules();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/audit_peers.py");
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "python3", script, BINARY]).arg(modules).arg(ROUNDS.to_string());
    assert!(command.status().unwrap().success(), "the peers could not be measured");
}

/// The peers, installed once for each target folder.
fn modules() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peers");
    std::fs::create_dir_all(&folder).unwrap();
    if !folder.join("done").exists() {
        // As in tests/differential.rs: the newest of these two want a newer Node than Debian's.
        let package = r#"{"private":true,"overrides":{"http-cookie-agent":"6.0.8","agent-base":"7.1.3"}}"#;
        std::fs::write(folder.join("package.json"), package).unwrap();
        let install = ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"];
        let packages = ["@mdn/mdn-http-observatory@1", "linkinator@6"];
        let out = Command::new("npm").args(install).args(packages).current_dir(&folder).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let lists = folder.join("node_modules/@mdn/mdn-http-observatory/conf");
        std::fs::create_dir_all(&lists).unwrap();
        std::fs::write(lists.join("hsts-preload.json"), "{}").unwrap();
        std::fs::write(folder.join("done"), "").unwrap();
    }
    folder.join("node_modules")
}
