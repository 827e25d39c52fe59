//! What `check_host` tells beside the bare result.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Memory, now};
use mail::spf::{Evaluation, Options, SpfResult, StepOutcome, check_host};

const ZONE: &str = "
    example.com TXT v=spf1 a include:_spf.example.net -all exp=why.example.com
    example.com A 192.0.2.1
    why.example.com TXT %{i} is not ours
    _spf.example.net TXT v=spf1 ip4:198.51.100.0/24 ~all
";

fn check(zone: &str, ip: &str) -> Evaluation {
    let sender = "bob@example.com";
    now(check_host(&Memory::of(zone), ip.parse().unwrap(), "mx.example.com", sender, &Options::default()))
}

#[test]
fn the_deciding_path_leads_through_the_include() {
    let seen = check(ZONE, "198.51.100.7");
    assert_eq!(seen.result, SpfResult::Pass);
    let path: Vec<(&str, &str)> = seen.deciding.iter().map(|d| (d.domain.as_str(), d.term.as_str())).collect();
    assert_eq!(path, [("example.com", "include:_spf.example.net"), ("_spf.example.net", "ip4:198.51.100.0/24")]);
    assert_eq!((seen.lookups, seen.voids), (2, 0));
}

#[test]
fn the_tree_holds_running_counts_and_terms_not_reached() {
    let seen = check(ZONE, "198.51.100.7");
    let steps: Vec<_> = seen.tree.steps.iter().map(|s| (s.term.as_str(), s.outcome, s.lookups)).collect();
    assert_eq!(
        steps,
        [
            ("a", StepOutcome::NoMatch, 1),
            ("include:_spf.example.net", StepOutcome::Match, 2),
            ("-all", StepOutcome::NotReached, 2),
        ]
    );
    assert_eq!(seen.tree.steps[0].seen.as_deref(), Some("example.com has 192.0.2.1"));
}

#[test]
fn a_refused_sender_gets_the_words_of_the_domain() {
    let seen = check(ZONE, "203.0.113.9");
    assert_eq!(seen.result, SpfResult::Fail);
    assert_eq!(seen.explanation.as_deref(), Some("203.0.113.9 is not ours"));
    assert_eq!(seen.deciding[0].term, "-all");
}

#[test]
fn an_error_names_its_reason_and_its_term() {
    let seen = check("example.com TXT v=spf1 include:gone.example.net -all", "192.0.2.1");
    assert_eq!(seen.result, SpfResult::PermError);
    assert_eq!(seen.reason.as_deref(), Some("the included domain gone.example.net has no SPF record"));
    assert_eq!(seen.deciding[0].term, "include:gone.example.net");
}

#[test]
fn ipv6_senders_are_not_punished_for_ipv4_mail_servers() {
    let zone = "
        example.com TXT v=spf1 mx ip6:2001:db8::/32 -all
        example.com MX 1 a.example.com
        example.com MX 2 b.example.com
        example.com MX 3 c.example.com
        a.example.com A 192.0.2.1
        b.example.com A 192.0.2.2
        c.example.com A 192.0.2.3
    ";
    let seen = check(zone, "2001:db8::1");
    assert_eq!((seen.result, seen.voids), (SpfResult::Pass, 1));
}

#[test]
fn hostile_records_end_within_the_limits() {
    let many: String = (0..300).map(|n| format!(" include:n{n}.example.com")).collect();
    let mut zone = format!("example.com TXT v=spf1{many} -all\n");
    (0..300).for_each(|n| {
        zone.push_str(&format!("n{n}.example.com TXT v=spf1 include:n{}.example.com ?all\n", (n + 1) % 300))
    });
    let dns = Memory::of(&zone);
    let ip = "192.0.2.1".parse().unwrap();
    let seen = now(check_host(&dns, ip, "h", "x@example.com", &Options::default()));
    assert_eq!((seen.result, seen.lookups), (SpfResult::PermError, 11));
    let mut dns = Memory::default();
    dns.add("example.com", "TXT", &format!("v=spf1 {}", "ip4:192.0.2.1 ".repeat(700_000)));
    let seen = now(check_host(&dns, ip, "h", "x@example.com", &Options::default()));
    assert!(matches!(seen.result, SpfResult::Pass | SpfResult::PermError));
}

#[test]
fn an_evaluation_prints_its_result_first_and_then_the_tree() {
    let text = check(ZONE, "203.0.113.9").to_string();
    assert_eq!(
        text,
        "fail  2 lookups, 0 voids
decided by -all in the record of example.com
explanation: 203.0.113.9 is not ours
example.com: fail
  [ 1] a no match (example.com has 192.0.2.1)
  [ 2] include:_spf.example.net no match
    _spf.example.net: softfail
      [ 2] ip4:198.51.100.0/24 no match
      [ 2] ~all match
  [ 2] -all match
"
    );
}

#[test]
fn control_characters_from_outside_are_not_printed() {
    let zone = "example.com TXT v=spf1 -all exp=why.example.com\nwhy.example.com TXT %{h}";
    let options = Options::default();
    let seen = now(check_host(&Memory::of(zone), "192.0.2.1".parse().unwrap(), "\u{1b}[2J", "x@example.com", &options));
    assert!(seen.explanation.as_deref().unwrap().contains('\u{1b}'));
    assert!(!seen.to_string().contains('\u{1b}'));
}
