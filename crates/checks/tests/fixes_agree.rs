//! Fixes that touch one record say one thing: whoever pastes the fix of any row, or of all, ends with one right record.
//! Every subset of the faults that a record can have is tried.
#![allow(clippy::unwrap_used)]

mod common;

use checks::case::Case;
use checks::sample;
use model::facts::Mx;
use model::{Finding, Remedy, Verdict};
use std::collections::{BTreeMap, BTreeSet};

const DOMAIN: &str = "acme.example";

/// Name, type and value of every record there is.
type Zone = BTreeSet<(String, String, String)>;

fn zone(records: &[(&str, &str, &str)]) -> Zone {
    records.iter().map(|(n, k, v)| ((*n).to_owned(), (*k).to_owned(), (*v).to_owned())).collect()
}

fn texts<'a>(zone: &'a Zone, name: &str, version: &str) -> Vec<&'a str> {
    let here = zone.iter().filter(|(n, k, v)| n == name && k == "TXT" && v.starts_with(version));
    here.map(|(_, _, v)| v.as_str()).collect()
}

/// All that the checks of mail find in a zone.
fn found(zone: &Zone) -> Vec<(&'static str, Finding)> {
    let domain = sample::mail_domain();
    let records: Vec<(&str, &str, &str)> =
        zone.iter().map(|(n, k, v)| (n.as_str(), k.as_str(), if v == "0 ." { "" } else { v.as_str() })).collect();
    let servers: Vec<&str> =
        records.iter().filter(|r| r.0 == DOMAIN && r.1 == "MX" && !r.2.is_empty()).map(|r| r.2).collect();
    let null = records.contains(&(DOMAIN, "MX", ""));
    let case = Case::fails("a zone", &domain)
        .seen(sample::spf(&texts(zone, DOMAIN, "v=spf1")))
        .seen(sample::spf_tree(&records))
        .seen(sample::dmarc(&texts(zone, "_dmarc.acme.example", "v=DMARC1")))
        .seen(sample::dmarc_walk(&records))
        .seen(Mx { null, ..sample::mx(&servers) });
    let mail = checks::all().iter().filter(|c| c.info.area() == "mail");
    let rows = mail.filter_map(|check| match common::judged(check, &case) {
        Verdict::Fail(findings) => Some((check.info.id, findings)),
        _ => None,
    });
    rows.flat_map(|(id, findings)| findings.into_iter().map(move |f| (id, f))).collect()
}

/// Lines that name a record, whether they stand alone or within steps.
fn record_lines(finding: &Finding) -> Vec<String> {
    let lines = finding.remedy.lines();
    lines.into_iter().filter(|line| line.contains(" TXT \"v=") || line.starts_with("delete  ")).collect()
}

/// The name that a line is about.
fn name_of(line: &str) -> String {
    let line = line.trim_start_matches("; ").trim_start_matches("delete  ");
    line.split(' ').next().unwrap().trim_end_matches('.').to_owned()
}

/// Every fix that speaks of a name says the same of it.
fn agree(zone: &Zone, found: &[(&str, Finding)]) {
    let mut said: BTreeMap<String, BTreeMap<Vec<String>, &str>> = BTreeMap::new();
    for (id, finding) in found {
        let mut of_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in record_lines(finding) {
            of_name.entry(name_of(&line)).or_default().push(line);
        }
        for (name, lines) in of_name {
            said.entry(name).or_default().insert(lines, id);
        }
    }
    for (name, ways) in said {
        // The consent of another company is a record of its own for each company.
        assert_eq!(ways.len(), 1, "{name} in {zone:#?}: {ways:#?}");
    }
}

/// The zone after somebody pasted a fix.
fn pasted(zone: &Zone, remedy: &Remedy) -> Zone {
    let Remedy::SetDns { set, delete, .. } = remedy else { return zone.clone() };
    let mut after = zone.clone();
    for r in delete {
        assert!(zone.contains(&(r.name.clone(), r.kind.clone(), r.value.clone())), "{r:?} is not there to be deleted");
        after.remove(&(r.name.clone(), r.kind.clone(), r.value.clone()));
    }
    after.extend(set.iter().map(|r| (r.name.clone(), r.kind.clone(), r.value.clone())));
    after
}

/// The zone on the day when the next record of a staged fix is right.
fn later(zone: &Zone, remedy: &Remedy) -> Zone {
    let Remedy::SetDns { later, .. } = remedy else { return zone.clone() };
    let Some(next) = later.first() else { return zone.clone() };
    let mut after = zone.clone();
    after.retain(|(name, kind, _)| *name != next.record.name || *kind != next.record.kind);
    after.insert((next.record.name.clone(), next.record.kind.clone(), next.record.value.clone()));
    after
}

fn printed(found: &[(&str, Finding)], wanted: &str) -> usize {
    found.iter().filter(|(id, f)| id.starts_with(wanted) && matches!(f.remedy, Remedy::SetDns { .. })).count()
}

/// Pastes the fix of each row alone: that row must be gone. Then pastes all that is printed until nothing is.
fn mended(start: &Zone, wanted: &str) {
    let first = found(start);
    agree(start, &first);
    for (id, finding) in
        first.iter().filter(|(id, f)| id.starts_with(wanted) && matches!(f.remedy, Remedy::SetDns { .. }))
    {
        let mut after = pasted(start, &finding.remedy);
        let mut left = found(&after);
        if left.iter().any(|(row, f)| row == id && f.key == finding.key) {
            after = later(&after, &finding.remedy);
            left = found(&after);
        }
        let still = left.iter().find(|(row, f)| row == id && f.key == finding.key);
        assert!(still.is_none(), "{id} in {start:#?}\nprinted {:#?}\nbut {still:#?}", finding.remedy.lines());
    }
    let mut zone = start.clone();
    for _ in 0..4 {
        let left = found(&zone);
        agree(&zone, &left);
        let Some((_, finding)) =
            left.iter().find(|(id, f)| id.starts_with(wanted) && matches!(f.remedy, Remedy::SetDns { .. }))
        else {
            return;
        };
        zone = later(&pasted(&zone, &finding.remedy), &finding.remedy);
    }
    let left = found(&zone);
    assert_eq!(printed(&left, wanted), 0, "{start:#?} never ends: {left:#?}");
}

const MX: (&str, &str, &str) = (DOMAIN, "MX", "mx1.nordic-mail.example");
const SENDER: (&str, &str, &str) = (DOMAIN, "TXT", "v=spf1 mx -all");

#[test]
fn every_set_of_dmarc_faults_has_one_record_that_mends_it() {
    let faults = ["t=y", "sp=none", "np=none", "pct=100", "adkim=relaxed", "ruf=mailto:gone@reports.acme.example"];
    let policies = ["p=none", "p=quarantine", "p=reject", "p=block"];
    let reports =
        ["", "; rua=mailto:d@acme.example", "; rua=mailto:d@reports.acme.example", "; rua=mailto:d@acme.example!10m"];
    let worlds = [
        vec![MX, SENDER],
        vec![(DOMAIN, "MX", "0 ."), SENDER],
        vec![(DOMAIN, "MX", "0 ."), (DOMAIN, "TXT", "v=spf1 -all")],
        vec![(DOMAIN, "TXT", "v=spf1 -all")],
    ];
    for bits in 0..1u32 << faults.len() {
        let some = faults.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0).map(|(_, tag)| *tag);
        let tags: String = some.map(|tag| format!("; {tag}")).collect();
        for (policy, rua) in policies.iter().flat_map(|p| reports.iter().map(move |r| (p, r))) {
            let record = format!("v=DMARC1; {policy}{tags}{rua}");
            for world in &worlds {
                for second in [None, Some("v=DMARC1; p=none; pct=50")] {
                    let mut records = world.clone();
                    records.push(("_dmarc.acme.example", "TXT", &record));
                    records.extend(second.map(|text| ("_dmarc.acme.example", "TXT", text)));
                    mended(&zone(&records), "mail/dmarc");
                }
            }
        }
    }
    mended(&zone(&worlds[0]), "mail/dmarc");
    mended(&zone(&worlds[2]), "mail/");
}

#[test]
fn every_set_of_spf_faults_has_one_record_that_mends_it() {
    let includes: String = (0..9).map(|n| format!(" include:_m{n}.acme.example")).collect();
    let networks: String = (0..30).map(|n| format!(" ip4:198.51.100.{n}")).collect();
    let voids = " a:old1.acme.example a:old2.acme.example mx:old3.acme.example";
    let faults = [
        " include:gone.example.net",
        " includes:_m0.acme.example",
        " ip4:203.0.113.300",
        " ptr",
        voids,
        " include:_loop.acme.example",
        " ip4:203.0.0.0/12",
        &includes,
        &networks,
    ];
    let mails: Vec<(String, String)> =
        (0..9).map(|n| (format!("_m{n}.acme.example"), format!("v=spf1 ip4:203.0.113.{}/29 -all", n * 8))).collect();
    let mut around = vec![MX, ("mx1.nordic-mail.example", "A", "198.51.100.25"), (DOMAIN, "A", "203.0.113.10")];
    around.extend(mails.iter().map(|(name, text)| (name.as_str(), "TXT", text.as_str())));
    around.push(("_loop.acme.example", "TXT", "v=spf1 include:acme.example ip4:203.0.113.200 ptr -all"));
    around.push(("_dmarc.acme.example", "TXT", "v=DMARC1; p=reject; rua=mailto:d@acme.example"));
    let ends = [" -all", " +all", " ?all", ""];
    for bits in 0..1usize << faults.len() {
        let some = faults.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0).map(|(_, term)| *term);
        let terms: String = some.collect();
        // Every pair with every end; larger sets with one of them each, in turn.
        let pair = bits.count_ones() <= 2;
        for end in if pair { &ends[..] } else { &ends[bits % 4..][..1] } {
            let record = format!("v=spf1 mx{terms}{end}");
            let second = (bits / 4 % 2 == 1).then_some((DOMAIN, "TXT", "v=spf1 ip4:203.0.113.77 -all"));
            let records: Vec<_> =
                around.iter().copied().chain([(DOMAIN, "TXT", record.as_str())]).chain(second).collect();
            mended(&zone(&records), "mail/spf");
        }
    }
}

#[test]
fn records_of_a_domain_without_mail_agree_too() {
    for spf in ["v=spf1 ?all", "v=spf1 ~all", "v=spf1 -all", ""] {
        for dmarc in ["v=DMARC1; p=none", "v=DMARC1; p=none; pct=10; rua=mailto:d@acme.example", ""] {
            let mut records = Vec::new();
            records.extend((!spf.is_empty()).then_some((DOMAIN, "TXT", spf)));
            records.extend((!dmarc.is_empty()).then_some(("_dmarc.acme.example", "TXT", dmarc)));
            mended(&zone(&records), "mail/");
        }
    }
}
