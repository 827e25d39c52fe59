//! Signed and broken domains on Knot, BIND and Unbound, new and old TLS on nginx and GnuTLS, in a network namespace of
//! their own: exactly the findings that each deserves, and silence for its healthy twin. Missing servers fail the test.
#![allow(clippy::unwrap_used)]

use model::{Report, State};
use std::path::Path;
use std::process::Command;

/// Areas that a case is about, and what fails in them.
fn failing(folder: &Path, case: &str, areas: &[&str]) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(format!("{case}.json"))).unwrap();
    let errors = std::fs::read_to_string(folder.join(format!("{case}.json.err"))).unwrap();
    let report: Report = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{case}: {e}: {errors}"));
    let mut ids: Vec<String> =
        report.in_state(State::Fail).filter(|r| areas.contains(&r.area.as_str())).map(|r| r.check.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// "subject: what was seen" of each finding of a check.
fn told(folder: &Path, case: &str, check: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder.join(format!("{case}.json"))).unwrap();
    let errors = std::fs::read_to_string(folder.join(format!("{case}.json.err"))).unwrap();
    let report: Report = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{case}: {e}: {errors}"));
    let rows = report.in_state(State::Fail).filter(|r| r.check == check);
    let all = rows.flat_map(|r| r.findings.iter().map(|f| format!("{}: {}", r.subject.name, f.observed)));
    let mut all: Vec<String> = all.collect();
    all.sort();
    all
}

#[test]
fn real_domains_and_hosts_get_exactly_their_findings() {
    let folder = std::env::temp_dir().join(format!("launch-ready-dns-tls-{}", std::process::id()));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/dns_tls.sh");
    let run = Command::new("unshare")
        .args(["--net", "bash", script, env!("CARGO_BIN_EXE_launch-ready")])
        .arg(&folder)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}{}", String::from_utf8_lossy(&run.stdout), String::from_utf8_lossy(&run.stderr));

    // The test domains have no IPv6, and that is all that the healthy one hears.
    let plain = ["dns/ipv6-missing"];
    let with = |more: &[&str]| {
        let mut all: Vec<String> = plain.iter().chain(more).map(|s| (*s).to_owned()).collect();
        all.sort();
        all
    };
    for (case, expected) in [
        ("good", with(&[])),
        ("moved", vec!["dnssec/ds-mismatch".to_owned()]),
        ("expired", vec!["dnssec/bogus".to_owned()]),
        ("unsigned", with(&["dnssec/unsigned"])),
        ("stale", with(&["dns/soa-differs", "dnssec/unsigned"])),
        ("lame", with(&["dns/lame-server", "dnssec/unsigned"])),
        ("long", with(&["dns/large-datagrams", "dnssec/unsigned"])),
        ("leaky", with(&["dnssec/unsigned"])),
        ("served", with(&["dnssec/unsigned"])),
        ("handed", with(&["dns/dangling-ns", "dnssec/unsigned"])),
        ("living", with(&["dnssec/unsigned"])),
        ("aliased", with(&["dns/alias-broken", "dns/dangling-cname", "dns/dangling-mail-name", "dnssec/unsigned"])),
        // Registered, and handed to nobody, or to servers that do not have it.
        ("nobody", vec!["dns/not-delegated".to_owned()]),
        ("orphan", vec!["dns/not-delegated".to_owned()]),
    ] {
        assert_eq!(failing(&folder, case, &["dns", "dnssec"]), expected, "{case}");
    }
    for (case, expected) in [
        ("8401", &[][..]),
        ("8402", &["tls/legacy-protocol"]),
        ("8403", &["tls/untrusted"]),
        ("8404", &["tls/wrong-host"]),
        ("8405", &["tls/no-tls13"]),
        ("8406", &["tls/expired"]),
        ("8407", &["tls/chain-incomplete"]),
        ("8408", &["tls/short-dh"]),
        ("8409", &[]),
        ("good-tls", &[]),
        ("pins-tls", &["tls/dane-mismatch"]),
        ("8411", &[]),
        ("8412", &["tls/broken-cipher", "tls/static-rsa"]),
        ("8413", &["tls/weak-cipher"]),
        // With NULL switched on, GnuTLS negotiates TLS 1.2 at most.
        ("8414", &["tls/broken-cipher", "tls/no-tls13", "tls/static-rsa"]),
        ("8415", &["tls/legacy-protocol"]),
    ] {
        assert_eq!(failing(&folder, case, &["tls"]), expected, "port {case}");
    }
    let told = |case: &str, check: &str| told(&folder, case, check);
    // Of four dead aliases the three that somebody else could claim, each with its second proof.
    let claims = told("aliased", "dns/dangling-cname");
    let proofs = [
        "app.aliased.example: CNAME acme-old.herokuapp.com; Heroku answers \"404 No such app\"",
        "docs.aliased.example: CNAME acme-docs.azurewebsites.net; Azure App Service answers \"NXDOMAIN\"",
        "status.aliased.example: CNAME x.given-up.example; given-up.example does not exist (NXDOMAIN) and is not registered",
    ];
    assert_eq!(claims, proofs);
    assert_eq!(told("aliased", "dns/alias-broken").len(), 1);
    let handed = told("handed", "dns/dangling-ns");
    assert!(handed[0].contains("given-up.example does not exist (NXDOMAIN) and is not registered"), "{handed:?}");
    assert!(handed[1].contains("answers NOERROR without authority"), "{handed:?}");
    assert_eq!(told("good-owned", "dns/zone-transfer"), [""; 0]);
    assert_eq!(told("leaky-owned", "dns/zone-transfer").len(), 1, "only BIND gives it, only for this domain");
    assert_eq!(told("leaky", "dns/zone-transfer"), [""; 0], "nobody declared that the domain is theirs");
    let unlisted = told("www.listed.example", "dns/undeclared-host");
    assert_eq!(unlisted.len(), 1, "{unlisted:?}");
    assert_eq!(told("staging.listed.example", "dns/undeclared-host"), [""; 0]);
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let map = read("map.txt");
    assert!(map.contains("NAME SERVERS") && map.contains("ns2.host.example") && map.contains("203.0.113.10"), "{map}");
    let tls = read("tls.txt");
    assert!(tls.contains("still accepts TLS 1.0") && tls.contains("days left"), "{tls}");
    // BIND reads what the backup wrote.
    let checked = read("checkzone.txt");
    assert!(checked.contains("OK"), "{checked}\n{}", read("good.zone"));
    std::fs::remove_dir_all(folder).ok();
}
