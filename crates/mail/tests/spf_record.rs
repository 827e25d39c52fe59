//! SPF records: what parses, what does not, and where the error is.
#![allow(clippy::unwrap_used)]

use mail::spf::{Mechanism, Modifier, Qualifier, Record, TermKind, is_spf};

/// The faulty part of the record and the message, for each problem.
fn problems(text: &str) -> Vec<(&str, String)> {
    let problems = Record::parse(text).unwrap_err();
    problems.into_iter().map(|p| (&text[p.at], p.message)).collect()
}

#[test]
fn a_record_is_known_by_its_version_alone() {
    assert!(is_spf("v=spf1"));
    assert!(is_spf("V=SPF1 -all"));
    assert!(!is_spf("v=spf10"));
    assert!(!is_spf("v=spf1\t-all"));
    assert!(!is_spf(" v=spf1"));
    assert!(!is_spf("v=spé1 -all"));
}

#[test]
fn a_usual_record_becomes_terms_with_their_places() {
    let text = "v=spf1 include:_spf.example.com  A/24//64 ~all exp=why.example.com";
    let record = Record::parse(text).unwrap();
    let pieces: Vec<&str> = record.terms.iter().map(|term| &text[term.span.clone()]).collect();
    assert_eq!(pieces, ["include:_spf.example.com", "A/24//64", "~all", "exp=why.example.com"]);
    assert_eq!(record.all(), Some(Qualifier::SoftFail));
    assert_eq!(record.includes()[0].fixed().as_deref(), Some("_spf.example.com"));
    assert_eq!(record.exp().unwrap().to_string(), "why.example.com");
    assert!(record.redirect().is_none());
    let TermKind::Directive { mechanism: Mechanism::A { cidr, .. }, .. } = &record.terms[1].kind else {
        panic!("the second term is an a");
    };
    assert_eq!((cidr.ip4, cidr.ip6), (Some(24), Some(64)));
}

#[test]
fn a_slash_may_stand_in_a_domain() {
    let record = Record::parse("v=spf1 a:foo:bar/baz.example.com/24").unwrap();
    assert_eq!(record.to_string(), "v=spf1 a:foo:bar/baz.example.com/24");
}

#[test]
fn an_unknown_modifier_is_valid() {
    let record = Record::parse("v=spf1 moo.cow-far_out=man:dog/cat -all").unwrap();
    assert!(
        matches!(&record.terms[0].kind, TermKind::Modifier(Modifier::Unknown { name, .. }) if name == "moo.cow-far_out")
    );
}

#[test]
fn every_problem_is_found_with_its_place() {
    let text =
        "v=spf1 ipv4:1.2.3.4 ip4:1.2.3.4/33 a:foo-bar exists -redirect=x.example.com include:%{x}.example.com all.";
    let found = problems(text);
    let places: Vec<&str> = found.iter().map(|(place, _)| *place).collect();
    assert_eq!(places, ["ipv4:1.2.3.4", "33", "foo-bar", "exists", "-", "%{x}", "all."]);
    assert!(found[0].1.contains("write ip4:"), "{}", found[0].1);
}

#[test]
fn messages_are_lower_case_without_full_stop() {
    let faults = [
        "ip4",
        "ip4:1.2.3",
        "ip6:::1/129",
        "ip4:1.2.3.4/032",
        "a:",
        "a/33",
        "a/24/64",
        "a:1.2.3.4",
        "mx:abc.123",
        "ptr/0",
        "all:x",
        "include",
        "exp=",
        "redirect=-all",
        "1up=x",
        "=all",
        "foo=%abc",
        "exp=%{c}.example.com",
        "a:%{d0}",
        "a:%{",
        "a:%{}",
        "a:%{d!}",
        "a:ex\u{e9}.com",
        "redirect:x.org",
        "moo",
        "a:x.example.com%%",
    ];
    for fault in faults {
        let text = format!("v=spf1 {fault}");
        for (place, message) in problems(&text) {
            assert!(!place.is_empty(), "{text}: no place");
            assert!(!message.ends_with('.'), "{message}");
            assert!(!message.starts_with(char::is_uppercase), "{message}");
        }
    }
}

#[test]
fn redirect_and_exp_stand_once() {
    assert_eq!(problems("v=spf1 redirect=a.org redirect=b.org")[0].0, "redirect=b.org");
    assert_eq!(problems("v=spf1 exp=a.org -all exp=b.org")[0].0, "exp=b.org");
}

#[test]
fn another_text_is_no_record() {
    assert_eq!(problems("v=spf2 -all")[0].0, "v=spf2");
    assert_eq!(problems("")[0].0, "");
}

#[test]
fn a_record_survives_json() {
    let record =
        Record::parse("v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} mx:a.org/24 ip6:2001:db8::/32 foo=%_bar -all").unwrap();
    let json = serde_json::to_string(&record).unwrap();
    assert!(json.contains(r#""domain":"%{ir}.%{l1r+-}._spf.%{d}""#), "{json}");
    assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
}
