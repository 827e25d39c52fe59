//! Each fault can be planted, changes the world, and the world still starts.
#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use lab::{FAULTS, Fault, Lab, World};
use std::collections::BTreeSet;

/// Checks of the first release, as issue 2 lists them.
const CHECKS: &str = include_str!("checks.txt");

#[test]
fn every_check_of_the_first_release_has_a_fault() {
    let planted: BTreeSet<_> = FAULTS.iter().map(|p| p.check).collect();
    let listed: BTreeSet<_> = CHECKS.lines().collect();
    assert_eq!(planted, listed);
}

#[test]
fn every_fault_is_listed_once_and_changes_the_world() {
    let mut seen = BTreeSet::new();
    let healthy = format!("{:?}", World::fixed());
    for planted in FAULTS {
        assert!(seen.insert(planted.fault), "{:?} is listed twice", planted.fault);
        let mut world = World::fixed();
        world.plant(planted.fault);
        // This one is a list of hosts that leaves one out; the world is as it was.
        if planted.fault == Fault::UndeclaredHost {
            continue;
        }
        assert_ne!(format!("{world:?}"), healthy, "{:?} changes nothing", planted.fault);
    }
}

#[tokio::test]
async fn a_world_with_any_fault_starts() {
    for planted in FAULTS {
        let mut world = World::fixed();
        world.plant(planted.fault);
        Lab::start(world).await.unwrap_or_else(|e| panic!("{:?}: {e}", planted.fault));
    }
}

#[test]
fn the_demo_is_the_fixed_world_with_the_faults_of_that_evening() {
    let demo = format!("{:?}", World::demo());
    let mut world = World::fixed();
    for fault in Fault::EVENING_BEFORE {
        world.plant(*fault);
    }
    assert_eq!(demo, format!("{world:?}"));
}

async fn with(fault: Fault) -> Lab {
    let mut world = World::fixed();
    world.plant(fault);
    Lab::start(world).await.unwrap()
}

#[tokio::test]
async fn the_shared_cache_gives_the_account_of_another_to_the_second_visitor() {
    let lab = with(Fault::PrivatePageShared).await;
    let first = get(&lab, "https://app.acme.example/account?lr=abc").await;
    let second = get(&lab, "https://app.acme.example/account?lr=abc").await;
    assert_eq!((first.header("x-cache"), first.header("age")), (Some("MISS"), None));
    assert_eq!((second.header("x-cache"), second.header("age")), (Some("HIT"), Some("0")));
    assert_eq!(second.header("cache-control"), Some("public, max-age=600"));
    assert!(second.text().contains("Sign out") && second.text().contains("marta.virtanen"));
    let other = get(&lab, "https://app.acme.example/account?lr=def").await;
    assert_eq!(other.header("x-cache"), Some("MISS"), "another address is another entry");
}

#[tokio::test]
async fn the_old_name_leads_to_a_platform_that_denies_it() {
    let lab = with(Fault::DanglingHeroku).await;
    assert_eq!(data(&ask(&lab, "old.acme.example", "A").await), ["198.51.100.200", "acme-old.herokuapp.com."]);
    for url in ["http://old.acme.example/", "https://old.acme.example/"] {
        let answer = get(&lab, url).await;
        assert_eq!(answer.status, 404, "{url}");
        assert!(answer.text().contains("No such app"));
    }
    assert!(get(&lab, "https://acme.example/").await.text().contains("https://old.acme.example/"));
}

#[tokio::test]
async fn any_origin_may_read_the_api_with_credentials() {
    let lab = with(Fault::CorsAnyOrigin).await;
    for origin in ["https://stranger.example", "null"] {
        let answer = get_with(&lab, "https://api.acme.example/", &format!("Origin: {origin}\r\n")).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    }
}

#[tokio::test]
async fn an_expired_certificate_still_chains_and_covers_the_host() {
    let lab = with(Fault::Expired).await;
    let error = handshake(&lab, "203.0.113.20".parse().unwrap(), "app.acme.example").await.unwrap_err();
    assert!(error.to_string().contains("expired"), "{error}");
}

/// Follows redirects by hand: status and place of each answer.
async fn trail(lab: &Lab, start: &str) -> Vec<(u16, String)> {
    let mut url = start.to_owned();
    let mut out = Vec::new();
    for _ in 0..25 {
        let answer = get(lab, &url).await;
        out.push((answer.status, url.clone()));
        let Some(location) = answer.header("location") else { break };
        url = match location.strip_prefix('/') {
            Some(path) => format!("{}/{path}", url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")),
            None => location.to_owned(),
        };
    }
    out
}

#[tokio::test]
async fn redirects_go_wrong_as_told() {
    let https = "https://docs.acme.example/";
    let http = "http://docs.acme.example/";
    let statuses = |t: &[(u16, String)]| t.iter().map(|h| h.0).collect::<Vec<_>>();
    for (fault, plain, secure) in [
        (Fault::RedirectLoop, 2, 25),
        (Fault::TooManyHops, 2, 6),
        (Fault::Downgrade, 2, 3),
        (Fault::HttpNotHttps, 1, 1),
        (Fault::NotPermanent, 2, 1),
        (Fault::PathLost, 2, 1),
    ] {
        let lab = with(fault).await;
        let (from_http, from_https) = (trail(&lab, http).await, trail(&lab, https).await);
        assert_eq!((from_http.len(), from_https.len()), (plain, secure), "{fault:?}: {from_http:?} {from_https:?}");
        assert_eq!(from_http.last().unwrap().0, 200, "{fault:?}");
        match fault {
            Fault::NotPermanent => assert_eq!(statuses(&from_http), [302, 200]),
            Fault::PathLost => {
                let answer = get(&lab, "http://docs.acme.example/deep?kept=1").await;
                assert_eq!(answer.header("location"), Some(https));
            }
            Fault::Downgrade => {
                assert_eq!(from_https[1].1, "http://docs.acme.example/start");
                assert_eq!(from_https[2], (200, "https://docs.acme.example/start".to_owned()));
            }
            _ => {}
        }
    }
}

#[test]
fn a_record_is_deleted_however_its_value_is_written() {
    let mut world = World::fixed();
    let count = |world: &World| world.zone_of("acme.example").unwrap().records.len();
    let before = count(&world);
    world.publish("old.acme.example", "CNAME", "acme-old.herokuapp.com", 300);
    world.publish("acme.example", "CAA", "0 issue \"letsencrypt.org\"", 300);
    world.unpublish("old.acme.example", "CNAME", Some("another.herokuapp.com."));
    assert_eq!(count(&world), before + 2);
    world.unpublish("old.acme.example", "CNAME", Some("ACME-old.herokuapp.com."));
    world.unpublish("acme.example", "CAA", Some("0 issue letsencrypt.org"));
    assert_eq!(count(&world), before);
}
