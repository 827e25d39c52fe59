//! Decision 24: each fault, planted alone in the healthy world, gives exactly its row and no other.
#![allow(clippy::unwrap_used)]

mod support;

use lab::{DECLARED, Declares, FAULTS, Fault, World};
use model::{Severity, SubjectKind, Verdict};
use std::collections::BTreeSet;
use support::{Failure, audit, audit_declaring, audit_planted};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_healthy_world_is_healthy() {
    let audit = audit(World::fixed()).await;
    assert_eq!(audit.failures(), []);
    assert_eq!(audit.unknowns(), Vec::<String>::new());
    let passes = audit.judged.iter().filter(|r| r.verdict == Verdict::Pass).count();
    assert!(passes > 100, "only {passes} rows passed: the world was hardly looked at");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_fault_alone_gives_exactly_its_row() {
    let mut wrong = Vec::new();
    for planted in FAULTS.iter().filter(|p| !asked(p)) {
        let mut world = World::fixed();
        world.plant(planted.fault);
        let audit = audit_planted(world, planted).await;
        let expected = vec![(planted.check.to_owned(), planted.subject.to_owned(), planted.key.to_owned())];
        if audit.failures() != expected {
            wrong.push(format!("{:?}: {:#?}\n  wanted {expected:?}", planted.fault, audit.failures()));
        }
        if !audit.unknowns().is_empty() {
            wrong.push(format!("{:?}: unknown {:#?}", planted.fault, audit.unknowns()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_declared_and_is_in_order_is_healthy() {
    let audit = audit_declaring(World::fixed(), DECLARED).await;
    assert_eq!(audit.failures(), []);
    assert_eq!(audit.unknowns(), Vec::<String>::new());
    for (check, subject) in [
        ("redirect/old-domain-stays", "https://acme-old.example"),
        ("edge/callback-challenged", "https://api.acme.example"),
        ("cache/callback-stored", "https://app.acme.example"),
    ] {
        assert_eq!(audit.row(check, subject), &Verdict::Pass, "{check}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edge_whose_server_refuses_strangers_is_healthy() {
    let mut world = World::fixed();
    world.put_behind_cloudflare(&["acme.example", "www.acme.example", "app.acme.example", "api.acme.example"]);
    // The mail server's machine and an old name are asked, and show something else.
    world.publish("direct.acme.example", "A", "203.0.113.40", 3600);
    let audit = audit_declaring(world, &[Declares::Edge("cloudflare")]).await;
    assert_eq!(audit.failures(), []);
    for check in ["edge/origin-exposed", "edge/not-as-declared"] {
        assert_eq!(audit.row(check, "acme.example"), &Verdict::Pass, "{check}");
    }
    let domain = model::Subject::domain(&model::Name::parse("acme.example").unwrap());
    let asked = &audit.evidence.get::<model::facts::Origins>(&domain).unwrap().asked;
    assert!(asked.iter().any(|a| a.found_by == "direct.acme.example"), "{asked:?}");
}

/// All rows of some faults, sorted.
fn rows_of(faults: &[Fault]) -> Vec<Failure> {
    let row = |fault: &Fault| FAULTS.iter().find(|p| p.fault == *fault).unwrap();
    let row = |fault| (row(fault).check.to_owned(), row(fault).subject.to_owned(), row(fault).key.to_owned());
    let mut rows: Vec<Failure> = faults.iter().map(row).collect();
    rows.sort();
    rows
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_together_give_exactly_their_rows() {
    for (world, faults) in [(World::demo(), Fault::EVENING_BEFORE), (World::worst(), Fault::AT_ONCE)] {
        let audit = audit(world).await;
        assert_eq!(audit.failures(), rows_of(faults));
        assert_eq!(audit.unknowns(), Vec::<String>::new());
    }
    let areas = |ids: &mut dyn Iterator<Item = &'static str>| {
        ids.filter_map(|id| id.split('/').next()).collect::<BTreeSet<_>>()
    };
    let rows = rows_of(Fault::AT_ONCE);
    assert!(rows.len() >= 60, "{} faults", rows.len());
    let planted = areas(&mut FAULTS.iter().filter(|p| Fault::AT_ONCE.contains(&p.fault)).map(|p| p.check));
    assert_eq!(planted, areas(&mut checks::infos().iter().map(|i| i.id)), "an area is missing");
}

/// What people answer changes nothing on the network.
fn asked(planted: &lab::Planted) -> bool {
    planted.check.starts_with("people/")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_question_denied_alone_gives_exactly_its_row() {
    let healthy = audit(World::fixed()).await;
    for planted in FAULTS.iter().filter(|p| asked(p)) {
        let mut world = World::fixed();
        world.plant(planted.fault);
        let audit = healthy.answered(&world);
        let expected = vec![(planted.check.to_owned(), planted.subject.to_owned(), planted.key.to_owned())];
        assert_eq!(audit.failures(), expected, "{:?}", planted.fault);
        assert_eq!(audit.unknowns(), Vec::<String>::new(), "{:?}", planted.fault);
        // And unanswered it is unknown, whatever else was answered.
        world.answers.remove(planted.check);
        let audit = healthy.answered(&world);
        assert_eq!((audit.failures().len(), audit.unknowns().len()), (0, 1), "{:?}", planted.fault);
    }
}

#[test]
fn every_check_has_a_fault_that_proves_it() {
    for info in checks::infos() {
        assert!(FAULTS.iter().any(|f| f.check == info.id), "no fault of the lab proves {}", info.id);
    }
    for planted in FAULTS {
        let check = checks::by_id(planted.check).unwrap_or_else(|| panic!("{} is no check", planted.check));
        assert_eq!(check.info.subject, planted.subject_kind, "{}", planted.check);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demo_shows_blockers_in_several_areas() {
    let audit = audit(World::demo()).await;
    let blockers = audit.judged.iter().filter(|r| matches!(r.verdict, Verdict::Fail(_)));
    let blockers: Vec<_> = blockers.filter(|r| r.info.severity == Severity::Blocker).map(|r| r.info.id).collect();
    for id in
        ["tls/expired", "dns/dangling-cname", "exposure/env-file", "cache/private-page-shared", "tls/chain-incomplete"]
    {
        assert!(blockers.contains(&id), "{id} is not among {blockers:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn further_places_are_asked_where_the_budget_is_raised() {
    let mut world = World::fixed();
    let file = lab::Page::new("application/octet-stream", "DATABASE_URL=postgres://app:EXAMPLE@db/app\n");
    world.sites.get_mut("docs.acme.example").unwrap().pages.insert("/backend/.env".to_owned(), file);
    assert_eq!(audit(world.clone()).await.failures(), []);
    let more = probe::Limits { requests: 10_000, requests_per_host: 400, ..support::limits() };
    let (audit, lab) = support::audit_with(world, more, "acme.example").await;
    let row = ("exposure/env-file", "https://docs.acme.example", "/backend/.env");
    assert_eq!(audit.failures(), [(row.0.to_owned(), row.1.to_owned(), row.2.to_owned())]);
    assert_eq!(audit.unknowns(), Vec::<String>::new());
    let asked = lab.requests().http["docs.acme.example"].requests.len();
    assert!(asked > 300, "{asked} requests");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_that_only_a_wildcard_answers_are_not_looked_at() {
    for (kind, value) in [("A", "203.0.113.10"), ("CNAME", "acme.example.")] {
        let mut world = World::fixed();
        for family in ["A", "AAAA", "CNAME"] {
            world.unpublish("staging.acme.example", family, None);
        }
        world.publish("*.acme.example", kind, value, 300);
        let audit = audit(world).await;
        // The wildcard itself is told, and nothing of the names that it makes up.
        let told = ("dns/wildcard".to_owned(), "acme.example".to_owned(), String::new());
        assert_eq!(audit.failures(), [told], "{kind}");
        let hosts: Vec<&str> = audit.evidence.subjects(SubjectKind::Host).map(|s| s.name.as_str()).collect();
        assert!(hosts.contains(&"app.acme.example") && !hosts.contains(&"staging.acme.example"), "{kind}: {hosts:?}");
    }
}
