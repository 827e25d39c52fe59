//! Broken servers: the right observation, bounded time and memory, never a panic, never a guess.
#![allow(clippy::unwrap_used)]

mod support;

use lab::{Chaos, World};
use model::{Verdict, Why};
use probe::Limits;
use std::time::{Duration, Instant};
use support::audit_with;

const WEB: [Chaos; 9] = [
    Chaos::Refuse,
    Chaos::Hang,
    Chaos::HalfClose,
    Chaos::OneByteASecond,
    Chaos::Garbage,
    Chaos::EndlessHeaders,
    Chaos::EndlessBody,
    Chaos::GzipBomb,
    Chaos::GrowingRedirect,
];
const DNS: [Chaos; 9] = [
    Chaos::Refuse,
    Chaos::Hang,
    Chaos::HalfClose,
    Chaos::OneByteASecond,
    Chaos::Garbage,
    Chaos::WrongId,
    Chaos::HugeTxt,
    Chaos::AlwaysTruncated,
    Chaos::ServerFailure,
];

fn limits() -> Limits {
    Limits { timeout: Duration::from_millis(1000), deadline: Duration::from_secs(8), ..Limits::default() }
}

fn with(host: &str, port: u16, chaos: Chaos) -> World {
    let mut world = World::fixed();
    world.chaos.insert((host.to_owned(), port), chaos);
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_web_server_is_observed_and_the_rest_still_judged() {
    for port in [443, 80] {
        for chaos in WEB.into_iter().chain([Chaos::TlsGarbage]) {
            if chaos == Chaos::TlsGarbage && port == 80 {
                continue;
            }
            let began = Instant::now();
            let (audit, _lab) = audit_with(with("app.acme.example", port, chaos), limits(), "acme.example").await;
            let name = format!("{chaos:?} on {port}");
            assert!(began.elapsed() < Duration::from_secs(12), "{name} took {:?}", began.elapsed());
            no_bug(&audit, &name);
            assert!(peak_mb() < 300, "{name}: {} MB", peak_mb());
            // The other hosts are judged as if nothing were.
            assert_eq!(*audit.row("tls/expired", "acme.example"), Verdict::Pass, "{name}");
            assert!(
                audit.failures().iter().all(|f| f.1.contains("app.acme.example")),
                "{name}: {:?}",
                audit.failures()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_broken_web_servers_do_is_named_rightly() {
    for (chaos, check) in [
        (Chaos::Refuse, "reach/not-answering"),
        (Chaos::Hang, "tls/handshake-fails"),
        (Chaos::Garbage, "tls/handshake-fails"),
        (Chaos::TlsGarbage, "tls/handshake-fails"),
        (Chaos::GrowingRedirect, "redirect/loop"),
    ] {
        let (audit, _lab) = audit_with(with("acme.example", 443, chaos), limits(), "acme.example").await;
        let ids: Vec<String> = audit.failures().into_iter().map(|f| f.0).collect();
        assert!(ids.iter().any(|id| id == check), "{chaos:?}: {ids:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_resolver_makes_unknowns_and_no_findings() {
    for chaos in DNS {
        let began = Instant::now();
        let (audit, _lab) = audit_with(with("resolver", 53, chaos), limits(), "acme.example").await;
        assert!(began.elapsed() < Duration::from_secs(12), "{chaos:?} took {:?}", began.elapsed());
        no_bug(&audit, &format!("{chaos:?}"));
        assert!(peak_mb() < 300, "{chaos:?}: {} MB", peak_mb());
        match chaos {
            // One message (64 KB) is a whole answer, and no mail record is in it; the other megabytes are never fetched.
            Chaos::HugeTxt => {
                assert!(audit.failures().iter().all(|f| f.0.starts_with("mail/")), "{:?}", audit.failures());
                assert!(audit.evidence.cost.bytes < 2_000_000, "{} bytes", audit.evidence.cost.bytes);
                continue;
            }
            // A resolver that fails on every name is what visitors get as well: the typed host does not resolve.
            Chaos::ServerFailure => assert_eq!(audit.failures()[0].0, "dns/does-not-resolve"),
            _ => assert_eq!(audit.failures(), [], "{chaos:?}"),
        }
        assert!(!audit.unknowns().is_empty(), "{chaos:?} was not noticed");
    }
}

const MAIL: [Chaos; 5] = [Chaos::Refuse, Chaos::Hang, Chaos::HalfClose, Chaos::Garbage, Chaos::TlsGarbage];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_mail_server_is_told_only_beside_one_that_greets() {
    let (mx1, mx2) = ("mx1.nordic-mail.example", "mx2.nordic-mail.example");
    for chaos in MAIL {
        let mut world = with(mx2, 25, chaos);
        let (one, _lab) = audit_with(world.clone(), limits(), "acme.example").await;
        no_bug(&one, &format!("{chaos:?}"));
        let wanted = ("mail/server-not-answering".to_owned(), mx2.to_owned(), String::new());
        assert_eq!(one.failures(), [wanted], "{chaos:?}");
        assert_eq!(one.unknowns(), Vec::<String>::new(), "{chaos:?}");
        // A network that blocks port 25, or answers in the place of the servers, looks the same for all of them.
        world.chaos.insert((mx1.to_owned(), 25), chaos);
        let (both, _lab) = audit_with(world, limits(), "acme.example").await;
        assert_eq!(both.failures(), [], "{chaos:?}");
        let unknowns = both.unknowns();
        assert!(!unknowns.is_empty() && unknowns.iter().all(|u| u.contains("port 25 is blocked")), "{unknowns:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_deadline_ends_everything() {
    let mut world = World::fixed();
    for host in ["acme.example", "www.acme.example", "app.acme.example", "api.acme.example"] {
        world.chaos.insert((host.to_owned(), 443), Chaos::Hang);
        world.chaos.insert((host.to_owned(), 80), Chaos::Hang);
    }
    let limits = Limits { timeout: Duration::from_secs(5), deadline: Duration::from_secs(1), ..Limits::default() };
    let began = Instant::now();
    let (audit, _lab) = audit_with(world, limits, "acme.example").await;
    assert!(began.elapsed() < Duration::from_millis(2500), "{:?}", began.elapsed());
    assert_eq!(audit.evidence.partial, Some(Why::DeadlinePassed));
    assert!(audit.unknowns().iter().any(|u| u.contains("deadline")), "{:?}", audit.unknowns());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_are_treated_politely() {
    let (_, lab) = audit_with(World::demo(), support::limits(), "acme.example").await;
    for (host, count) in &lab.requests().http {
        assert!(count.requests.len() <= 60, "{host} got {} requests", count.requests.len());
        assert!(count.most_at_once <= 8, "{host} had {} connections at a time", count.most_at_once);
    }
}

/// Most memory that this process (audit and lab together) ever held, in MB.
fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() / 1024
}

fn no_bug(audit: &support::Audit, name: &str) {
    for row in &audit.judged {
        if let Verdict::Unknown(u) = &row.verdict {
            assert_ne!(u.why, Why::Bug, "{name}: {} {}: {u}", row.info.id, row.subject);
        }
    }
}
