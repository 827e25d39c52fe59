//! What every check must be: listed, documented, and judged as its cases say.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use checks::case::{Expect, kind_of};
use std::collections::BTreeSet;

#[test]
fn every_case_gets_the_verdict_it_expects() {
    for check in checks::all() {
        for case in (check.cases)() {
            let verdict = case.verdict(check);
            assert_eq!(kind_of(&verdict), case.expect, "{}: {}: {verdict:?}", check.info.id, case.name);
        }
    }
}

#[test]
fn every_check_has_a_case_that_passes_and_one_that_fails() {
    for check in checks::all() {
        let expects: Vec<Expect> = (check.cases)().iter().map(|c| c.expect).collect();
        assert!(expects.contains(&Expect::Pass), "{} has no passing case", check.info.id);
        assert!(expects.contains(&Expect::Fail), "{} has no failing case", check.info.id);
    }
}

#[test]
fn ids_are_unique_and_are_paths() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = BTreeSet::new();
    for info in checks::infos() {
        assert!(seen.insert(info.id), "{} is listed twice", info.id);
        let file = root.join(format!("{}.rs", info.id.replace('-', "_")));
        assert!(file.is_file(), "{} has no file {}", info.id, file.display());
    }
    // And the other way round: a file that nobody lists judges nothing.
    for area in std::fs::read_dir(&root).unwrap().flatten().filter(|e| e.path().is_dir()) {
        for file in std::fs::read_dir(area.path()).unwrap().flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap();
            if text.contains("static INFO: CheckInfo") {
                let stem = file.path().file_stem().unwrap().to_string_lossy().replace('_', "-");
                let id = format!("{}/{stem}", area.file_name().to_string_lossy());
                assert!(seen.contains(id.as_str()), "{id} is not listed in its area");
            }
        }
    }
}
