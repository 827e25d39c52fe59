//! Records and headers to paste are pasted here, as printed, and the row must then pass (decision 24).
#![allow(clippy::unwrap_used)]

mod common;

use checks::case::{Expect, kind_of};
use model::evidence::Record;
use model::facts::*;
use model::{Evidence, FactKey, Name, Remedy, Seen, Subject, Verdict};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// One printed line of a DNS remedy.
#[derive(Debug)]
struct Line {
    delete: bool,
    name: String,
    kind: String,
    value: String,
}

/// Reads `name. 3600 TXT "…" "…"` and `delete  name TXT …`, as a person at a DNS provider would.
fn read(line: &str) -> Line {
    if let Some(rest) = line.strip_prefix("delete  ") {
        let mut words = rest.splitn(3, ' ');
        let mut next = || words.next().unwrap().to_owned();
        return Line { delete: true, name: next(), kind: next(), value: next() };
    }
    let mut words = line.splitn(4, ' ');
    let name = words.next().unwrap().strip_suffix('.').expect("a whole name").to_owned();
    let ttl: u32 = words.next().unwrap().parse().expect("a time to live");
    assert!((60..=86_400).contains(&ttl), "{line}");
    let kind = words.next().unwrap().to_owned();
    let value = words.next().unwrap();
    let value = if kind == "TXT" { unquoted(value) } else { value.to_owned() };
    Line { delete: false, name, kind, value }
}

fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).expect("a quoted text");
    let pieces: Vec<&str> = inner.split("\" \"").collect();
    assert!(pieces.iter().all(|p| p.len() <= 255), "a piece is too long: {text}");
    pieces.concat().replace("\\\"", "\"").replace("\\\\", "\\")
}

/// The facts after the provider took the lines.
fn publish(evidence: &mut Evidence, lines: &[Line]) {
    let before = evidence.clone();
    for (key, seen) in before.records() {
        let Ok(fact) = seen else { continue };
        let mut fact = fact.clone();
        for line in lines {
            match &mut fact {
                Fact::Spf(spf) if line.kind == "TXT" && line.name == key.subject.name => edit(&mut spf.records, line),
                Fact::Dmarc(dmarc) if line.kind == "TXT" => {
                    let Some(at) = line.name.strip_prefix("_dmarc.") else { continue };
                    if dmarc.found_at.as_ref().is_some_and(|above| above.as_str() != at) {
                        dmarc.records.clear();
                    }
                    edit(&mut dmarc.records, line);
                    dmarc.found_at = (!dmarc.records.is_empty()).then(|| Name::parse(at).unwrap());
                }
                Fact::Mx(mx) if line.kind == "MX" && line.name == key.subject.name => {
                    assert_eq!((line.delete, line.value.as_str()), (false, "0 ."), "only the null MX is printed");
                    mx.null = true;
                }
                Fact::Caa(caa) if line.kind == "CAA" => {
                    assert_eq!(caa.found_at.as_ref().map(Name::as_str), Some(line.name.as_str()));
                    let mut words = line.value.splitn(3, ' ');
                    let critical = words.next().unwrap().parse::<u8>().unwrap() >= 128;
                    let tag = words.next().unwrap().to_owned();
                    let value = words.next().unwrap().trim_matches('"').to_owned();
                    let record = CaaRecord { critical, tag, value };
                    if line.delete {
                        assert!(caa.records.contains(&record), "nothing to delete: {line:?}");
                        caa.records.retain(|r| *r != record);
                    } else {
                        caa.records.push(record);
                    }
                }
                Fact::Wildcard(found) if line.delete && line.name == format!("*.{}", key.subject.name) => {
                    found.addresses.retain(|a| a.to_string() != line.value);
                    found.alias.take_if(|a| format!("{a}.") == line.value);
                }
                Fact::Addresses(addresses) => point(&before, addresses, &key.subject, line),
                _ => {}
            }
        }
        evidence.insert(Record { key: key.clone(), seen: Ok(fact) });
    }
}

fn edit(records: &mut Vec<String>, line: &Line) {
    if line.delete {
        assert!(records.contains(&line.value), "nothing to delete: {line:?} in {records:?}");
        records.retain(|r| *r != line.value);
    } else {
        records.push(line.value.clone());
    }
}

fn point(before: &Evidence, addresses: &mut Addresses, host: &Subject, line: &Line) {
    let ours = host.name == line.name || addresses.aliases.iter().any(|a| a.as_str() == line.name);
    if !ours {
        return;
    }
    match (line.delete, line.kind.as_str()) {
        (true, "CNAME") => {
            assert_eq!(addresses.aliases.first().map(|a| format!("{a}.")).as_deref(), Some(line.value.as_str()));
            *addresses = checks::sample::no_addresses(Lookup::NoSuchName);
        }
        (true, _) => {
            let gone: IpAddr = line.value.parse().unwrap();
            assert!(addresses.all().any(|a| a == gone), "nothing to delete: {line:?}");
            addresses.v4.retain(|a| IpAddr::V4(*a) != gone);
            addresses.v6.retain(|a| IpAddr::V6(*a) != gone);
            addresses.not_public.retain(|a| *a != gone);
        }
        (false, "CNAME") => {
            let target = Name::parse(line.value.strip_suffix('.').expect("a whole name")).unwrap();
            let there: Seen<&Addresses> = before.get(&Subject::host(target.as_str()));
            *addresses = Addresses { aliases: vec![target], ..there.unwrap().clone() };
        }
        (false, "A") => addresses.v4.push(line.value.parse().unwrap()),
        (false, "AAAA") => addresses.v6.push(line.value.parse().unwrap()),
        (false, other) => panic!("{other} for a host"),
    }
}

/// The facts after the web server sends the header.
fn send(evidence: &mut Evidence, header: &str) {
    let (name, value) = header.split_once(": ").expect("a header line");
    let name = name.to_ascii_lowercase();
    for (key, seen) in evidence.clone().records() {
        let mut fact = seen.clone().unwrap();
        match &mut fact {
            Fact::Page(Page { answer: Ok(answer) }) => {
                answer.headers.retain(|(n, _)| *n != name);
                answer.headers.push((name.clone(), value.to_owned()));
            }
            Fact::Cors(cors) if name == "access-control-allow-origin" => {
                cors.probes.iter_mut().for_each(|p| p.allow_origin = Some(value.to_owned()));
            }
            // A cache that obeys: what must not be stored is not.
            Fact::SharedCache(cache) if name == "cache-control" && value.contains("no-store") => {
                cache.second =
                    CacheLook { age: None, hit: None, cache_control: Some(value.to_owned()), ..cache.second.clone() };
            }
            _ => continue,
        }
        evidence.insert(Record { key: FactKey { kind: fact.kind(), subject: key.subject.clone() }, seen: Ok(fact) });
    }
}

/// Their facts come from many questions to the DNS: `fixes_agree.rs` asks them again, and `remedies.rs` of the binary
/// pastes them in the lab.
const LOOKED_UP: [&str; 15] = [
    "mail/dkim-test-mode",
    "mail/dmarc-no-reports",
    "mail/dmarc-removed-tags",
    "mail/dmarc-reports-undeliverable",
    "mail/dmarc-subdomains-weaker",
    "mail/dmarc-syntax",
    "mail/mta-sts-record",
    "mail/spf-include-broken",
    "mail/spf-loop",
    "mail/spf-ptr",
    "mail/spf-too-long",
    "mail/spf-too-many-lookups",
    "mail/spf-void-lookups",
    "mail/tls-reports-missing",
    "mail/tls-reports-record",
];

#[test]
fn what_is_to_be_pasted_mends_the_row() {
    let mut mended = BTreeSet::new();
    for (check, case) in common::cases(Expect::Fail) {
        let Verdict::Fail(findings) = common::judged(check, &case) else { unreachable!() };
        let mut evidence = case.evidence.clone();
        let mut only_deletes = true;
        let mut pasted = false;
        for finding in &findings {
            match &finding.remedy {
                Remedy::SetDns { .. } => {
                    let printed = finding.remedy.lines();
                    // A fix in steps is done when the next of them is due; until then it stands there as a comment.
                    let due = printed.iter().find_map(|l| l.strip_prefix("; ").filter(|l| l.contains(" TXT ")));
                    let today: Vec<&String> = printed.iter().filter(|l| !l.starts_with("; ")).collect();
                    let mut lines: Vec<Line> = today.iter().map(|l| read(l)).collect();
                    if let Some(due) = due {
                        lines.retain(|l| l.delete);
                        lines.push(read(due));
                    }
                    only_deletes &= lines.iter().all(|l| l.delete);
                    publish(&mut evidence, &lines);
                }
                Remedy::SetHeader { .. } => {
                    only_deletes = false;
                    finding.remedy.lines().iter().for_each(|line| send(&mut evidence, line));
                }
                _ => continue,
            }
            pasted = true;
        }
        if !pasted || LOOKED_UP.contains(&check.info.id) {
            continue;
        }
        mended.insert(check.info.id);
        let after = common::judged_with(check, &case, &evidence);
        // Where the only fault was that something is there, nothing is left to judge.
        let gone = only_deletes && kind_of(&after) == Expect::NotApplicable;
        assert!(gone || after == Verdict::Pass, "{}: {}: {after:?} after {findings:?}", check.info.id, case.name);
    }
    let expected = [
        "cache/private-page-shared",
        "dns/alias-broken",
        "dns/caa-forbids-issuer",
        "dns/caa-invalid",
        "dns/dangling-cname",
        "dns/ipv6-dead",
        "dns/private-address",
        "dns/wildcard",
        "dns/www-missing",
        "header/cors-any-origin",
        "header/csp-missing",
        "header/frameable",
        "header/hsts-missing",
        "header/hsts-short",
        "header/nosniff-missing",
        "header/version-disclosed",
        "cache/set-cookie-shared",
        "header/cors-wildcard",
        "header/csp-gaps",
        "header/csp-open-cdn",
        "header/csp-runs-eval",
        "header/csp-runs-foreign",
        "header/csp-runs-inline",
        "header/hsts-preload-incomplete",
        "header/hsts-subdomains-missing",
        "header/login-page-frameable",
        "header/opener-shared",
        "header/permissions-missing",
        "header/referrer-unsafe",
        "mail/dmarc-missing",
        "mail/dmarc-not-enforced",
        "mail/dmarc-several",
        "mail/spf-allows-everyone",
        "mail/spf-missing",
        "mail/spf-open-ended",
        "mail/spf-several",
        "mail/spf-syntax",
        "mail/unused-domain-open",
    ];
    assert_eq!(mended, BTreeSet::from(expected));
}
