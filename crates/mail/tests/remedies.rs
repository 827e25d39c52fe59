//! Records ready to paste, and that they do what the old ones were meant to do.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Memory, now};
use mail::dmarc;
use mail::remedy::{Flattened, flatten_spf, locked_down, merge_spf, stage_dmarc, txt_strings};
use mail::spf::{Options, Record, SpfResult, audit, check_host};

fn merged(records: &[&str]) -> (String, usize) {
    let merged = merge_spf(&records.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
    Record::parse(&merged.record).unwrap();
    (merged.record, merged.notes.len())
}

#[test]
fn two_spf_records_become_one() {
    let two = ["v=spf1 include:_spf.google.com -all", "v=spf1 mx include:_SPF.google.com include:sendgrid.net -all"];
    assert_eq!(merged(&two), ("v=spf1 include:_spf.google.com mx include:sendgrid.net -all".to_owned(), 0));
}

#[test]
fn a_merged_record_is_no_stricter_than_its_parts() {
    assert_eq!(merged(&["v=spf1 a -all", "v=spf1 mx ~all"]), ("v=spf1 a mx ~all".to_owned(), 1));
    assert_eq!(merged(&["v=spf1 a +all", "v=spf1 mx -all"]).0, "v=spf1 a mx ~all");
    assert_eq!(merged(&["v=spf1 redirect=r.example.net", "v=spf1 mx -all"]).0, "v=spf1 include:r.example.net mx ~all");
    assert_eq!(
        merged(&["v=spf1 a ipv4:1.2.3.4 -all exp=e.org", "v=spf1 -all mx exp=f.org"]),
        ("v=spf1 a -all exp=e.org".to_owned(), 3)
    );
    assert_eq!(merged(&[]).0, "v=spf1 ~all");
}

const SENDERS: &str = "
    a.example.net TXT v=spf1 include:a1.example.net include:a2.example.net include:a3.example.net ~all
    a1.example.net TXT v=spf1 ip4:192.0.2.0/28 ip4:192.0.2.3 ~all
    a2.example.net TXT v=spf1 ip4:192.0.2.64/28 ip6:2001:db8:a::/48 ?all
    a3.example.net TXT v=spf1 redirect=a4.example.net
    a4.example.net TXT v=spf1 ip4:192.0.2.128/28 -all
    b.example.net TXT v=spf1 a:host.b.example.net ip4:198.51.100.0/28 -all
    host.b.example.net A 198.51.100.77
    c.example.net TXT v=spf1 -ip4:203.0.113.9 ip4:203.0.113.0/24 -all
    d.example.net TXT v=spf1 ip4:198.51.100.128/28 -all
";

/// The result for an address; the limit of the record before does not count here.
fn result(zone: &str, ip: &str) -> SpfResult {
    let options = Options { lookup_limit: 100, ..Options::default() };
    now(check_host(&Memory::of(zone), ip.parse().unwrap(), "h", "x@example.com", &options)).result
}

/// Flattens, and compares who may send before and after.
fn flattened(zone: &str) -> Flattened {
    let seen = now(audit(&Memory::of(zone), "example.com"));
    let flat = flatten_spf(&seen).unwrap();
    let mut after: String =
        zone.lines().filter(|line| !line.trim().starts_with("example.com TXT")).map(|l| format!("{l}\n")).collect();
    flat.records
        .iter()
        .for_each(|record| after.push_str(&format!("{} {} {}\n", record.name, record.kind, record.value)));
    let ips = [
        "192.0.2.1",
        "192.0.2.3",
        "192.0.2.17",
        "192.0.2.70",
        "192.0.2.130",
        "2001:db8:a::1",
        "2001:db8:b::1",
        "198.51.100.1",
        "198.51.100.77",
        "198.51.100.130",
        "203.0.113.9",
        "203.0.113.10",
        "10.0.0.1",
    ];
    for ip in ips {
        assert_eq!(result(zone, ip), result(&after, ip), "{ip} in {after}");
    }
    let again = now(audit(&Memory::of(&after), "example.com"));
    assert_eq!(again.lookups, flat.lookups);
    assert_eq!(flat.fits, again.lookups <= 10);
    flat
}

#[test]
fn the_dearest_include_of_networks_alone_is_replaced() {
    let zone = format!("{SENDERS}
        example.com TXT v=spf1 include:a.example.net include:b.example.net include:c.example.net ?include:d.example.net a:host.b.example.net a:host.b.example.net a:host.b.example.net -all exp=why.example.com");
    let flat = flattened(&zone);
    assert_eq!(flat.inlined, ["include:a.example.net"]);
    assert_eq!(
        flat.records[0].value,
        "v=spf1 ip4:192.0.2.0/28 ip4:192.0.2.64/28 ip6:2001:db8:a::/48 ip4:192.0.2.128/28 include:b.example.net include:c.example.net ?include:d.example.net a:host.b.example.net a:host.b.example.net a:host.b.example.net -all exp=why.example.com"
    );
    assert_eq!((flat.lookups, flat.fits, flat.loses.len()), (7, true, 1));
}

#[test]
fn a_record_that_fits_is_left_alone_and_dead_terms_go() {
    let zone = format!("{SENDERS}\nexample.com TXT v=spf1 include:a.example.net a:gone.example.com ~all");
    let flat = flattened(&zone);
    assert_eq!(flat.records[0].value, "v=spf1 include:a.example.net ~all");
    assert_eq!(flat.removed, ["a:gone.example.com"]);
    assert!(flat.inlined.is_empty() && flat.fits);
}

#[test]
fn a_redirect_is_replaced_with_its_end() {
    let hosts = " a:host.b.example.net".repeat(6);
    let zone = format!("{SENDERS}\nexample.com TXT v=spf1{hosts} redirect=a.example.net");
    let flat = flattened(&zone);
    assert!(flat.records[0].value.ends_with("ip4:192.0.2.128/28 ~all"), "{}", flat.records[0].value);
}

#[test]
fn many_networks_are_split_into_records_of_their_own() {
    let networks: String = (0..60).map(|n| format!(" ip4:10.{n}.0.0/16")).collect();
    let zone = |hosts: usize| {
        let hosts = " a:host.b.example.net".repeat(hosts);
        format!("{SENDERS}
        many.example.net TXT v=spf1 include:m2.example.net include:m3.example.net include:m3.example.net include:m3.example.net -all
        m2.example.net TXT v=spf1{networks} -all
        m3.example.net TXT v=spf1 ip4:192.0.2.200 -all
        example.com TXT v=spf1{hosts} ~include:many.example.net -all")
    };
    let flat = flattened(&zone(6));
    assert_eq!((flat.records.len(), flat.lookups, flat.fits), (4, 9, true));
    assert!(flat.records.iter().all(|record| record.value.len() <= 450));
    assert_eq!(flat.records[1].name, "_spf1.example.com");
    // With eight more lookups, three records of their own are too many: better one long record.
    let flat = flattened(&zone(8));
    assert_eq!((flat.records.len(), flat.lookups, flat.fits, flat.loses.len()), (1, 8, true, 2));
}

#[test]
fn what_cannot_be_flattened_says_why() {
    let refused = |zone: &str| flatten_spf(&now(audit(&Memory::of(zone), "example.com"))).unwrap_err();
    assert!(refused("example.com A 192.0.2.1").contains("publish one"));
    assert!(refused("example.com TXT v=spf1 ip4:1.2.3 -all").contains("correct it"));
    assert!(refused("example.com TXT v=spf1 include:s.example.net -all\ns.example.net TIMEOUT").contains("try again"));
}

fn staged(text: &str) -> Vec<(String, u32)> {
    let record = dmarc::Record::parse(text).ok();
    let stages = stage_dmarc(record.as_ref(), Some("dmarc@example.com"));
    for stage in &stages {
        dmarc::Record::parse(&stage.record).unwrap();
    }
    stages.into_iter().map(|stage| (stage.record, stage.after_days)).collect()
}

#[test]
fn dmarc_is_tightened_in_steps() {
    let record = |policy: &str| format!("v=DMARC1; p={policy}; np=reject; rua=mailto:dmarc@example.com");
    assert_eq!(staged(""), [(record("none"), 0), (record("quarantine"), 14), (record("reject"), 45)]);
    assert_eq!(staged(&record("none")), [(record("quarantine"), 0), (record("reject"), 31)]);
    assert_eq!(staged("v=DMARC1; p=reject"), []);
}

#[test]
fn what_is_strict_already_is_not_loosened_and_the_rest_is_kept() {
    let steps = staged("v=DMARC1; p=quarantine; sp=none; pct=20; adkim=s; rua=mailto:x@y.org!5m; fo=1");
    assert_eq!(
        steps,
        [
            ("v=DMARC1; p=quarantine; np=reject; adkim=s; rua=mailto:x@y.org; fo=1".to_owned(), 0),
            ("v=DMARC1; p=reject; np=reject; adkim=s; rua=mailto:x@y.org; fo=1".to_owned(), 31),
        ]
    );
    let steps = staged("v=DMARC1; p=reject; sp=none");
    assert_eq!(steps[0], ("v=DMARC1; p=reject; sp=none; np=reject; rua=mailto:dmarc@example.com".to_owned(), 0));
    let testing = staged("v=DMARC1; p=reject; t=y; rua=mailto:x@y.org");
    assert_eq!(testing, [("v=DMARC1; p=reject; np=reject; rua=mailto:x@y.org".to_owned(), 0)]);
}

#[test]
fn a_silent_domain_is_locked() {
    let records = locked_down("Example.com.", false);
    let lines: Vec<String> = records.iter().map(|r| format!("{} {} {}", r.name, r.kind, r.value)).collect();
    assert_eq!(
        lines,
        [
            "example.com TXT v=spf1 -all",
            "_dmarc.example.com TXT v=DMARC1; p=reject; sp=reject; np=reject",
            "*._domainkey.example.com TXT v=DKIM1; p=",
            "example.com MX 0 .",
        ]
    );
    assert_eq!(locked_down("example.com", true).len(), 3);
}

#[test]
fn long_records_are_cut_into_strings() {
    let strings = txt_strings(&"x".repeat(600));
    assert_eq!(strings.iter().map(String::len).collect::<Vec<_>>(), [255, 255, 90]);
    assert_eq!(txt_strings(""), [""]);
}
