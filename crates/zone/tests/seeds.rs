//! The seeds of the fuzz target, replayed as an ordinary test; whatever a fuzzer finds is added to them.
#![allow(clippy::unwrap_used, clippy::disallowed_types, clippy::disallowed_methods)]

#[path = "common/invariants.rs"]
mod invariants;

use std::fs;
use std::path::Path;

#[test]
fn every_seed_of_a_zone_file_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    assert!(folder.join("fuzz_targets/zone_file.rs").exists());
    let mut count = 0;
    for seed in fs::read_dir(folder.join("seeds/zone_file")).unwrap() {
        invariants::zone_file(&String::from_utf8_lossy(&fs::read(seed.unwrap().path()).unwrap()));
        count += 1;
    }
    assert!(count > 3, "only {count} seeds");
}
