//! Prints the made-up run of the tests: `cargo run -p report --example fixture -- FORM [RUN [COLUMNS]]`. FORM is text,
//! all, color, quiet, html, markdown, sarif, junit, json or schema; RUN is usual, go, open or hostile.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    let keep = |what: fn(&model::Judged) -> bool| {
        fixture::report_of(fixture::facts::evidence(), fixture::judged::all().into_iter().filter(what).collect())
    };
    let (report, evidence) = match std::env::args().nth(2).as_deref() {
        Some("go") => keep(|j| j.verdict == model::Verdict::Pass),
        Some("open") => {
            keep(|j| !matches!(j.verdict, model::Verdict::Fail(_)) || j.info.severity == model::Severity::Low)
        }
        Some("hostile") => (fixture::hostile::report(), fixture::facts::hostile(fixture::hostile::SCRIPT)),
        _ => fixture::report(),
    };
    let form = std::env::args().nth(1).unwrap_or_default();
    let style = report::text::TextStyle {
        width: std::env::args().nth(3).and_then(|w| w.parse().ok()).unwrap_or(80),
        color: form == "color",
        all: form == "all",
        verify: true,
        quiet: form == "quiet",
        next: vec![
            ("launch-ready plan".into(), "what to do first: two fixes wait for DNS".into()),
            ("launch-ready attest --ask".into(), "14 questions that only you can answer".into()),
        ],
        reports: vec![("report.html".into(), "(-o report.html)".into())],
    };
    let text = match form.as_str() {
        "html" => report::html::render(&report, &evidence, &fixture::checks::all()),
        "markdown" => report::markdown::render(&report, &evidence),
        "sarif" => report::sarif::render(&report, &fixture::checks::all()),
        "junit" => report::junit::render(&report).unwrap(),
        "json" => report.to_json().unwrap(),
        "schema" => format!("{:#}", report::schema()),
        _ => report::text::render(&report, &evidence, &style),
    };
    std::io::stdout().write_all(text.as_bytes())
}
