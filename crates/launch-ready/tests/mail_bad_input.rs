//! What comes of bad and of odd input: records that are hostile, and records that only look wrong.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/zone.rs"]
mod zone;

use binary::mail;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::TXT;
use zone::{Server, Zone};

#[test]
fn hostile_records_get_clear_answers_and_no_panic() {
    let mut zone = Zone::of(
        "loop.example TXT v=spf1 include:loop.example -all\nselfish.example TXT v=spf1 redirect=selfish.example",
    );
    zone.txt("binary.example", b"v=spf1 \x00\xff\x1b[2J -all");
    zone.txt("umlaut.example", "v=spf1 include:müller.example -all".as_bytes());
    zone.txt("long.example", format!("v=spf1 {}-all", "ip4:192.0.2.1 ".repeat(4_000)).as_bytes());
    zone.txt(
        "wide.example",
        format!("v=spf1 {}-all", (0..300).map(|n| format!("include:i{n}.example ")).collect::<String>()).as_bytes(),
    );
    for n in 0..300 {
        zone.txt(&format!("i{n}.example"), b"v=spf1 ip4:192.0.2.1 -all");
        zone.txt(&format!("deep{n}.example"), format!("v=spf1 include:deep{}.example -all", n + 1).as_bytes());
        zone.add(&format!("alias{n}.example"), "CNAME", &format!("alias{}.example", n + 1));
    }
    zone.add("round.example", "CNAME", "about.example");
    zone.add("about.example", "CNAME", "round.example");
    zone.txt("_dmarc.binary.example", b"v=DMARC1; p=\xff\x00\x1b[2J; rua=mailto:\xe4@x");
    zone.txt("_dmarc.long.example", format!("v=DMARC1; p=none; {}", "x=1; ".repeat(10_000)).as_bytes());
    zone.txt("strings.example", b"");
    let server = Server::start(zone);
    let evaluated = |domain: &str| {
        let ran = mail(server.address, &["spf", domain, "--ip", "203.0.113.1"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{domain}: {ran:?}");
        ran.first_word().to_owned()
    };
    for (domain, result) in [
        ("loop.example", "permerror"),
        ("selfish.example", "permerror"),
        ("binary.example", "permerror"),
        ("umlaut.example", "permerror"),
        ("long.example", "fail"),
        ("wide.example", "permerror"),
        ("deep0.example", "permerror"),
        ("round.example", "temperror"),
        ("strings.example", "none"),
    ] {
        assert_eq!(evaluated(domain), result, "{domain}");
    }
    for domain in ["loop", "selfish", "binary", "umlaut", "long", "wide", "deep0", "round", "alias0", "strings"] {
        let domain = format!("{domain}.example");
        for command in ["spf", "dmarc", "explain"] {
            let ran = mail(server.address, &[command, &domain]);
            assert!(matches!(ran.code, 0 | 3) && ran.err.is_empty(), "{command} {domain}: {ran:?}");
            assert!(!ran.out.chars().any(|c| c.is_control() && c != '\n'), "{command} {domain}: {:?}", ran.out);
            assert!(ran.out.len() < 400_000, "{command} {domain} prints {} bytes", ran.out.len());
        }
    }
    let wide = mail(server.address, &["spf", "wide.example"]);
    assert!(wide.code == 3 && wide.out.contains("not followed"), "{wide:?}");
}

#[test]
fn odd_spellings_that_are_right_are_read_and_those_that_are_not_are_none() {
    let mut zone = Zone::of(
        "case.example TXT V=SPF1 IP4:192.0.2.1 INCLUDE:Inner.EXAMPLE -ALL
        dots.example TXT v=spf1 include:inner.example. -all
        inner.example TXT v=spf1 ip4:192.0.2.1 -all
        spaces.example TXT v=spf1   ip4:192.0.2.1    -all
        early.example TXT  v=spf2 ip4:192.0.2.1 -all
        chain9.example TXT v=spf1 ip4:192.0.2.1 -all",
    );
    for n in 0..9 {
        zone.add(&format!("chain{n}.example"), "CNAME", &format!("chain{}.example", n + 1));
    }
    let strings = |strings: &[&str]| RData::TXT(TXT::new(strings.iter().map(|s| (*s).to_owned()).collect()));
    zone.push("split.example", strings(&["v=spf1 ip4:192.", "0.2.1", " -all"]));
    zone.push("pieces.example", strings(&[&["v=spf1 ", "ip4:192.0.2.1 ", "-all"].concat(), "", ""]));
    zone.push("glued.example", strings(&["v=spf1", "ip4:192.0.2.1 -all"]));
    let server = Server::start(zone);
    for (domain, result) in [
        ("case.example", "pass"),
        ("CASE.Example.", "pass"),
        ("dots.example", "pass"),
        ("spaces.example", "pass"),
        ("early.example", "none"),
        ("chain0.example", "pass"),
        ("split.example", "pass"),
        ("pieces.example", "pass"),
        ("glued.example", "none"),
    ] {
        let ran = mail(server.address, &["spf", domain, "--ip", "192.0.2.1"]);
        assert_eq!((ran.code, ran.first_word()), (0, result), "{domain}: {ran:?}");
    }
}
