//! Ten megabytes of anything end soon, and every public result has a schema.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Memory, now};
use mail::{Published, dkim, dmarc, mta_sts, remedy, spf, tls_rpt};

#[test]
fn ten_megabytes_are_refused_or_read_and_never_hang() {
    for piece in ["a ", "=", ";", "x=y;", "%{d}", "ip4:1.2.3.4/99 ", "mailto:a@b.c,", "\u{e9}", "mx: a.b\n", "(\0"] {
        every_parser(&piece.repeat((10 << 20) / piece.len()));
        // As much as the DNS can carry is read to the end.
        every_parser(&piece.repeat(65_000 / piece.len()));
    }
}

fn every_parser(text: &str) {
    let _ = spf::Record::parse(&format!("v=spf1 {text}"));
    let _ = dmarc::Record::parse(&format!("v=DMARC1; rua={text}"));
    let _ = dmarc::Record::parse(&format!("v=DMARC1; {text}"));
    let _ = dkim::Key::parse(text);
    let _ = dkim::Signature::parse(text);
    let _ = dkim::signatures(text.as_bytes());
    let _ = mta_sts::Record::parse(&format!("v=STSv1; {text}"));
    let _ = mta_sts::Policy::parse(text);
    let _ = tls_rpt::Record::parse(&format!("v=TLSRPTv1; rua={text}"));
}

#[test]
fn thousands_of_networks_are_merged() {
    let distinct: String = (0..4_000_u32).map(|n| format!(" ip4:{}", std::net::Ipv4Addr::from(n))).collect();
    let merged = remedy::merge_spf(&[format!("v=spf1{distinct}"), format!("v=spf1{distinct} -all")]);
    assert_eq!(spf::Record::parse(&merged.record).unwrap().terms.len(), 4_001);
}

#[test]
fn a_record_full_of_macros_stays_small() {
    let mut dns = Memory::default();
    dns.add("example.com", "TXT", &format!("v=spf1 exists:{}.org -all", "%{S}".repeat(16_000)));
    let sender = format!("{}@example.com", "\u{e9}".repeat(1 << 20));
    let options = spf::Options::default();
    let seen = now(spf::check_host(&dns, "192.0.2.1".parse().unwrap(), &sender, &sender, &options));
    assert_eq!(seen.result, spf::SpfResult::Fail);
}

#[test]
fn results_have_schemas() {
    let schemas = [
        schemars::schema_for!(spf::Audit),
        schemars::schema_for!(spf::Evaluation),
        schemars::schema_for!(spf::Record),
        schemars::schema_for!(dmarc::Discovery),
        schemars::schema_for!(Published<dkim::Key>),
        schemars::schema_for!(Published<mta_sts::Record>),
        schemars::schema_for!(mta_sts::Policy),
    ];
    assert!(schemas.iter().all(|schema| schema.as_object().is_some()));
}
