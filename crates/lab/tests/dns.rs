//! The lab's DNS, asked with raw messages and with `dig`.
#![allow(clippy::unwrap_used)]

mod common;

use common::*;
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use lab::{Dnssec, Lab, Manner, World};

const ROOT: &str = "198.51.100.1";
const TLD: &str = "198.51.100.2";
const NS1: &str = "203.0.113.53";
const NS2: &str = "198.51.100.153";

async fn fixed() -> Lab {
    Lab::start(World::fixed()).await.unwrap()
}

#[tokio::test]
async fn the_root_refers_to_the_tld_and_the_tld_to_the_provider() {
    let lab = fixed().await;
    for (server, zone, host) in
        [(ROOT, "example.", "a.nic.example."), (TLD, "acme.example.", "ns1.nordic-dns.example.")]
    {
        let answer = udp(&lab, server, &question("app.acme.example", "A")).await;
        assert!(!answer.metadata.authoritative && answer.answers.is_empty());
        assert_eq!(answer.metadata.response_code, ResponseCode::NoError);
        assert_eq!(answer.authorities[0].name.to_ascii(), zone);
        assert_eq!(answer.authorities[0].data.to_string(), host);
        assert!(answer.additionals.iter().any(|r| r.name.to_ascii() == host), "glue comes along");
    }
}

#[tokio::test]
async fn following_the_referrals_by_hand_ends_at_the_address() {
    let lab = fixed().await;
    let mut server = lab.net().root_hints[0].1.to_string();
    for _ in 0..4 {
        let answer = udp(&lab, &server, &question("app.acme.example", "A")).await;
        if !answer.answers.is_empty() {
            assert!(answer.metadata.authoritative);
            assert_eq!(data(&answer), ["203.0.113.20"]);
            return;
        }
        server = answer.additionals.iter().find(|r| r.record_type() == RecordType::A).unwrap().data.to_string();
    }
    panic!("no answer");
}

#[tokio::test]
async fn both_servers_of_the_zone_answer_with_authority_and_one_serial() {
    let lab = fixed().await;
    let mut seen = Vec::new();
    for server in [NS1, NS2, "2001:db8:53::1", "2001:db8:53::2"] {
        let answer = udp(&lab, server, &question("acme.example", "SOA")).await;
        assert!(answer.metadata.authoritative, "{server}");
        assert!(!answer.metadata.recursion_available);
        seen.push(data(&answer));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[tokio::test]
async fn a_name_server_refuses_what_it_does_not_carry() {
    let lab = fixed().await;
    let answer = udp(&lab, NS1, &question("somebody-else.com", "A")).await;
    assert_eq!(answer.metadata.response_code, ResponseCode::Refused);
}

#[tokio::test]
async fn the_resolver_follows_an_alias_into_another_zone() {
    let lab = fixed().await;
    let answer = ask(&lab, "status.acme.example", "A").await;
    assert!(answer.metadata.recursion_available && !answer.metadata.authoritative);
    assert_eq!(data(&answer), ["198.51.100.50", "acme-desk.statuspark.example."]);
    // The owner of the wildcard's answer is the name asked for (RFC 4592 §3.3.1).
    assert_eq!(answer.answers[1].name.to_ascii(), "acme-desk.statuspark.example.");
    // The authoritative server stays inside its zone.
    let answer = udp(&lab, NS1, &question("status.acme.example", "A")).await;
    assert_eq!(data(&answer), ["acme-desk.statuspark.example."]);
}

#[tokio::test]
async fn a_wildcard_covers_names_that_do_not_exist_and_no_others() {
    let mut world = World::fixed();
    world.publish("*.wild.acme.example", "A", "203.0.113.77", 60);
    world.publish("real.deep.wild.acme.example", "TXT", "here", 60);
    let lab = Lab::start(world).await.unwrap();
    assert_eq!(data(&ask(&lab, "any.wild.acme.example", "A").await), ["203.0.113.77"]);
    assert_eq!(data(&ask(&lab, "two.any.wild.acme.example", "A").await), ["203.0.113.77"]);
    // An empty name in between exists, so the wildcard does not cover it (RFC 4592 §2.2.2) …
    let answer = ask(&lab, "deep.wild.acme.example", "A").await;
    assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::NoError, 0));
    // … nor names below it.
    let answer = ask(&lab, "other.deep.wild.acme.example", "A").await;
    assert_eq!(answer.metadata.response_code, ResponseCode::NXDomain);
    // A type that the wildcard lacks is NODATA.
    let answer = ask(&lab, "any.wild.acme.example", "MX").await;
    assert_eq!((answer.metadata.response_code, answer.answers.len()), (ResponseCode::NoError, 0));
}

#[tokio::test]
async fn no_such_name_and_no_data_carry_the_soa() {
    let lab = fixed().await;
    for (name, kind, code) in [
        ("nothing.acme.example", "A", ResponseCode::NXDomain),
        ("acme.example", "SRV", ResponseCode::NoError),
        ("_tcp.acme.example", "A", ResponseCode::NXDomain),
        ("_tls.acme.example", "A", ResponseCode::NoError),
        ("no-such-domain.com", "A", ResponseCode::NXDomain),
    ] {
        let answer = ask(&lab, name, kind).await;
        assert_eq!(answer.metadata.response_code, code, "{name}");
        assert!(answer.answers.is_empty());
        assert_eq!(answer.authorities[0].record_type(), RecordType::SOA, "{name}");
    }
    let answer = udp(&lab, NS1, &question("nothing.acme.example", "A")).await;
    assert!(answer.metadata.authoritative);
    assert_eq!(answer.metadata.response_code, ResponseCode::NXDomain);
}

#[tokio::test]
async fn a_long_answer_is_cut_over_udp_and_whole_over_tcp() {
    let mut world = World::fixed();
    for n in 0..20 {
        world.publish("long.acme.example", "TXT", &format!("{n} {}", "x".repeat(300)), 60);
    }
    // One server as of before 2020; the others send no more than fits a packet, whatever is asked for.
    world.name_server_mut("ns1.nordic-dns.example").unwrap().manner = Manner::LongDatagrams;
    let lab = Lab::start(world).await.unwrap();
    for server in [RESOLVER, NS1] {
        let small = udp(&lab, server, &with_edns(question("long.acme.example", "TXT"), 1232, false)).await;
        assert!(small.metadata.truncation && small.answers.is_empty());
        let whole = tcp(&lab, server, &with_edns(question("long.acme.example", "TXT"), 1232, false)).await;
        assert!(!whole.metadata.truncation);
        assert_eq!(whole.answers.len(), 20);
        let large = udp(&lab, server, &with_edns(question("long.acme.example", "TXT"), 65_000, false)).await;
        assert_eq!(large.answers.len(), if server == NS1 { 20 } else { 0 });
        assert_eq!(large.metadata.truncation, server != NS1);
    }
}

#[tokio::test]
async fn edns_is_echoed_and_only_when_asked() {
    let lab = fixed().await;
    let with = udp(&lab, RESOLVER, &with_edns(question("acme.example", "A"), 4096, true)).await;
    assert!(with.edns.as_ref().unwrap().flags().dnssec_ok);
    assert_eq!(with.edns.unwrap().max_payload(), 1232);
    assert!(udp(&lab, RESOLVER, &question("acme.example", "A")).await.edns.is_none());
}

#[tokio::test]
async fn ad_is_set_for_signed_zones_when_asked_for() {
    let lab = fixed().await;
    let root = udp(&lab, RESOLVER, &with_edns(question(".", "SOA"), 1232, true)).await;
    assert!(root.metadata.authentic_data);
    assert!(!ask(&lab, ".", "SOA").await.metadata.authentic_data, "nobody asked");
    let signed = udp(&lab, RESOLVER, &with_edns(question("acme.example", "A"), 1232, true)).await;
    assert!(signed.metadata.authentic_data);
    let unsigned = udp(&lab, RESOLVER, &with_edns(question("mx1.nordic-mail.example", "A"), 1232, true)).await;
    assert!(!unsigned.metadata.authentic_data);
}

#[tokio::test]
async fn a_bogus_zone_fails_with_a_reason_unless_checking_is_disabled() {
    let mut world = World::fixed();
    world.zone_mut("acme.example").unwrap().dnssec = Dnssec::Bogus;
    let lab = Lab::start(world).await.unwrap();
    let failed = ask(&lab, "acme.example", "A").await;
    assert_eq!(failed.metadata.response_code, ResponseCode::ServFail);
    let option = failed.edns.as_ref().unwrap().option(15.into()).unwrap();
    assert_eq!(&Vec::<u8>::try_from(option).unwrap()[..2], &[0, 6]);
    let mut unchecked = question("acme.example", "A");
    unchecked.metadata.checking_disabled = true;
    let answer = udp(&lab, RESOLVER, &unchecked).await;
    assert!(answer.metadata.checking_disabled);
    assert_eq!(data(&answer), ["203.0.113.10"]);
}

#[tokio::test]
async fn a_server_can_be_lame_refuse_fail_or_stay_silent() {
    for (manner, code) in [
        (Manner::Lame, Some(ResponseCode::NoError)),
        (Manner::Refuses, Some(ResponseCode::Refused)),
        (Manner::Fails, Some(ResponseCode::ServFail)),
        (Manner::Silent, None),
    ] {
        let mut world = World::fixed();
        world.name_server_mut("ns2.nordic-dns.example").unwrap().manner = manner;
        let lab = Lab::start(world).await.unwrap();
        match code {
            Some(code) => {
                let answer = udp(&lab, NS2, &question("acme.example", "SOA")).await;
                assert_eq!(answer.metadata.response_code, code, "{manner:?}");
                assert!(!answer.metadata.authoritative && answer.answers.is_empty(), "{manner:?}");
            }
            None => {
                let socket = lab.net().udp(at(NS2, 53)).await.unwrap();
                socket.send(&question("acme.example", "SOA").to_vec().unwrap()).await.unwrap();
                let mut buffer = [0; 512];
                let wait = tokio::time::timeout(std::time::Duration::from_millis(200), socket.recv(&mut buffer));
                assert!(wait.await.is_err());
            }
        }
        // One server is enough for the resolver.
        assert_eq!(data(&ask(&lab, "acme.example", "A").await), ["203.0.113.10"]);
    }
}

#[tokio::test]
async fn a_zone_without_any_working_server_fails_at_the_resolver() {
    let mut world = World::fixed();
    for server in ["ns1.nordic-dns.example", "ns2.nordic-dns.example"] {
        world.name_server_mut(server).unwrap().manner = Manner::Silent;
    }
    let lab = Lab::start(world).await.unwrap();
    let answer = ask(&lab, "acme.example", "A").await;
    assert_eq!(answer.metadata.response_code, ResponseCode::ServFail);
}

#[tokio::test]
async fn a_record_that_cannot_be_read_is_named() {
    let mut world = World::fixed();
    world.publish("acme.example", "A", "not an address", 60);
    let error = Lab::start(world).await.unwrap_err().to_string();
    assert!(error.contains("acme.example A not an address"), "{error}");
}

/// A client that we did not write: BIND's `dig` (Debian package bind9-dnsutils).
#[tokio::test(flavor = "multi_thread")]
async fn dig_reads_the_same_answers() {
    let mut world = World::fixed();
    for n in 0..20 {
        world.publish("long.acme.example", "TXT", &format!("{n} {}", "x".repeat(300)), 60);
    }
    world.publish("www.acme.example", "CAA", "128 issue \"lab-trust.example; validationmethods=dns-01\"", 60);
    world.zone_mut("nordic-mail.example").unwrap().dnssec = Dnssec::Bogus;
    let lab = Lab::start(world).await.unwrap();
    let dig = async |server: &str, words: &str| {
        let mut arguments = vec!["@127.0.0.1".to_owned(), "-p".to_owned(), dns_port(&lab, server).to_string()];
        arguments.extend(words.split(' ').map(str::to_owned));
        let run = tokio::task::spawn_blocking(move || std::process::Command::new("dig").args(arguments).output());
        let output = run.await.unwrap().expect("dig must be installed (Debian: bind9-dnsutils)");
        assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(dig(RESOLVER, "+short app.acme.example A").await, "203.0.113.20\n");
    assert_eq!(dig(RESOLVER, "+short app.acme.example AAAA").await, "2001:db8:acde::14\n");
    assert_eq!(dig(RESOLVER, "+short status.acme.example A").await, "acme-desk.statuspark.example.\n198.51.100.50\n");
    assert_eq!(dig(RESOLVER, "+short acme.example MX").await.lines().count(), 2);
    assert_eq!(
        dig(RESOLVER, "+short www.acme.example CAA").await,
        "128 issue \"lab-trust.example; validationmethods=dns-01\"\n"
    );
    // dig repeats over TCP by itself when TC is set.
    let long = dig(RESOLVER, "long.acme.example TXT").await;
    assert!(long.contains("ANSWER: 20") && long.contains("(TCP)"), "{long}");
    let missing = dig(NS1, "+norecurse nothing.acme.example A").await;
    assert!(missing.contains("status: NXDOMAIN") && missing.contains("flags: qr aa;"), "{missing}");
    let referral = dig(TLD, "+norecurse acme.example A").await;
    assert!(referral.contains("flags: qr; QUERY: 1, ANSWER: 0, AUTHORITY: 2, ADDITIONAL: 5"), "{referral}");
    let root = dig(RESOLVER, "+dnssec . SOA").await;
    assert!(root.contains(" ad;") && root.contains("flags: do"), "{root}");
    let bogus = dig(RESOLVER, "mx1.nordic-mail.example A").await;
    assert!(bogus.contains("status: SERVFAIL") && bogus.contains("EDE: 6 (DNSSEC Bogus)"), "{bogus}");
    let unchecked = dig(RESOLVER, "+cd +short mx1.nordic-mail.example A").await;
    assert_eq!(unchecked, "198.51.100.25\n");
    let version = dig(RESOLVER, "+edns=1 +noednsneg acme.example A").await;
    assert!(version.contains("BADVERS"), "{version}");
    for output in [&long, &missing, &referral, &root, &bogus] {
        assert!(!output.contains("WARNING"), "{output}");
    }
}
