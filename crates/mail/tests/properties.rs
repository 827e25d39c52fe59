//! What holds for every input: no panic, places inside the text, a printed record is the same record, and remedies keep who
//! may send.
#![allow(clippy::unwrap_used)]

mod common;
#[path = "common/invariants.rs"]
mod invariants;

use common::{Memory, now};
use mail::remedy::flatten_spf;
use mail::spf::{Options, Record, SpfResult, audit, check_host};
use mail::{dmarc, mta_sts};
use proptest::prelude::*;

/// Pieces of all grammars, right and wrong, in any order.
fn soup(pieces: &'static [&'static str]) -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![4 => prop::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,3}", 1 => "[ -~]{0,4}"];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

const SPF: &[&str] = &[
    " ",
    " ",
    " ",
    "-all",
    "~",
    "?",
    "+",
    "a",
    "mx",
    "ptr",
    "ip4:",
    "ip6:",
    "include:",
    "exists:",
    "redirect=",
    "exp=",
    "x=",
    "example.com",
    "192.0.2.1",
    "2001:db8::",
    "/24",
    "//64",
    "/",
    "%{d}",
    "%{ir}.",
    "%{L2r+-}",
    "%%",
    "%_",
    "%-",
    "%{",
    "}",
    ":",
    ".",
    "org",
    "all",
    "\u{e9}",
    "\0",
    "\r\n",
];
const TAGS: &[&str] = &[
    "; ",
    ";",
    "=",
    "p=",
    "reject",
    "none",
    "quarantine",
    "sp=",
    "np=",
    "t=y",
    "psd=",
    "n",
    "adkim=s",
    "aspf=r",
    "rua=",
    "ruf=",
    "mailto:",
    "a@example.com",
    "!10m",
    ",",
    "fo=1:d",
    "pct=50",
    "v=",
    "DMARC1",
    "DKIM1",
    "k=rsa",
    "k=ed25519",
    "p=TWFu",
    "h=sha256",
    "s=email",
    "id=",
    "20260101",
    "https://r.example.com/",
    " ",
    "\t",
    "\u{e9}",
    "x=y",
    "a=rsa-sha256",
    "d=example.com",
    "b=AA==",
];
const ANSWERS: &[&str] = &[
    "* ",
    "* OK ",
    "A1 NO ",
    "+ ",
    "\r\n",
    "\n",
    "{0}\r\n",
    "{3}\r\n",
    "{9}",
    "{",
    "}",
    "\"",
    "\\",
    "BODY[]",
    "BODY[",
    "]<0> ",
    "FETCH (",
    "1 ",
    "NIL",
    "SEARCH 4 7",
    "CAPABILITY AUTH=PLAIN",
    "250-",
    "250 ",
    "220",
    "\r",
];

const LINES: &[&str] = &[
    "version: STSv1\n",
    "mode: enforce\r\n",
    "mode: none\n",
    "max_age: 604800\n",
    "mx: a.example.com\n",
    "mx: *.example.com\r\n",
    "mx: ",
    "\n",
    "\r",
    ":",
    " ",
    "x: y\n",
    "max_age: 99999999999\n",
];

fn lines_of_dns() -> impl Strategy<Value = String> {
    let name = prop::sample::select(&["a.example", "b.example", "c.example", "_dmarc.a.example", "example"][..]);
    let value = prop_oneof![
        soup(SPF).prop_map(|text| format!(
            "TXT v=spf1 {}",
            text.replace("example.com", "b.example").replace(['\r', '\n'], "")
        )),
        Just("TXT v=DMARC1; p=reject; psd=y".to_owned()),
        Just("A 192.0.2.1".to_owned()),
        Just("MX a.example".to_owned()),
        Just("TIMEOUT".to_owned()),
    ];
    prop::collection::vec((name, value).prop_map(|(name, value)| format!("{name} {value}\n")), 0..8)
        .prop_map(|lines| lines.concat())
}

/// A valid SPF record.
fn valid_spf() -> impl Strategy<Value = String> {
    let sign = prop::sample::select(&["", "-", "~", "?"][..]);
    let term = prop::sample::select(
        &[
            "all",
            "a",
            "mx/24",
            "a:host.example.com//64",
            "mx:example.com/8//48",
            "ptr",
            "ip4:192.0.2.0/24",
            "ip6:2001:db8::/32",
            "include:_spf.example.com",
            "exists:%{ir}.%{l1r+-}._ok.%{d}",
            "include:%{d2}",
        ][..],
    );
    let terms = prop::collection::vec((sign, term).prop_map(|(sign, term)| format!(" {sign}{term}")), 0..12);
    let last = prop::sample::select(&["", " redirect=r.example.com", " exp=why.%{o}", " x-y=%_z"][..]);
    (terms, last).prop_map(|(terms, last)| format!("v=spf1{}{last}", terms.concat()))
}

/// Six domains, each of which leads only to later ones, so that there are no loops.
fn small_world() -> impl Strategy<Value = String> {
    let term = prop_oneof![
        3 => (0..64_u8, 28..33_u8).prop_map(|(host, bits)| format!("ip4:192.0.2.{host}/{bits}")),
        4 => Just("include:dN.example.com".to_owned()),
        1 => Just("a:dN.example.com".to_owned()),
    ];
    let sign = prop::sample::select(&["", "", "", "", "", "", "-", "?"][..]);
    let terms = prop::collection::vec((sign, term).prop_map(|(sign, term)| format!(" {sign}{term}")), 0..7);
    let end = prop::sample::select(&[" -all", " ~all", "", " redirect=dN.example.com"][..]);
    let record = (terms, end).prop_map(|(terms, end)| format!("v=spf1{}{end}", terms.concat()));
    let next = prop::collection::vec(0..6_usize, 40);
    (prop::collection::vec(record, 6), next).prop_map(|(records, next)| {
        let mut zone = "d6.example.com TXT v=spf1 ip4:192.0.2.77 -all\nd6.example.com A 192.0.2.78\n".to_owned();
        let mut next = next.into_iter().cycle();
        for (n, record) in records.into_iter().enumerate() {
            let mut record = record;
            while record.contains("dN") {
                let later = n + 1 + next.next().unwrap_or(0) % (6 - n);
                record = record.replacen("dN", &format!("d{later}"), 1);
            }
            zone.push_str(&format!("d{n}.example.com TXT {record}\nd{n}.example.com A 192.0.2.{}\n", n * 10));
        }
        zone
    })
}

fn result(zone: &str, ip: &str) -> SpfResult {
    let options = Options { lookup_limit: 60, void_limit: 60, ..Options::default() };
    now(check_host(&Memory::of(zone), ip.parse().unwrap(), "h", "x@d0.example.com", &options)).result
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_parsed_without_panic(text in "\\PC{0,80}") {
        invariants::spf_record(&text);
        invariants::dmarc_record(&text);
        invariants::dkim_key(&text);
        invariants::dkim_signature(&text);
        invariants::dkim_message(&text);
        invariants::mta_sts(&text);
        invariants::tls_rpt(&text);
    }

    #[test]
    fn nearly_spf_is_parsed_without_panic(text in soup(SPF)) {
        invariants::spf_record(&format!("v=spf1 {text}"));
    }

    #[test]
    fn nearly_tag_lists_are_parsed_without_panic(text in soup(TAGS)) {
        invariants::dmarc_record(&format!("v=DMARC1; {text}"));
        invariants::dkim_key(&text);
        invariants::dkim_signature(&text);
        invariants::dkim_message(&format!("DKIM-Signature: {text}\r\nFrom: a@a.example\r\n\r\n{text}"));
        invariants::mta_sts(&format!("v=STSv1; {text}"));
        invariants::tls_rpt(&format!("v=TLSRPTv1; {text}"));
    }

    #[test]
    fn nearly_policies_are_parsed_without_panic(text in soup(LINES)) {
        invariants::mta_sts(&text);
        if let Ok(policy) = mta_sts::Policy::parse(&text) {
            let again = mta_sts::Policy::parse(&policy.to_string()).unwrap();
            prop_assert_eq!((again.mode, again.max_age, again.mx), (policy.mode, policy.max_age, policy.mx));
        }
    }

    #[test]
    fn nearly_answers_of_mail_servers_are_parsed_without_panic(text in soup(ANSWERS)) {
        invariants::imap_response(&text);
        invariants::imap_response(&format!("* 1 FETCH (BODY[] {text}"));
        invariants::smtp_reply(&text);
    }

    #[test]
    fn nearly_zones_are_walked_without_panic(text in lines_of_dns()) {
        invariants::spf_walk(&text);
    }

    #[test]
    fn a_valid_spf_record_prints_as_itself_and_survives_json(text in valid_spf()) {
        let record = Record::parse(&text).unwrap();
        prop_assert_eq!(record.to_string(), text.as_str());
        let json = serde_json::to_string(&record).unwrap();
        prop_assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    }

    #[test]
    fn a_dmarc_record_survives_json(text in soup(TAGS)) {
        if let Some(reading) = dmarc::Record::read(&format!("v=DMARC1; {text}")) {
            let json = serde_json::to_string(&reading).unwrap();
            prop_assert_eq!(serde_json::from_str::<dmarc::Reading>(&json).unwrap(), reading);
        }
    }

    #[test]
    fn the_audit_counts_what_a_stranger_costs(zone in small_world()) {
        let dns = Memory::of(&zone);
        let options = Options { lookup_limit: 500, ..Options::default() };
        let seen = now(check_host(&dns, "10.9.9.9".parse().unwrap(), "h", "x@d0.example.com", &options));
        let audited = now(audit(&dns, "d0.example.com"));
        if seen.result != SpfResult::PermError && audited.complete {
            prop_assert_eq!((seen.lookups, seen.voids), (audited.lookups, audited.voids), "{}", zone);
        }
    }

    #[test]
    fn a_flattened_record_lets_the_same_senders_pass(zone in small_world(), hosts in prop::collection::vec(0..80_u8, 8)) {
        let seen = now(audit(&Memory::of(&zone), "d0.example.com"));
        let Ok(flat) = flatten_spf(&seen) else { return Ok(()) };
        let rest: String = zone.lines().filter(|line| !line.starts_with("d0.example.com TXT")).map(|line| format!("{line}\n")).collect();
        let new: String = flat.records.iter().map(|r| format!("{} TXT {}\n", r.name, r.value)).collect();
        for host in hosts {
            let ip = format!("192.0.2.{host}");
            let before = result(&zone, &ip);
            if before != SpfResult::PermError && flat.removed.is_empty() {
                prop_assert_eq!(before, result(&format!("{rest}{new}"), &ip), "{} with {}", ip, new);
            }
        }
    }
}
