//! DNS and TLS of one domain beside the tools that do one of the two, on the same real servers in one namespace, in turn:
//! `cargo bench -p launch-ready --bench dns_tls`. Prints the table of docs/performance.md; judges nothing. Needs root
//! (namespaces) and, from Debian, zonemaster-cli, testssl.sh and sslscan; sslyze and dnsviz come into environments of
//! their own.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, missing_docs)]

#[path = "../tests/support/python.rs"]
mod python;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const ROUNDS: &str = "5";
/// What each looks at.
const WHAT: [(&str, &str); 6] = [
    ("launch-ready", "registration, DNS, DNSSEC and TLS of both hosts"),
    ("zonemaster-cli", "DNS and DNSSEC"),
    ("dnsviz", "DNSSEC (probe and grok)"),
    ("sslscan", "TLS of one host"),
    ("sslyze", "TLS of one host"),
    ("testssl.sh", "TLS of one host"),
];

fn main() {
    // Cargo passes --bench; under `cargo test --benches` nothing is measured.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let tool = |name: &str, packages: &[&str]| {
        python::venv(name, packages).with_file_name(name).into_os_string().into_string().unwrap()
    };
    let sslyze = tool("sslyze", &["sslyze"]);
    let dnsviz = tool("dnsviz", &["dnsviz", "dnspython", "cryptography"]);
    let folder = tempfile::tempdir().unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    python::run(
        Command::new("unshare")
            .args(["--net", "--mount", "bash"])
            .arg(here.join("tests/real/dns_tls.sh"))
            .arg(env!("CARGO_BIN_EXE_launch-ready"))
            .arg(folder.path())
            .arg("bash")
            .arg(here.join("benches/dns_tls.sh"))
            .args([ROUNDS, &sslyze, &dnsviz]),
    );
    let mut times: BTreeMap<String, Vec<(f64, i32)>> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.path().join("times")).unwrap().lines() {
        let [name, _, seconds, code] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        times.entry(name.into()).or_default().push((seconds.parse().unwrap(), code.parse().unwrap()));
    }
    let middle = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    println!("| tool | looks at | runs | middle wall time | times ours, of the same round | exit codes |");
    println!("|---|---|---|---|---|---|");
    for (name, what) in WHAT {
        let seconds = middle(times[name].iter().map(|t| t.0).collect());
        // The machine may be busy with other work: what ran right after ours is compared with it.
        let ratio = middle(times[name].iter().zip(&times["launch-ready"]).map(|(t, ours)| t.0 / ours.0).collect());
        let codes: Vec<String> = times[name].iter().map(|t| t.1.to_string()).collect();
        println!("| {name} | {what} | {} | {seconds:.2} s | {ratio:.1} | {} |", codes.len(), codes.join(" "));
        let said = std::fs::read_to_string(folder.path().join(format!("{name}.out"))).unwrap();
        let erred = std::fs::read_to_string(folder.path().join(format!("{name}.err"))).unwrap();
        eprintln!("--- {name}: {} bytes\n{}", said.len(), last(&said).to_owned() + last(&erred));
    }
}

/// The end of what a tool said, to see that it did its work.
fn last(text: &str) -> &str {
    let from = text.char_indices().rev().nth(600).map_or(0, |(at, _)| at);
    &text[from..]
}
