//! What the tests of this crate share.
#![allow(dead_code, clippy::unwrap_used, reason = "not every test file uses everything")]

/// Checks that exist in these tests.
pub const KNOWN: [&str; 5] =
    ["header/csp-missing", "mail/dmarc-missing", "mail/spf-missing", "people/no-second-administrator", "tls/expired"];

/// An environment with nothing in it.
pub fn empty(_: &str) -> Option<String> {
    None
}

/// Reads a file that is right.
pub fn good(text: &str) -> config::Config {
    config::parse(text, "launch.toml", &empty, &KNOWN).unwrap_or_else(|e| panic!("{e}"))
}

/// What is said of a file that is wrong.
pub fn told(text: &str) -> String {
    config::parse(text, "launch.toml", &empty, &KNOWN).unwrap_err().to_string()
}

/// The notes on a file that is right, one a line.
pub fn notes(text: &str) -> String {
    good(text).notes.join("\n")
}
