//! The lab's certificates and web servers, asked over plain sockets.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::*;
use lab::{Certificate, Issuer, Lab, World};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;

async fn fixed() -> Lab {
    Lab::start(World::fixed()).await.unwrap()
}

#[tokio::test]
async fn the_world_starts_quickly() {
    let mut best = Duration::MAX;
    // Other work on the machine can slow one start down, hardly all of them.
    for _ in 0..5 {
        let begin = Instant::now();
        let _lab = Lab::start(World::demo()).await.unwrap();
        best = best.min(begin.elapsed());
    }
    println!("the demo world starts in {best:?}");
    assert!(best < Duration::from_millis(300), "{best:?}");
}

#[tokio::test]
async fn every_virtual_host_has_a_certificate_that_holds() {
    let world = World::fixed();
    let hosts: Vec<_> = world.sites.iter().map(|(n, s)| (n.replace("*.", "any."), s.addresses.clone())).collect();
    let lab = Lab::start(world).await.unwrap();
    for (host, addresses) in hosts {
        for address in addresses {
            let stream = handshake(&lab, address, &host).await.unwrap_or_else(|e| panic!("{host} at {address}: {e}"));
            let chain = stream.get_ref().1.peer_certificates().unwrap();
            assert_eq!(chain.len(), 2, "{host}");
        }
    }
}

#[tokio::test]
async fn a_bad_certificate_fails_for_its_own_reason() {
    let good = || Certificate::of(&["docs.acme.example"]);
    for (certificate, reason) in [
        (good().valid(-90 * 24, -20), "certificate expired"),
        (good().valid(48, 90 * 24), "not valid yet"),
        (Certificate::of(&["docs.elsewhere.example"]), "not valid for name"),
        (Certificate { issuer: Issuer::ItsOwn, ..good() }, "UnknownIssuer"),
        (Certificate { issuer: Issuer::Stranger, ..good() }, "UnknownIssuer"),
        (Certificate { send_intermediate: false, ..good() }, "UnknownIssuer"),
    ] {
        let mut world = World::fixed();
        world.sites.get_mut("docs.acme.example").unwrap().certificate = certificate;
        let lab = Lab::start(world).await.unwrap();
        let error = handshake(&lab, "203.0.113.40".parse().unwrap(), "docs.acme.example").await.unwrap_err();
        assert!(error.to_string().contains(reason), "{reason}: {error}");
    }
}

#[tokio::test]
async fn the_missing_intermediate_can_be_fetched_where_the_leaf_says() {
    let lab = fixed().await;
    let stream = handshake(&lab, "203.0.113.30".parse().unwrap(), "api.acme.example").await.unwrap();
    let chain = stream.get_ref().1.peer_certificates().unwrap();
    let url = b"http://ca.lab-trust.example/r1.der";
    assert!(chain[0].windows(url.len()).any(|w| w == url));
    let answer = get(&lab, std::str::from_utf8(url).unwrap()).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body, chain[1].as_ref());
}

#[tokio::test]
async fn plain_http_leads_to_https_of_the_same_host_with_path_and_query() {
    let lab = fixed().await;
    for host in ["acme.example", "www.acme.example", "app.acme.example", "status.acme.example"] {
        let answer = get(&lab, &format!("http://{host}/a/b?c=d")).await;
        assert_eq!(answer.status, 301, "{host}");
        assert_eq!(answer.header("location"), Some(format!("https://{host}/a/b?c=d").as_str()));
    }
    let answer = get(&lab, "https://www.acme.example/pricing?x=1").await;
    assert_eq!((answer.status, answer.header("location")), (301, Some("https://acme.example/pricing?x=1")));
}

#[tokio::test]
async fn each_host_answers_as_its_part_in_the_story() {
    let lab = fixed().await;
    for (url, status, words) in [
        ("https://acme.example/", 200, "Answer every customer"),
        ("https://acme.example/nothing", 404, "not found"),
        ("https://app.acme.example/", 200, "type=\"password\""),
        ("https://app.acme.example/account", 302, ""),
        ("https://api.acme.example/", 200, "Acme Desk API"),
        ("https://docs.acme.example/", 200, "Connect your mailbox"),
        ("https://status.acme.example/", 200, "All systems work"),
        ("https://staging.acme.example/", 401, "Authorization Required"),
        ("https://mta-sts.acme.example/.well-known/mta-sts.txt", 200, "mode: enforce"),
        ("https://some-app.herokuapp.com/", 404, "No such app"),
        ("http://some-app.herokuapp.com/", 404, "There's nothing here, yet."),
    ] {
        let answer = get(&lab, url).await;
        assert_eq!(answer.status, status, "{url}");
        assert!(answer.text().contains(words), "{url}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_healthy_app_sends_the_headers_it_should() {
    let lab = fixed().await;
    for host in ["acme.example", "app.acme.example"] {
        let answer = get(&lab, &format!("https://{host}/")).await;
        assert_eq!(answer.header("strict-transport-security"), Some("max-age=31536000; includeSubDomains"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert!(answer.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("server"), Some("nginx"));
    }
    let first = get(&lab, "https://app.acme.example/").await;
    let second = get(&lab, "https://app.acme.example/").await;
    let cookie = first.header("set-cookie").unwrap();
    assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_ne!(cookie, second.header("set-cookie").unwrap(), "each visitor gets a session of their own");
    let plain = get(&lab, "http://app.acme.example/").await;
    assert!(plain.header("strict-transport-security").is_none() && plain.header("set-cookie").is_none());
}

#[tokio::test]
async fn the_registry_knows_the_domain_and_no_other() {
    let lab = fixed().await;
    let answer = get(&lab, "https://rdap.lab-registry.example/domain/acme.example").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/rdap+json")));
    assert!(answer.text().contains("\"eventAction\":\"expiration\""), "{}", answer.text());
    assert_eq!(get(&lab, "https://rdap.lab-registry.example/domain/other.example").await.status, 404);
}

#[tokio::test]
async fn a_range_gets_the_begin_of_a_page() {
    let lab = fixed().await;
    let answer = get_with(&lab, "https://acme.example/", "Range: bytes=0-15\r\n").await;
    assert_eq!((answer.status, answer.body.len()), (206, 16));
    assert!(answer.header("content-range").unwrap().starts_with("bytes 0-15/"));
}

#[tokio::test]
async fn unmapped_addresses_and_ports_refuse() {
    let lab = fixed().await;
    for (ip, port) in [("203.0.113.10", 25), ("203.0.113.250", 443), ("192.0.2.1", 80), ("203.0.113.70", 80)] {
        assert_eq!(lab.net().tcp(at(ip, port), LIMIT).await.unwrap_err(), probe::ConnectError::Refused);
    }
}

#[tokio::test]
async fn dropping_the_lab_stops_its_servers() {
    let lab = fixed().await;
    let mut stream = lab.net().tcp(at("203.0.113.10", 443), LIMIT).await.unwrap();
    drop(lab);
    let end = tokio::time::timeout(LIMIT, stream.read(&mut [0; 16])).await.expect("the connection ends");
    assert!(matches!(end, Ok(0) | Err(_)), "{end:?}");
}
