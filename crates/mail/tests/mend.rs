//! The one mended record of a name: right by itself, and never more open than what stood there.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Memory, now};
use mail::remedy::{Change, DmarcNeeds, MendedSpf, mend_dmarc, mend_spf};
use mail::spf::{Options, Record, SpfResult, audit, check_host};
use proptest::prelude::*;

fn texts(records: &[&str]) -> Vec<String> {
    records.iter().map(|text| (*text).to_owned()).collect()
}

/// The record that takes the place of these, where nothing else was seen.
fn mended(records: &[&str]) -> String {
    let old = texts(records);
    let mended = mend_spf("Example.com.", &old, None, |_| false, false);
    let first = mended.changes.first().map_or_else(|| old[0].clone(), |change| change.new.clone());
    Record::parse(&first).unwrap_or_else(|e| panic!("{first}: {e:?}"));
    first
}

#[test]
fn a_merged_record_keeps_every_sender_once() {
    let both =
        ["v=spf1 include:_spf.google.com -all", "v=spf1 ip4:203.0.113.5 include:_SPF.google.com redirect=x.example"];
    assert_eq!(mended(&both), "v=spf1 include:_spf.google.com ip4:203.0.113.5 include:x.example ~all");
    assert_eq!(mended(&["v=spf1 mx -all", "v=spf1 a -all"]), "v=spf1 mx a -all");
    assert_eq!(mended(&["v=spf1 -all", "v=spf1 -all "]), "v=spf1 -all");
    assert_eq!(mended(&["v=spf1 mx -all", "v=spf1 includes:m.example ptr -all"]), "v=spf1 mx include:m.example -all");
}

#[test]
fn faulty_terms_go_and_the_end_gets_soft() {
    assert_eq!(mended(&["v=spf1 ip4:203.0.113 mx -all"]), "v=spf1 mx ~all");
    let clash = "v=spf1 redirect=a.example redirect=b.example";
    assert_eq!(mended(&[clash]), "v=spf1 include:a.example include:b.example ~all");
}

#[test]
fn common_slips_are_mended_and_nobody_is_left_without_a_sender() {
    assert_eq!(mended(&["v=spf1 includes:_spf.google.com -all"]), "v=spf1 include:_spf.google.com -all");
    assert_eq!(mended(&["v=spf1 ipv4:203.0.113.5 -all"]), "v=spf1 ip4:203.0.113.5 -all");
    assert_eq!(mended(&["v=spf1 ip4:203.0.113 -all"]), "v=spf1 a mx ~all");
    assert_eq!(mended(&["v=spf1 +all"]), "v=spf1 a mx ~all");
    assert_eq!(mended(&["v=spf1 ptr -all"]), "v=spf1 a mx -all");
    assert_eq!(mended(&["v=spf1 ptr ip4:203.0.113.5 -all"]), "v=spf1 ip4:203.0.113.5 -all");
}

#[test]
fn everybody_is_taken_out_however_written() {
    for all in ["+all", "all", "ip4:0.0.0.0/0", "ip6:::/0", "a/0", "mx//0"] {
        let text = format!("v=spf1 mx {all}");
        let record = Record::parse(&text).unwrap();
        assert_eq!(record.opening().map(|term| &text[term.span.clone()]), Some(all));
        assert_eq!(mended(&[&text]), "v=spf1 mx ~all", "{text}");
    }
    assert_eq!(Record::parse("v=spf1 -all +all").unwrap().opening(), None);
    assert_eq!(mended(&["v=spf1 mx -all a:never.example"]), "v=spf1 mx -all", "what was never reached stays away");
}

#[test]
fn a_silent_domain_says_so_whatever_stood_there() {
    let silent = |records: &[&str]| mend_spf("example.com", &texts(records), None, |_| false, true).changes;
    assert_eq!(silent(&["v=spf1 ?all"])[0].new, "v=spf1 -all");
    assert_eq!(silent(&["v=spf1 -all"]), []);
}

/// Mends what stands at example.com, with the walk.
fn walked(zone: &str) -> MendedSpf {
    let seen = now(audit(&Memory::of(zone), "example.com"));
    mend_spf("example.com", &seen.records, Some(&seen), |name| name.ends_with("example.com"), false)
}

fn change(name: &str, old: &str, new: &str) -> Change {
    Change { name: name.into(), old: texts(&[old]), new: new.into() }
}

#[test]
fn records_below_are_mended_where_they_stand() {
    let mended = walked(
        "example.com TXT v=spf1 include:_a.example.com include:_b.example.com include:gone.example.net -all
         _a.example.com TXT v=spf1 include:example.com ip4:192.0.2.1 -all
         _b.example.com TXT v=spf1 ipv4:192.0.2.2 ip4:192.0.2 -all",
    );
    assert_eq!(
        mended.changes,
        [
            change(
                "example.com",
                "v=spf1 include:_a.example.com include:_b.example.com include:gone.example.net -all",
                "v=spf1 include:_a.example.com include:_b.example.com ~all"
            ),
            change("_a.example.com", "v=spf1 include:example.com ip4:192.0.2.1 -all", "v=spf1 ip4:192.0.2.1 -all"),
            change("_b.example.com", "v=spf1 ipv4:192.0.2.2 ip4:192.0.2 -all", "v=spf1 ip4:192.0.2.2 -all"),
        ]
    );
    assert_eq!((mended.lookups, mended.fits), (Some(2), true));
}

#[test]
fn an_include_whose_owner_broke_it_goes_from_ones_own_record() {
    let mended = walked(
        "example.com TXT v=spf1 mx include:m.example.net -all
         example.com MX 10 mx.example.com
         mx.example.com A 192.0.2.9
         m.example.net TXT v=spf1 include:deep.example.net -all
         deep.example.net TXT v=spf1 ip4:1.2.3 -all",
    );
    assert_eq!(mended.changes.len(), 1);
    assert_eq!(mended.changes[0].new, "v=spf1 mx ~all");
}

#[test]
fn a_long_record_moves_its_networks_to_names_that_are_free() {
    let networks: String = (0..40).map(|n| format!(" ip4:192.0.2.{n}")).collect();
    let mended = walked(&format!(
        "example.com TXT v=spf1 include:_spf1.example.com{networks} -all
         _spf1.example.com TXT v=spf1 ip4:198.51.100.1 -all"
    ));
    let names: Vec<&str> = mended.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(names, ["example.com", "_spf2.example.com", "_spf3.example.com"]);
    assert_eq!(
        mended.changes[0].new,
        "v=spf1 include:_spf1.example.com include:_spf2.example.com include:_spf3.example.com -all"
    );
    assert_eq!((mended.lookups, mended.fits), (Some(3), true));
    // Where a network is excepted, the order counts and stays.
    let ordered = walked(&format!("example.com TXT v=spf1 -ip4:192.0.2.7{networks} -all"));
    assert!(ordered.changes.is_empty() && !ordered.fits);
}

fn dmarc(records: &[&str], needs: DmarcNeeds) -> (String, usize) {
    let mended = mend_dmarc(&texts(records), needs);
    mail::dmarc::Record::parse(&mended.record).unwrap();
    (mended.record, mended.later.len())
}

#[test]
fn a_dmarc_record_is_mended_as_a_whole() {
    let needs = DmarcNeeds { address: Some("dmarc@example.com"), dead: &["mailto:x@gone.example"], unused: false };
    let one = |record: &str| dmarc(&[record], needs);
    let good = "v=DMARC1; p=reject; np=reject; rua=mailto:dmarc@example.com";
    assert_eq!(one("v=DMARC1; p=reject; pct=100; adkim=relaxed; rua=mailto:x@gone.example"), (good.into(), 0));
    assert_eq!(one("v=DMARC1; p=reject; t=y; rua=mailto:dmarc@example.com!10m"), (good.into(), 0));
    let weak = one("v=DMARC1; p=reject; sp=none; rua=mailto:dmarc@example.com");
    assert_eq!(weak, ("v=DMARC1; p=reject; sp=quarantine; np=reject; rua=mailto:dmarc@example.com".into(), 1));
    let first = "v=DMARC1; p=none; np=reject; rua=mailto:dmarc@example.com";
    assert_eq!(one("v=DMARC1; p=none"), (first.into(), 2), "reports come before anything is refused");
    assert_eq!(dmarc(&[], needs), (first.into(), 2));
    assert_eq!(dmarc(&["v=DMARC1; p=none", good], needs), (good.into(), 0));
}

#[test]
fn without_a_mailbox_nothing_is_gained_by_waiting() {
    assert_eq!(dmarc(&[], DmarcNeeds::default()).0, "v=DMARC1; p=quarantine; np=reject");
    let unused = DmarcNeeds { unused: true, ..DmarcNeeds::default() };
    assert_eq!(dmarc(&["v=DMARC1; p=none; pct=3"], unused), ("v=DMARC1; p=reject; sp=reject; np=reject".into(), 0));
    let told = dmarc(&["v=DMARC1; p=none; rua=mailto:d@example.com"], unused).0;
    assert_eq!(told, "v=DMARC1; p=reject; sp=reject; np=reject; rua=mailto:d@example.com");
}

const WORD: &str = "[-+~?]?(all|mx|a|ptr|a/24|ip4:192[.]0[.]2[.][0-9]{1,3}(/[0-9]{1,2})?|ip4:[0-9.]{1,9}|include:(a|b|[a-z.]{0,9})|redirect=[a-z.]{0,9}|exp=x.example|[a-z:=%{}]{0,8})";

proptest! {
    #[test]
    fn mended_records_parse_and_stay_as_they_are(terms in proptest::collection::vec(WORD, 0..7), twice: bool) {
        let text = format!("v=spf1 {}", terms.join(" "));
        let records = vec![text.clone(); 1 + usize::from(twice)];
        let once = mend_spf("example.com", &records, None, |_| false, false);
        let new = once.changes.first().map_or(text.clone(), |change| change.new.clone());
        prop_assert!(Record::parse(&new).is_ok(), "{text} became {new}");
        let again = mend_spf("example.com", std::slice::from_ref(&new), None, |_| false, false);
        prop_assert!(again.changes.is_empty(), "{new} became {:?}", again.changes);
    }

    /// Whoever passes by the mended record passed by the old one, or sends from the domain's own servers.
    #[test]
    fn a_mended_record_allows_nobody_new(terms in proptest::collection::vec(WORD, 0..7), host in 0u8..=255) {
        let zone = |record: &str| format!(
            "example.com TXT {record}
             example.com A 192.0.2.1
             example.com MX 10 mx.example.com
             mx.example.com A 192.0.2.2
             a TXT v=spf1 ip4:192.0.2.64/26 -all"
        );
        let text = format!("v=spf1 {}", terms.join(" "));
        let memory = Memory::of(&zone(&text));
        let seen = now(audit(&memory, "example.com"));
        prop_assume!(seen.records.len() == 1);
        let mended = mend_spf("example.com", &seen.records, Some(&seen), |name| name.ends_with("example.com"), false);
        let new = mended.changes.first().map_or(text.clone(), |change| change.new.clone());
        let ip = format!("192.0.2.{host}").parse().unwrap();
        let result = |record: &str| {
            now(check_host(&Memory::of(&zone(record)), ip, "h", "x@example.com", &Options::default())).result
        };
        let (before, after) = (result(&text), result(&new));
        prop_assert!(after != SpfResult::PermError || before == SpfResult::PermError, "{text} became {new}");
        if after == SpfResult::Pass && before != SpfResult::Pass && before != SpfResult::PermError {
            prop_assert!(host == 1 || host == 2, "{host} passes by {new} and got {before:?} by {text}");
        }
    }
}
