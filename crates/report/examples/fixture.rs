//! Prints the made-up run of the tests in one of the forms: `cargo run -p report --example fixture -- text`.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

#[allow(dead_code)]
#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    let (report, evidence) = fixture::report();
    let form = std::env::args().nth(1).unwrap_or_default();
    let style = report::text::TextStyle {
        color: form == "color",
        all: form == "all",
        quiet: form == "quiet",
        next: vec![
            ("launch-ready plan".into(), "what to do first: two fixes wait for DNS".into()),
            ("launch-ready attest --ask".into(), "14 questions that only you can answer".into()),
        ],
        reports: vec![("report.html".into(), "(-o report.html)".into())],
        ..Default::default()
    };
    let text = match form.as_str() {
        "html" => report::html::render(&report, &evidence, &fixture::checks::all()),
        _ => report::text::render(&report, &style),
    };
    std::io::stdout().write_all(text.as_bytes())
}
