//! How long SPF takes over real DNS on loopback, beside pyspf and checkdmarc on the same servers:
//! `cargo bench -p launch-ready --bench mail`. Prints the table of docs/performance.md; judges nothing.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../tests/support/python.rs"]
mod python;
#[path = "../tests/support/suite.rs"]
mod suite;
#[path = "../tests/support/zone.rs"]
mod zone;

use mail::spf::{Options, audit, check_host};
use probe::{MailDns, Net, Roots};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Lines, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use zone::{Server, Zone};

/// Each measurement is taken so often, by turns with the peer; the middle one counts.
const ROUNDS: usize = 9;
const INCLUDES: usize = 40;

fn main() {
    // Cargo passes --bench; under `cargo test --benches` nothing is measured.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    // One thread, as the commands have it.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let scenarios: Vec<(Server, Vec<Value>)> = suite::scenarios().into_iter().filter_map(measurable).collect();
    let cases: usize = scenarios.iter().map(|(_, cases)| cases.len()).sum();
    let tree = Server::start(tree());
    let folder = tempfile::tempdir().unwrap();
    let work = folder.path().join("work.json");
    let suite = scenarios.iter().map(|(server, cases)| json!({ "port": server.address.port(), "cases": cases }));
    let text = json!({ "suite": suite.collect::<Vec<_>>(), "tree": tree.address.port() }).to_string();
    std::fs::write(&work, text).unwrap();

    let asked = || scenarios.iter().map(|(server, _)| server.questions.load(Ordering::Relaxed)).sum::<usize>();
    let before = asked();
    runtime.block_on(evaluate(&scenarios));
    let suite_questions = asked() - before;
    let before = tree.questions.load(Ordering::Relaxed);
    runtime.block_on(evaluate_tree(tree.address));
    let tree_questions = tree.questions.load(Ordering::Relaxed) - before;

    let mut pyspf = Peer::start("pyspf", &["pyspf==2.0.14", "dnspython", "authres"], &work);
    let mut checkdmarc = Peer::start("checkdmarc", &["checkdmarc"], &work);
    println!("| what, over DNS on loopback | launch-ready | peer | peer / launch-ready |");
    println!("|---|---|---|---|");
    let suite = compare(|| runtime.block_on(evaluate(&scenarios)), &mut pyspf, "suite");
    println!("| {cases} cases of the RFC 7208 suite without silent hosts ({suite_questions} questions) | {suite}");
    let one = compare(|| runtime.block_on(evaluate_tree(tree.address)), &mut pyspf, "tree");
    println!("| one sender, {INCLUDES} includes, limits lifted ({tree_questions} questions) | {one}");
    let audit = compare(|| runtime.block_on(audit_tree(tree.address)), &mut checkdmarc, "audit");
    println!("| audit of the same tree | {audit}");
}

/// The same work by turns, so that what else runs on the machine slows both: the middle times and the middle ratio.
fn compare(mut ours: impl FnMut(), peer: &mut Peer, what: &str) -> String {
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let start = Instant::now();
        ours();
        let own = start.elapsed().as_secs_f64();
        let theirs = peer.measure(what);
        // The first warms both.
        if round > 0 {
            rounds.push((own, theirs, theirs / own));
        }
    }
    let middle = |value: fn(&(f64, f64, f64)) -> f64| {
        let mut all: Vec<f64> = rounds.iter().map(value).collect();
        all.sort_by(f64::total_cmp);
        all[ROUNDS / 2]
    };
    let (own, theirs, ratio) = (middle(|r| r.0) * 1e3, middle(|r| r.1) * 1e3, middle(|r| r.2));
    format!("{own:.1} ms | {} {theirs:.1} ms | {ratio:.1} |", peer.name)
}

/// Scenarios with a silent host would measure time-outs.
fn measurable(scenario: suite::Scenario) -> Option<(Server, Vec<Value>)> {
    if scenario.zone.0.values().any(|host| host.times_out) {
        return None;
    }
    let one = |(_, case): (String, serde_yaml_ng::Value)| {
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        json!({ "ip": text("host"), "helo": text("helo"), "mailfrom": text("mailfrom") })
    };
    Some((Server::start(scenario.zone), scenario.cases.into_iter().map(one).collect()))
}

/// A record that includes ten, each of which includes three: forty in all, and only the last network matches.
fn tree() -> Zone {
    let mut zone = Zone::default();
    let names = |from: usize, to: usize| (from..to).map(|n| format!("include:i{n}.example ")).collect::<String>();
    zone.txt("acme.example", format!("v=spf1 {}ip4:203.0.113.0/24 -all", names(0, 10)).as_bytes());
    for n in 0..INCLUDES {
        let below = if n < 10 { names(10 + 3 * n, 13 + 3 * n) } else { String::new() };
        zone.txt(&format!("i{n}.example"), format!("v=spf1 {below}ip4:192.0.2.{n} -all").as_bytes());
    }
    zone
}

fn dns(resolver: SocketAddr) -> MailDns {
    // The machine's settings are read once, as every command does.
    static NET: LazyLock<Net> = LazyLock::new(|| Net { roots: Roots::default(), ..Net::system() });
    MailDns::new(Net { resolvers: vec![resolver.into()], ..NET.clone() }, Duration::from_secs(5))
}

/// One case after the other, each asking anew, as the peers do.
async fn evaluate(scenarios: &[(Server, Vec<Value>)]) {
    for (server, cases) in scenarios {
        for case in cases {
            let text = |key: &str| case[key].as_str().unwrap();
            let ip = text("ip").parse().unwrap();
            check_host(&dns(server.address), ip, text("helo"), text("mailfrom"), &Options::default()).await;
        }
    }
}

async fn evaluate_tree(resolver: SocketAddr) {
    let options = Options { lookup_limit: 100, ..Options::default() };
    let seen = check_host(&dns(resolver), [203, 0, 113, 9].into(), "a.example", "ann@acme.example", &options).await;
    assert_eq!((seen.result.name(), seen.lookups), ("pass", 40));
}

async fn audit_tree(resolver: SocketAddr) {
    assert_eq!(audit(&dns(resolver), "acme.example").await.lookups, 40);
}

/// A program of PyPI that stays and does the work whenever it is asked to.
struct Peer {
    /// With its version.
    name: String,
    child: Child,
    said: Lines<BufReader<ChildStdout>>,
}

impl Peer {
    fn start(name: &str, packages: &[&str], work: &std::path::Path) -> Self {
        let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers.py");
        let mut command = Command::new(python::venv(name, packages));
        command.arg(script).arg(name).arg(work).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
        let version = said.next().unwrap().unwrap();
        Self { name: format!("{name} {version}"), child, said }
    }

    /// Seconds that it took.
    fn measure(&mut self, what: &str) -> f64 {
        writeln!(self.child.stdin.as_mut().unwrap(), "{what}").unwrap();
        self.said.next().unwrap().unwrap().parse().unwrap()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}
