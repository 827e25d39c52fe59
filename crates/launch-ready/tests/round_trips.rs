//! How many round trips a look waits for, one after the other. Not timed: the world answers in rounds, and the next one
//! begins when the program has nothing left to do but wait.
#![allow(clippy::unwrap_used)]

mod support;

use checks::Check;
use lab::{Lab, Rounds, World};
use model::{Evidence, SubjectKind, Target, Why};
use probe::{Limits, Plan};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// Is the thread of the runtime waiting for the outside? The other side of every connection is in the same thread, so
/// then everything that was sent has arrived.
#[derive(Debug, Default)]
struct Idle {
    parked: AtomicBool,
    /// Its place in /proc.
    thread: OnceLock<PathBuf>,
    times: AtomicUsize,
    /// The look has ended.
    done: AtomicBool,
}

impl Idle {
    /// Comes back when the thread has stayed asleep for a while, or has ended.
    fn wait(&self) {
        while !self.done.load(Ordering::SeqCst) {
            let before = self.times.load(Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(2));
            let still = self.parked.load(Ordering::SeqCst) && self.asleep();
            if still && self.times.load(Ordering::SeqCst) == before {
                return;
            }
        }
    }

    /// Does the thread sleep? One that was about to and lost the processor first (a busy machine) is still runnable.
    fn asleep(&self) -> bool {
        let Some(thread) = self.thread.get() else { return false };
        // "12345 (name) S …": the state comes after the name in brackets (proc_pid_stat(5)).
        let stat = std::fs::read_to_string(thread.join("stat")).unwrap_or_default();
        stat.rsplit(") ").next().is_some_and(|rest| rest.starts_with('S'))
    }
}

/// Looks at a world of six hosts with these checks; gives the rounds and what was seen.
fn rounds(checks: &[&'static Check]) -> (usize, Evidence) {
    let mut world = World::fixed();
    // Apex, www, app, api, docs, status.
    for kind in ["A", "AAAA"] {
        world.unpublish("staging.acme.example", kind, None);
    }
    let rounds = Rounds::default();
    world.rounds = Some(rounds.clone());
    let idle = Arc::new(Idle::default());
    let (parks, wakes) = (Arc::clone(&idle), Arc::clone(&idle));
    let wanted = checks::wanted(checks.iter().copied());
    let finished = Arc::clone(&idle);
    let look = std::thread::spawn(move || {
        let own = std::fs::read_link("/proc/thread-self").unwrap();
        finished.thread.set(PathBuf::from("/proc").join(own)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .on_thread_park(move || {
                parks.times.fetch_add(1, Ordering::SeqCst);
                parks.parked.store(true, Ordering::SeqCst);
            })
            .on_thread_unpark(move || wakes.parked.store(false, Ordering::SeqCst))
            .build()
            .unwrap();
        let evidence = runtime.block_on(async {
            let lab = Lab::start(world).await.unwrap();
            let target = Target::parse("acme.example").unwrap();
            let declared = config::Config::without_file().unwrap().declared(&target);
            let limits =
                Limits { timeout: Duration::from_secs(60), deadline: Duration::from_secs(120), ..support::limits() };
            let user_agent = probe::plan::user_agent();
            let plan = Plan { target, declared, wanted, limits, user_agent, headers: Vec::new() };
            let (_stop, stopped) = watch::channel(false);
            let (events, _coming) = mpsc::unbounded_channel();
            probe::look(lab.net(), plan, stopped, events).await
        });
        finished.done.store(true, Ordering::SeqCst);
        evidence
    });
    let mut count = 0;
    while !idle.done.load(Ordering::SeqCst) {
        idle.wait();
        if rounds.next() {
            count += 1;
        }
    }
    (count, look.join().unwrap())
}

/// Without one answer that had to be waited for in vain: then the rounds would be too few.
fn all_seen(evidence: &Evidence) {
    let blind = evidence.records().filter_map(|(key, seen)| Some((key, seen.as_ref().err()?)));
    // Nobody declared the domain as owned, gave a message, or named a selector.
    let blind: Vec<_> = blind.filter(|(_, why)| !matches!(why.why, Why::LevelTooLow | Why::NotNamed)).collect();
    assert!(blind.is_empty(), "{blind:?}");
    assert_eq!(evidence.subjects(SubjectKind::Host).count(), 6);
}

#[test]
fn dns_and_tls_of_six_hosts_take_at_most_twelve_round_trips() {
    let areas = ["registration", "dns", "dnssec", "tls"];
    let checks: Vec<&Check> = checks::all().iter().filter(|c| areas.contains(&c.info.area())).collect();
    let (count, evidence) = rounds(&checks);
    all_seen(&evidence);
    assert!((6..=12).contains(&count), "{count} round trips on the critical path");
}

#[test]
fn the_whole_audit_of_six_hosts_waits_for_its_requests_and_little_else() {
    let (count, evidence) = rounds(&checks::all().iter().collect::<Vec<_>>());
    all_seen(&evidence);
    // About 45 requests to each host over four connections are a dozen round trips by themselves.
    assert!((12..=32).contains(&count), "{count} round trips on the critical path");
}
