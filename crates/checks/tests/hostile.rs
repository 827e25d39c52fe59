//! A target chooses its own addresses; a command copied from a report must not run what is hidden in them.
#![allow(clippy::unwrap_used)]

mod common;

use checks::case::{Case, Expect};
use model::facts::{Fact, FactKind};
use model::{Evidence, FactKey, Record, Subject, SubjectKind, Verdict};
use std::collections::BTreeSet;

const TRAP: &str = "/x';touch${IFS}trap;'";

/// What a shell would see outside of quotes.
fn unquoted(command: &str) -> String {
    let mut outside = String::new();
    let mut quoted = false;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => quoted = !quoted,
            '\\' if !quoted => drop(chars.next()),
            _ if !quoted => outside.push(c),
            _ => {}
        }
    }
    assert!(!quoted, "an open quote: {command}");
    outside
}

/// The case with every address of the judged page or trail replaced by a trap.
fn trapped(case: &Case) -> Case {
    let mut case = case.clone();
    let page = |s: &Subject| Subject::new(SubjectKind::Page, format!("{}{TRAP}", s.origin().unwrap()));
    if case.subject.kind == SubjectKind::Page {
        case.subject = page(&case.subject);
    }
    let before = std::mem::replace(&mut case.evidence, Evidence::new(checks::sample::now()));
    for (key, seen) in before.records() {
        let mut subject = key.subject.clone();
        let mut fact = seen.clone().unwrap();
        if subject.kind == SubjectKind::Page && key.kind.subject() == SubjectKind::Page && key.kind != FactKind::Doors {
            subject = page(&subject);
        }
        if let Fact::Redirects(redirects) = &mut fact {
            for trail in std::iter::once(&mut redirects.root).chain(&mut redirects.deep) {
                trail.start.push_str(&TRAP[1..]);
                for hop in &mut trail.hops {
                    hop.url.push_str(&TRAP[1..]);
                    hop.to.push_str(&TRAP[1..]);
                }
            }
        }
        case.evidence.insert(Record { key: FactKey { kind: key.kind, subject }, seen: Ok(fact) });
    }
    case
}

#[test]
fn what_is_hidden_in_an_address_stays_inside_its_quotes() {
    let mut tried = BTreeSet::new();
    for (check, case) in common::cases(Expect::Fail) {
        let case = trapped(&case);
        let Verdict::Fail(findings) = common::judged(check, &case) else { continue };
        for finding in findings {
            if finding.reproduce.contains("touch") {
                tried.insert(check.info.id);
            }
            let outside = unquoted(&finding.reproduce);
            assert!(!outside.contains("touch"), "{}: {}", check.info.id, finding.reproduce);
        }
    }
    let must =
        ["access/login-over-http", "cache/private-page-shared", "content/insecure-resource", "cookie/not-secure"];
    assert!(must.iter().all(|id| tried.contains(id)), "{tried:?}");
    assert!(tried.iter().any(|id| id.starts_with("redirect/")), "{tried:?}");
}
