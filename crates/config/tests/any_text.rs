//! Whatever the file holds: an answer, never a panic, and every place lies inside the text.
#![allow(clippy::unwrap_used)]

mod common;
use common::{KNOWN, empty};
use proptest::prelude::*;

fn check(text: &str) -> Result<(), TestCaseError> {
    let Err(problems) = config::parse(text, "launch.toml", &empty, &KNOWN) else { return Ok(()) };
    prop_assert!(!problems.problems().is_empty());
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text.matches('\n').count() + 1;
    for p in problems.problems() {
        prop_assert!(p.span.start <= p.span.end && p.span.end <= text.len(), "{:?}", p);
        prop_assert!((1..=lines).contains(&p.line) && p.column >= 1, "{:?}", p);
        let line = text.split('\n').nth(p.line - 1).unwrap();
        prop_assert!(p.column <= line.chars().count() + 1, "{:?}", p);
    }
    let shown = problems.to_string();
    prop_assert!(!shown.chars().any(|c| c.is_control() && c != '\n'), "{shown:?}");
    Ok(())
}

/// Pieces that make texts which come further than noise does.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "[app]",
            "[domain]",
            "[[domain.hosts]]",
            "[[waiver]]",
            "[[route]]",
            "[severity]",
            "[thresholds]",
            "[monitor.x]",
            "[waiver]",
            "[[app]]",
            "\n",
            " = ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "\"",
            "'''",
            "\"\"\"",
            "#",
            "\r\n",
            "\t",
            "apex",
            "canonical",
            "hosts",
            "name",
            "purpose",
            "env",
            "until",
            "check",
            "\"acme.example\"",
            "\"https://acme.example\"",
            "\"tls/expired\"",
            "2026-12-31",
            "07:32:00",
            "-1",
            "0x10",
            "1e400",
            "99999999999999999999999999999999999999999",
            "true",
            "inf",
            "ü",
            "日本",
            "\u{202e}",
            "\u{0}",
            "p95_ms",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|all| all.concat())
}

/// One key and one value, in or out of place.
fn lines() -> impl Strategy<Value = String> {
    let line = (
        proptest::sample::select(vec![
            "apex",
            "canonical",
            "hosts",
            "owned",
            "name",
            "path",
            "kind",
            "check",
            "until",
            "p95_ms",
            "x",
            "sending",
        ]),
        proptest::sample::select(vec![
            "1",
            "\"a\"",
            "[1, \"ü\"]",
            "{ env = \"X\" }",
            "[{ name = 1 }, {}]",
            "true",
            "2026-12-31",
            "\"\"",
            "[[]]",
            "{}",
        ]),
        proptest::sample::select(vec![
            "",
            "[app]\n",
            "[domain]\n",
            "[[waiver]]\n",
            "[[route]]\n",
            "[[domain.hosts]]\n",
            "[mail]\n",
            "[later]\n",
        ]),
    )
        .prop_map(|(key, value, header)| format!("{header}{key} = {value}\n"));
    proptest::collection::vec(line, 0..6).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn noise_is_answered(text in any::<String>()) { check(&text)?; }

    #[test]
    fn pieces_of_toml_are_answered(text in pieces()) { check(&text)?; }

    #[test]
    fn keys_out_of_place_are_answered(text in lines()) { check(&text)?; }

    #[test]
    fn bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        match config::decode(&bytes, "launch.toml") {
            Ok(text) => check(text)?,
            Err(problems) => prop_assert!(problems.to_string().contains("UTF-")),
        }
    }
}

#[test]
fn a_huge_or_deep_file_is_answered_in_time() {
    let deep = format!("app = {}1{}", "[".repeat(50_000), "]".repeat(50_000));
    assert!(config::parse(&deep, "launch.toml", &empty, &KNOWN).is_err());
    let many = "x".repeat(10) + " = 1\n";
    let many: String = (0..40_000).map(|i| format!("k{i}{many}")).collect();
    let told = config::parse(&many, "launch.toml", &empty, &KNOWN).unwrap_err().to_string();
    assert!(told.ends_with("and 39960 more"), "{}", &told[told.len() - 80..]);
    let large = "#".repeat(config::MAX_BYTES + 1);
    assert!(config::parse(&large, "launch.toml", &empty, &KNOWN).unwrap_err().to_string().contains("at most"));
}
