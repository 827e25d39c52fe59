//! Flags and files that can't be used: named with their place and the next step, exit code 2, before anything is asked.
#![allow(clippy::unwrap_used)]

#[path = "support/binary.rs"]
mod binary;

use binary::run_in;

#[test]
fn whatever_cannot_be_used_is_named_with_the_next_step() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
    file("good.zone", b"$ORIGIN acme.example.\n$TTL 300\n@ SOA a. b. 1 2 3 4 5\n@ NS ns.x.\n");
    file("bad.zone", b"$ORIGIN acme.example.\n$TTL 300\nwww CNAM shop\nmail MX mx\n");
    file("latin.zone", b"$ORIGIN acme.example.\n; caf\xe9\n");
    file("include.zone", b"$ORIGIN acme.example.\n$INCLUDE /etc/passwd\n");
    for (arguments, said) in [
        (&["check", "acme.example", "--resolver", "dns.example"][..], "tls://192.0.2.53#dns.example"),
        (&["check", "acme.example", "--resolver", "tls://dns.example"], "write it as tls://192.0.2.53"),
        (&["check", "acme.example", "--ns", "ns1.acme.example"], "ns1.dns.example=203.0.113.53"),
        (&["check", "localhost:3000", "--ns", "203.0.113.53"], "--ns judges a domain"),
        (&["check", "acme.example", "--root-hints", "none.hints"], "none.hints: "),
        (&["check", "acme.example", "--root-hints", "good.zone"], "no root server with an address"),
        (&["dns", "watch", "acme.example", "--type", "QQ"], "give a type such as A"),
        (&["dns", "watch", "not a name"], "give a name such as www.acme.example"),
        (&["dns", "what-if", "none.zone"], "none.zone: "),
        (&["dns", "what-if", "latin.zone"], "latin.zone:2:6"),
        (&["dns", "what-if", "include.zone"], "include.zone:2:1"),
        (
            &["dns", "what-if", "good.zone", "other.example"],
            "good.zone is the zone of acme.example, not of other.example",
        ),
        (&["dns", "what-if", "bad.zone"], "bad.zone has 2 problems"),
        (&["dns", "diff", "bad.zone"], "did you mean CNAME?"),
        (&["dns", "diff"], "nothing to audit"),
    ] {
        let ran = run_in(folder.path(), arguments, &[]);
        assert_eq!(ran.code, 2, "{arguments:?}: {ran:?}");
        assert!(ran.err.contains(said) && ran.out.is_empty(), "{arguments:?}: {ran:?}");
    }
    let ran = run_in(folder.path(), &["dns", "what-if", "bad.zone"], &[]);
    let carets =
        "  bad.zone:3:5\n    3 │ www CNAM shop\n      │     ^^^^ \"CNAM\" is no type of record; did you mean CNAME?";
    assert!(ran.err.contains(carets), "{}", ran.err);
}

#[test]
fn a_file_is_judged_without_a_network_and_what_it_leads_to_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let zone = "$ORIGIN acme.example.\n$TTL 300\n@ SOA ns1 it 1 7200 900 1209600 300\n@ NS ns1\nns1 A 203.0.113.53\n@ A 203.0.113.1\n\
                www CNAME edge.other.example.\n@ TXT \"v=spf1 +all\"\n";
    std::fs::write(folder.path().join("a.zone"), zone).unwrap();
    // Nobody listens there.
    let arguments = ["dns", "what-if", "a.zone", "--resolver", "127.0.0.1:9", "--timeout", "0.3", "--format", "json"];
    let json = run_in(folder.path(), &arguments, &[]).json();
    let state = |check: &str, subject: &str| {
        let rows = json["report"]["rows"].as_array().unwrap();
        let row = rows.iter().find(|r| r["check"] == check && r["subject"]["name"] == subject);
        row.unwrap_or_else(|| panic!("no row {check} {subject}"))["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("mail/spf-allows-everyone", "acme.example"), "fail");
    assert_eq!(state("dns/does-not-resolve", "acme.example"), "pass");
    assert_eq!(state("dns/does-not-resolve", "www.acme.example"), "unknown");
    assert_eq!(json["changes"], serde_json::Value::Null);
}
