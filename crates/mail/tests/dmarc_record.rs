//! DMARC records: of RFC 7489, of RFC 9989, and broken ones.
#![allow(clippy::unwrap_used)]

use mail::dmarc::{Alignment, FailureOption, Policy, Psd, Record, is_dmarc, is_nearly_dmarc};

fn problems(text: &str) -> Vec<(&str, String)> {
    let problems = Record::parse(text).unwrap_err();
    problems.into_iter().map(|p| (&text[p.at], p.message)).collect()
}

#[test]
fn a_record_is_known_by_its_version_alone() {
    assert!(is_dmarc("v=DMARC1"));
    assert!(is_dmarc("v = DMARC1 ; p=none"));
    assert!(!is_dmarc("v=dmarc1; p=none"));
    assert!(!is_dmarc("v=DMARC1 p=none"));
    assert!(!is_dmarc("p=none; v=DMARC1"));
    assert!(is_nearly_dmarc("v=dmarc1 p=none"));
    assert!(!is_nearly_dmarc("google-site-verification=x"));
}

#[test]
fn a_record_of_rfc_7489_is_read() {
    let record = Record::parse(
        "v=DMARC1; p=quarantine; pct=50; ri=86400; rf=afrf; rua=mailto:a@x.org!10m,mailto:b@y.org; fo=1:d;",
    )
    .unwrap();
    assert_eq!(record.policy, Policy::Quarantine);
    assert_eq!(record.removed, ["pct", "ri", "rf"]);
    assert_eq!(record.rua[0].address.as_deref(), Some("a@x.org"));
    assert_eq!(record.rua[0].size_limit.as_deref(), Some("10m"));
    assert_eq!(record.fo, [FailureOption::AnythingFailed, FailureOption::Dkim]);
}

#[test]
fn a_record_of_rfc_9989_is_read() {
    let record = Record::parse("v=DMARC1;np=reject;t=y;psd=n;sp=quarantine;p=none;adkim=s;color=blue").unwrap();
    assert!(record.testing);
    assert_eq!(record.psd, Psd::No);
    assert_eq!(record.adkim, Alignment::Strict);
    assert_eq!(record.policies(), [Policy::None, Policy::Quarantine, Policy::Reject]);
    assert_eq!(record.unknown_tags, ["color"]);
}

#[test]
fn policies_are_ordered() {
    assert!(Policy::None < Policy::Quarantine && Policy::Quarantine < Policy::Reject);
    assert_eq!(Policy::Reject.one_lower(), Policy::Quarantine);
}

#[test]
fn every_problem_is_found_with_its_place() {
    let text = "v=DMARC1; p=block; sp; adkim=x; rua=dmarc@x.org,mailto:b; p=none; ; t=maybe";
    let places: Vec<&str> = problems(text).into_iter().map(|(place, _)| place).collect();
    assert_eq!(places, ["block", "sp", "x", "dmarc@x.org", "p=none", "", "maybe"]);
}

#[test]
fn a_faulty_policy_counts_as_none_when_reports_are_asked_for() {
    let reading = Record::read("v=DMARC1; p=block; sp=reject; rua=mailto:a@x.org").unwrap();
    assert!(reading.in_force);
    assert_eq!(reading.record.policies(), [Policy::None; 3]);
    assert!(!Record::read("v=DMARC1; p=block").unwrap().in_force);
    assert!(Record::read("v=dmarc1; p=block").is_none());
}

#[test]
fn another_text_is_no_record() {
    assert_eq!(problems("v=dmarc1; p=none")[0].0, "v=dmarc1");
    assert_eq!(problems("")[0].0, "");
}

#[test]
fn a_printed_record_is_the_same_record() {
    let text = "v=DMARC1; p=none; sp=reject; np=reject; t=y; psd=y; adkim=s; aspf=s; rua=mailto:a@x.org; ruf=mailto:b@x.org!5k; fo=1:s";
    assert_eq!(Record::parse(text).unwrap().to_string(), text);
}
