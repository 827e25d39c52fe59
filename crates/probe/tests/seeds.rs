//! The seeds of the fuzz targets, replayed as an ordinary test; whatever a fuzzer finds is added to them.
#![allow(clippy::unwrap_used)]

#[path = "common/invariants.rs"]
mod invariants;

use std::fs;
use std::path::Path;

/// A fuzz target and what holds for its input.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 2] = [("server_hello", invariants::server_hello), ("certificate", invariants::certificate)];

#[test]
fn every_seed_holds_for_its_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (target, holds) in TARGETS {
        assert!(folder.join("fuzz_targets").join(format!("{target}.rs")).exists(), "{target} is no fuzz target");
        let mut count = 0;
        for seed in fs::read_dir(folder.join("seeds").join(target)).unwrap() {
            holds(&fs::read(seed.unwrap().path()).unwrap());
            count += 1;
        }
        assert!(count > 3, "{target} has only {count} seeds");
    }
    let targets = fs::read_dir(folder.join("fuzz_targets")).unwrap().count();
    assert_eq!(targets, TARGETS.len(), "a fuzz target has no seeds");
}

#[test]
fn the_seeds_are_what_they_are_called() {
    let read = |path: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(path)).unwrap();
    let chosen = |answer| match answer {
        model::facts::HelloAnswer::Chosen(chosen) => chosen,
        other => panic!("{other:?}"),
    };
    let dhe = chosen(probe::readers::server_hello(&read("server_hello/openssl_dhe_1024"), true));
    assert_eq!((dhe.version.as_str(), dhe.dh_bits), ("TLS 1.2", Some(1024)));
    let old = chosen(probe::readers::server_hello(&read("server_hello/gnutls_tls10"), false));
    assert_eq!(old.version, "TLS 1.0");
    let leaf = probe::readers::certificate(&read("certificate/rsa_aia_staple")).unwrap();
    assert!(leaf.must_staple && leaf.names == ["acme.example", "203.0.113.10"], "{leaf:?}");
    let issuer = probe::readers::issuer_url(&read("certificate/rsa_aia_staple"));
    assert_eq!(issuer.as_deref(), Some("http://ca.test-trust.example/r1.der"));
}
