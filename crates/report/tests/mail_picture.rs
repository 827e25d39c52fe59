//! The picture "who may send as you", drawn from the SPF tree and the DKIM keys.
#![allow(missing_docs, clippy::unwrap_used)]

mod fixture;

use mail::Published;
use mail::dkim::Key;
use model::facts::{DkimKey, DkimKeys, SpfTree};
use model::{Evidence, Name, Subject};
use serde_json::{Value, json};

fn page(facts: impl FnOnce(Evidence, &Subject) -> Evidence) -> String {
    let domain = Subject::mail_domain(&Name::parse("acme.example").unwrap());
    let (report, evidence) = fixture::report_of(facts(fixture::facts::evidence(), &domain), fixture::judged::all());
    report::html::render(&report, &evidence, &fixture::checks::all())
}

fn term(text: &str, node: Value) -> Value {
    json!({ "term": text, "span": { "start": 0, "end": 1 }, "cost": 1, "running": 1, "seen": null, "node": node })
}

fn node(domain: &str, all: &str, terms: &[Value]) -> Value {
    json!({ "domain": domain, "record": "v=spf1 -all", "lookups": 1, "all": all, "terms": terms })
}

fn tree(lookups: u32, include: &str) -> SpfTree {
    let below = node("_netblocks.google.com", "soft_fail", &[term("ip4:198.51.100.0/24", Value::Null)]);
    let google = node("_spf.google.com", "soft_fail", &[term("include:_netblocks.google.com", below)]);
    let terms = [
        term("include:_spf.google.com", google),
        term(&format!("include:{include}"), Value::Null),
        term("ip4:192.0.2.0/28", Value::Null),
        term("-ip4:198.18.7.7", Value::Null),
        term("-all", Value::Null),
    ];
    let audit = json!({
        "domain": "acme.example", "records": ["v=spf1 -all"], "tree": node("acme.example", "fail", &terms), "problems": [],
        "lookups": lookups, "voids": 0, "all": "fail", "answer_bytes": 100, "complete": true,
        "networks": [{ "address": "198.51.100.0", "prefix": 24, "term": "ip4:198.51.100.0/24", "written": true,
            "path": ["acme.example", "_spf.google.com", "_netblocks.google.com"] }],
    });
    SpfTree { audit: serde_json::from_value(audit).unwrap() }
}

#[test]
fn the_whole_tree_of_senders_is_drawn_with_services_by_name() {
    let page = page(|evidence, domain| evidence.with(domain, tree(4, "gone.example")));
    for words in [
        "<b>Google Workspace</b>",
        "1 network",
        "through _netblocks.google.com",
        "whoever <b>gone.example</b> names",
        "which could not be followed",
        "the network <span class=\"addr\">192.0.2.0/28</span>",
        "and nobody else",
        "4 of 10 lookups",
    ] {
        assert!(page.contains(words), "{words}");
    }
    // The evidence stands in the page as well, so only the drawing is looked at.
    assert!(!page.contains("<span class=\"addr\">198.18.7.7") && !page.contains("receivers stop before the end"));
}

#[test]
fn the_domain_is_drawn_as_a_tree_with_who_runs_each_part() {
    let page = page(|evidence, domain| evidence.with(domain, tree(4, "gone.example")));
    let start = page.find("<div class=\"tree\">").unwrap();
    let drawn = &page[start..start + page[start..].find("</div><div class=\"map\">").unwrap()];
    for words in
        ["Name servers", "Web", "Mail from you", "<b>Heroku</b>", "<b>Google Workspace</b>", "<b>your own servers</b>"]
    {
        assert!(drawn.contains(words), "{words} in {drawn}");
    }
    // A term that takes somebody out sends nothing.
    assert!(!drawn.contains("198.18.7.7"));
    let without = fixture::report_of(Evidence::new(fixture::now()), fixture::judged::all());
    assert!(!report::html::render(&without.0, &without.1, &fixture::checks::all()).contains("class=\"tree\""));
}

#[test]
fn too_many_lookups_are_marked_and_valid_keys_are_shown() {
    let key = |selector: &str, text: &str| DkimKey {
        selector: selector.into(),
        named: false,
        found: match Key::parse(text) {
            Ok(record) => Published::Valid { text: text.into(), record: Box::new(record) },
            Err(problems) => Published::Faulty { text: text.into(), problems },
        },
    };
    let good = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    let keys = DkimKeys { keys: vec![key("google", good), key("old", "v=DKIM1; p="), key("bad", "v=DKIM1; p=A")] };
    let page = page(|evidence, domain| evidence.with(domain, tree(12, "x.example")).with(domain, keys));
    assert!(page.contains("12 of 10 lookups: receivers stop before the end"));
    assert!(page.contains("whoever signs with the key <b>google</b>") && page.contains("proved to be your mail"));
    assert!(!page.contains("<b>old</b>") && !page.contains("<b>bad</b>"));
}

#[test]
fn names_from_the_dns_never_become_markup() {
    let page = page(|evidence, domain| evidence.with(domain, tree(4, fixture::hostile::SCRIPT)));
    assert!(!page.contains("<script>alert") && !page.contains("<img"));
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
}
