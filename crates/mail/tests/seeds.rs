//! The seeds of the fuzz targets, replayed as an ordinary test; whatever a fuzzer finds is added to them.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods)]

#[path = "common/invariants.rs"]
mod invariants;

use std::fs;
use std::path::Path;

/// A fuzz target and what holds for its input.
type Target = (&'static str, fn(&str));

const TARGETS: [Target; 11] = [
    ("spf_record", invariants::spf_record),
    ("spf_walk", invariants::spf_walk),
    ("dmarc_record", invariants::dmarc_record),
    ("dkim_key", invariants::dkim_key),
    ("dkim_signature", invariants::dkim_signature),
    ("dkim_message", invariants::dkim_message),
    ("mta_sts", invariants::mta_sts),
    ("tls_rpt", invariants::tls_rpt),
    ("smtp_reply", invariants::smtp_reply),
    ("imap_response", invariants::imap_response),
    ("sample", invariants::sample),
];

#[test]
fn every_seed_holds_for_its_target() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for (target, holds) in TARGETS {
        assert!(folder.join("fuzz_targets").join(format!("{target}.rs")).exists(), "{target} is no fuzz target");
        let mut count = 0;
        for seed in fs::read_dir(folder.join("seeds").join(target)).unwrap() {
            holds(&String::from_utf8_lossy(&fs::read(seed.unwrap().path()).unwrap()));
            count += 1;
        }
        assert!(count > 3, "{target} has only {count} seeds");
    }
    let targets = fs::read_dir(folder.join("fuzz_targets")).unwrap().count();
    assert_eq!(targets, TARGETS.len(), "a fuzz target has no seeds");
}
