//! Every rule, parser, decoder and archive reader: the first byte chooses the name of the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use secrets::unwrap::Budget;
use secrets::{Engine, Salt};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new().expect("valid rules").with_personal_data());

const NAMES: [&str; 12] = [
    ".env", ".netrc", ".pgpass", ".htpasswd", "config.json", "a.yml", "dump.sql", "master.key", "a.zip", "app.js.map", "a.log", "a.py",
];

fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let budget = Budget { bytes: 1 << 20, members: 100, ..Budget::default() };
    let outcome = ENGINE.scan_deep(rest, name, &Salt::new(b"fuzz", true), budget);
    for found in outcome.found {
        assert!(found.position.line >= 1 && found.position.column >= 1);
    }
});
