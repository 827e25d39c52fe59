//! The seeds of the fuzz target, and every cut of them, replayed as an ordinary test.

#![expect(clippy::disallowed_methods, reason = "the seeds are files; the crate itself reads none")]

use proptest::prelude::*;
use secrets::unwrap::Budget;
use secrets::{Engine, Salt};
use std::path::Path;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("valid rules").with_personal_data());

const NAMES: [&str; 12] = [
    ".env",
    ".netrc",
    ".pgpass",
    ".htpasswd",
    "config.json",
    "a.yml",
    "dump.sql",
    "master.key",
    "a.zip",
    "app.js.map",
    "a.log",
    "a.py",
];

fn scan(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let budget = Budget { bytes: 1 << 20, members: 100, ..Budget::default() };
    let outcome = ENGINE.scan_deep(rest, NAMES[usize::from(*first) % NAMES.len()], &Salt::new(b"x", true), budget);
    assert!(outcome.found.iter().all(|f| f.position.line >= 1 && f.position.column >= 1));
}

#[test]
fn no_seed_and_no_cut_of_one_breaks_anything() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/deep");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("there are seeds").flatten() {
        let bytes = std::fs::read(entry.path()).expect("readable");
        for cut in 0..=bytes.len() {
            scan(&bytes[..cut]);
        }
        count += 1;
    }
    assert!(count >= 12, "{count} seeds");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_break_anything(data in proptest::collection::vec(any::<u8>(), 0..600)) {
        scan(&data);
    }

    #[test]
    fn no_text_breaks_anything(data in "[a-zA-Z0-9 =:\"'<>/\\\\%&@$(){}\\[\\],.\n-]{0,300}(password|token|secret|://|-----BEGIN PRIVATE KEY-----|eyJ|<pass|\"auth\")[ =:\"'<>/a-zA-Z0-9\\\\%@]{0,40}") {
        let mut bytes = vec![u8::try_from(data.len() % 12).expect("small")];
        bytes.extend(data.as_bytes());
        scan(&bytes);
    }
}
