//! What a whole audit may cost: counts and memory, never times. Alone in its file, because the peak of memory is that of
//! the process.
#![allow(clippy::unwrap_used)]

mod support;

use lab::World;
use support::{audit_with, limits};

/// Requests in all: questions to DNS, connections, HTTP. Measured: 592.
const REQUESTS: u64 = 650;
/// HTTP requests. Measured: 297.
const HTTP: usize = 340;
/// Decision 7.
const HTTP_PER_HOST: usize = 60;
/// Bytes of bodies. Measured: 56 kB.
const BYTES: u64 = 100_000;
/// Kilobytes that the process held at its peak, the lab and its servers included. Measured: 32 MB.
const MEMORY_KB: u64 = 60_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_whole_audit_stays_within_its_budget() {
    let (audit, lab) = audit_with(World::fixed(), limits(), "acme.example").await;
    let cost = audit.evidence.cost;
    let asked = lab.requests();
    let hosts: Vec<(&String, usize)> = asked.http.iter().map(|(host, count)| (host, count.requests.len())).collect();
    let http: usize = hosts.iter().map(|(_, n)| n).sum();
    assert!(cost.requests <= REQUESTS && cost.bytes <= BYTES, "{cost:?}");
    assert!(http <= HTTP, "{http} HTTP requests: {hosts:?}");
    assert!(hosts.iter().all(|(_, n)| *n <= HTTP_PER_HOST), "{hosts:?}");
    // A look that saw nothing would cost nothing.
    assert!(http > 200 && audit.judged.len() > 500, "{http} requests, {} rows", audit.judged.len());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(peak <= MEMORY_KB, "{peak} kB at the peak");
}
