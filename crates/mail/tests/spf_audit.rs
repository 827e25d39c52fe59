//! The audit of a domain's SPF: the whole tree, counts, and problems with their places.
#![allow(clippy::unwrap_used)]

mod common;

use std::sync::atomic::Ordering;

use common::{Memory, now};
use mail::spf::{Audit, AuditKind, Qualifier, audit};

fn audited(zone: &str) -> Audit {
    now(audit(&Memory::of(zone), "Example.com."))
}

/// Kind, domain of the record, and the part of the record that is meant.
fn problems(zone: &str) -> Vec<(AuditKind, String, String)> {
    let dns = Memory::of(zone);
    let text = |domain: &str| dns.hosts.get(domain).and_then(|host| host.txt.first().cloned()).unwrap_or_default();
    let audit = now(audit(&dns, "example.com"));
    for problem in &audit.problems {
        assert!(
            !problem.message.ends_with('.') && !problem.message.starts_with(char::is_uppercase),
            "{}",
            problem.message
        );
    }
    let named = audit.problems.into_iter().map(|p| {
        let domain = p.path.last().unwrap().clone();
        let part = String::from_utf8(text(&domain)[p.at].to_vec()).unwrap();
        (p.kind, domain, part)
    });
    named.collect()
}

fn expect(zone: &str, expected: &[(AuditKind, &str, &str)]) {
    let found = problems(zone);
    let found: Vec<_> = found.iter().map(|(kind, domain, part)| (*kind, domain.as_str(), part.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_healthy_domain_has_no_problem_and_a_counted_tree() {
    let zone = "
        example.com TXT v=spf1 mx include:a.example.net include:b.example.net -all
        example.com MX 10 mx.example.com
        mx.example.com A 192.0.2.1
        mx.example.com AAAA 2001:db8::1
        a.example.net TXT v=spf1 include:c.example.net ip4:198.51.100.0/24 ~all
        b.example.net TXT v=spf1 -ip4:203.0.113.66 ip4:203.0.113.0/24 ?all
        c.example.net TXT v=spf1 exists:%{i}._ok.example.net ~all
    ";
    let audit = audited(zone);
    assert_eq!(audit.problems, []);
    assert!(audit.complete);
    assert_eq!((audit.lookups, audit.voids, audit.all), (5, 0, Some(Qualifier::Fail)));
    let tree = audit.tree.unwrap();
    let terms: Vec<_> = tree.terms.iter().map(|t| (t.term.as_str(), t.cost, t.running)).collect();
    assert_eq!(terms, [("mx", 1, 1), ("include:a.example.net", 3, 4), ("include:b.example.net", 1, 5), ("-all", 0, 5)]);
    let networks: Vec<String> =
        audit.networks.iter().map(|n| format!("{}/{} {}", n.address, n.prefix, n.written)).collect();
    assert_eq!(
        networks,
        ["192.0.2.1/32 false", "2001:db8::1/128 false", "198.51.100.0/24 true", "203.0.113.0/24 true"]
    );
}

#[test]
fn no_record_and_two_records_are_told() {
    expect("example.com A 192.0.2.1", &[(AuditKind::NoRecord, "example.com", "")]);
    let two = "example.com TXT v=spf1 a -all\nexample.com TXT v=spf1 mx -all";
    expect(two, &[(AuditKind::SeveralRecords, "example.com", "")]);
    assert_eq!(audited(two).records.len(), 2);
}

#[test]
fn every_branch_is_walked_and_each_problem_is_placed() {
    let zone = "
        example.com TXT v=spf1 ip4:10.0.0.0/8 include:a.example.net include:gone.example.net a:dead.example.com ptr -all
        a.example.net TXT v=spf1 include:example.com ip4:1.2.3 +all
    ";
    expect(
        zone,
        &[
            (AuditKind::Broad, "example.com", "ip4:10.0.0.0/8"),
            (AuditKind::Syntax, "a.example.net", "1.2.3"),
            (AuditKind::Loop, "a.example.net", "include:example.com"),
            (AuditKind::AllowsAll, "a.example.net", "+all"),
            (AuditKind::DeadTarget, "example.com", "include:gone.example.net"),
            (AuditKind::Void, "example.com", "a:dead.example.com"),
            (AuditKind::Ptr, "example.com", "ptr"),
        ],
    );
}

#[test]
fn the_end_of_the_record_is_judged_through_redirects() {
    expect("example.com TXT v=spf1 ip4:192.0.2.1 ?all", &[(AuditKind::OpenEnded, "example.com", "?all")]);
    expect("example.com TXT v=spf1 ip4:192.0.2.1", &[(AuditKind::OpenEnded, "example.com", "")]);
    let redirected = "example.com TXT v=spf1 redirect=r.example.net\nr.example.net TXT v=spf1 ip4:192.0.2.1";
    expect(redirected, &[(AuditKind::OpenEnded, "r.example.net", "")]);
    let closed = "example.com TXT v=spf1 redirect=r.example.net\nr.example.net TXT v=spf1 ip4:192.0.2.1 ~all";
    expect(closed, &[]);
    assert_eq!(audited(closed).all, Some(Qualifier::SoftFail));
    expect(
        "example.com TXT v=spf1 redirect=r.example.net",
        &[(AuditKind::DeadTarget, "example.com", "redirect=r.example.net")],
    );
}

#[test]
fn what_stands_after_all_is_told() {
    expect(
        "example.com TXT v=spf1 -all mx redirect=r.example.net",
        &[
            (AuditKind::AfterAll, "example.com", "mx"),
            (AuditKind::RedirectIgnored, "example.com", "redirect=r.example.net"),
        ],
    );
}

#[test]
fn limits_count_all_branches() {
    let lines: String = (0..11).map(|n| format!("n{n}.example.net TXT v=spf1 ip4:192.0.2.{n} ~all\n")).collect();
    let includes: String = (0..11).map(|n| format!(" include:n{n}.example.net")).collect();
    expect(&format!("{lines}example.com TXT v=spf1{includes} -all"), &[(AuditKind::TooManyLookups, "example.com", "")]);
    let found = problems("example.com TXT v=spf1 a:x.example.com mx:y.example.com exists:z.example.com -all");
    let kinds: Vec<_> = found.iter().map(|(kind, ..)| *kind).collect();
    assert_eq!(kinds, [AuditKind::Void, AuditKind::Void, AuditKind::Void, AuditKind::TooManyVoids]);
    let servers: String = (0..11).map(|n| format!("example.com MX {n} mx.example.com\n")).collect();
    let zone = format!("{servers}example.com TXT v=spf1 mx -all\nmx.example.com A 192.0.2.1");
    expect(&zone, &[(AuditKind::TooManyMx, "example.com", "mx")]);
}

#[test]
fn no_answer_is_not_taken_for_nothing() {
    let zone = "example.com TXT v=spf1 include:slow.example.net -all\nslow.example.net TIMEOUT";
    expect(zone, &[(AuditKind::Unanswered, "example.com", "include:slow.example.net")]);
    assert!(!audited(zone).complete);
    expect("example.com TIMEOUT", &[(AuditKind::Unanswered, "example.com", "")]);
}

#[test]
fn hostile_trees_stay_within_the_bounds() {
    // Three hundred includes, each of which includes three hundred.
    let many: String = (0..300).map(|n| format!(" include:n{n}.example.com")).collect();
    let mut zone = format!("example.com TXT v=spf1{many} -all\n");
    (0..300).for_each(|n| zone.push_str(&format!("n{n}.example.com TXT v=spf1{many} ?all\n")));
    let dns = Memory::of(&zone);
    let seen = now(audit(&dns, "example.com"));
    assert!(!seen.complete);
    assert!(dns.questions.load(Ordering::Relaxed) <= 300);
    assert!(seen.problems.iter().any(|problem| problem.kind == AuditKind::TooManyLookups));
    // Ten megabytes in one record, and one full of faults.
    let mut dns = Memory::default();
    dns.add("example.com", "TXT", &format!("v=spf1 {}", "ip4:192.0.2.1 ".repeat(700_000)));
    assert_eq!(now(audit(&dns, "example.com")).problems[0].kind, AuditKind::LongRecord);
    let mut dns = Memory::default();
    dns.add("example.com", "TXT", &format!("v=spf1 {}", "\u{e9} a ".repeat(10_000)));
    let seen = now(audit(&dns, "example.com"));
    assert!(seen.problems.len() <= 502 && !seen.complete);
}

#[test]
fn an_audit_survives_json() {
    let audit =
        audited("example.com TXT v=spf1 include:a.example.net -all\na.example.net TXT v=spf1 ip4:192.0.2.1 ~all");
    let json = serde_json::to_string(&audit).unwrap();
    assert_eq!(serde_json::from_str::<Audit>(&json).unwrap(), audit);
}

#[test]
fn an_audit_prints_problems_and_then_the_tree() {
    let zone = "example.com TXT v=spf1 include:a.example.net a:x.example.com -all\na.example.net TXT v=spf1 ip4:192.0.2.1 ptr ~all";
    assert_eq!(
        audited(zone).to_string(),
        "example.com: 3 lookups, 1 void, 1 network
  example.com > a.example.net byte 22: ptr is slow and not to be used, name the addresses with ip4 and ip6
  example.com byte 30: a:x.example.com finds nothing, as x.example.com has no address, remove it
example.com: 3 lookups
  [ 2] include:a.example.net
    a.example.net: 1 lookup
      [ 1] ip4:192.0.2.1
      [ 2] ptr (depends on the sender)
      [ 2] ~all
  [ 3] a:x.example.com (x.example.com has no address)
  [ 3] -all
"
    );
}
