//! Every form of one made-up run, as it is printed, and what must never come out of any of them.
#![allow(missing_docs, clippy::unwrap_used)]

mod fixture;

use model::unknown::Unknown;
use model::{Evidence, Finding, Judged, Remedy, Report, Severity, Subject, Verdict};
use report::text::TextStyle;
use serde_json::Value;

fn style() -> TextStyle {
    TextStyle {
        next: vec![
            ("launch-ready plan".into(), "what to do first: two fixes wait for DNS".into()),
            ("launch-ready attest --ask".into(), "14 questions that only you can answer".into()),
        ],
        reports: vec![("report.html".into(), "(-o report.html)".into())],
        ..TextStyle::default()
    }
}

fn html() -> String {
    let (report, evidence) = fixture::report();
    report::html::render(&report, &evidence, &fixture::checks::all())
}

fn text((report, evidence): &(Report, Evidence), style: &TextStyle) -> String {
    report::text::render(report, evidence, style)
}

fn markdown((report, evidence): &(Report, Evidence)) -> String {
    report::markdown::render(report, evidence)
}

#[test]
fn fixes_of_headers_and_redirects_are_in_the_words_of_the_server_that_answers() {
    for (server, words) in [
        ("Apache/2.4.57", "Header always set Cache-Control \"private, no-store\""),
        ("Caddy", "header Cache-Control \"private, no-store\""),
        ("nginx", "add_header Cache-Control \"private, no-store\" always;"),
        ("our own", "Cache-Control: private, no-store"),
    ] {
        let mut run = fixture::report();
        let subject = Subject::new(model::SubjectKind::Page, "https://app.acme.example/");
        run.1 = Evidence::new(run.0.at).with(&subject, page_of(server));
        let findings = run.0.rows.iter_mut().filter(|r| r.severity == Severity::Blocker).flat_map(|r| &mut r.findings);
        for finding in findings {
            finding.remedy = Remedy::SetHeader {
                host: "app.acme.example".into(),
                name: "Cache-Control".into(),
                value: "private, no-store".into(),
            };
        }
        for form in [text(&run, &style()), markdown(&run)] {
            assert!(!form.contains("hide_header"), "nothing has to be taken out: {form}");
            assert!(form.lines().any(|l| l.trim() == words), "{server}: {form}");
        }
    }
}

/// A front page that names its server.
fn page_of(server: &str) -> model::facts::Page {
    let answer = model::facts::Answer {
        status: 200,
        headers: vec![("server".into(), server.into())],
        cookies: Vec::new(),
        bytes: 0,
        truncated: false,
        sha256: String::new(),
        html: None,
    };
    model::facts::Page { answer: Ok(answer) }
}

/// Characters that a terminal shows, without the sequences that colour them.
fn without_colour(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            for c in chars.by_ref() {
                if c == 'm' {
                    break;
                }
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[test]
fn the_terminal_form() {
    insta::assert_snapshot!(text(&fixture::report(), &style()));
}

#[test]
fn the_terminal_form_with_all() {
    insta::assert_snapshot!(text(&fixture::report(), &TextStyle { all: true, ..style() }));
}

#[test]
fn the_quiet_form_is_the_verdict_line() {
    let quiet = text(&fixture::report(), &TextStyle { quiet: true, ..style() });
    assert_eq!(quiet, "NO-GO    4 blockers   4 high   3 medium   1 low   3 could not tell\n");
}

#[test]
fn colour_changes_no_word() {
    let run = fixture::report();
    let plain = text(&run, &style());
    let colour = text(&run, &TextStyle { color: true, ..style() });
    assert_ne!(plain, colour);
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(without_colour(&colour), plain);
}

#[test]
fn lines_keep_to_the_width_except_what_is_to_be_pasted() {
    let run = fixture::report();
    let pasted: Vec<String> = run
        .0
        .problems()
        .iter()
        .flat_map(|p| p.finding.remedy.lines().into_iter().chain([p.finding.reproduce.clone()]))
        .collect();
    for width in [40, 60, 80, 120] {
        for all in [false, true] {
            let text = text(&run, &TextStyle { width, all, ..style() });
            for line in text.lines().filter(|l| !pasted.iter().any(|p| l.ends_with(p.as_str()))) {
                assert!(line.chars().count() <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn a_finding_streams_in_as_one_line() {
    let judged = fixture::judged::all();
    let first = judged.iter().find(|j| j.info.id == "tls/expired").unwrap();
    let line = report::text::one_line(first, Severity::Blocker, &style()).unwrap();
    assert_eq!(line, "blocker  The certificate of app.acme.example expired yesterday       tls/expired");
    let pass = judged.iter().find(|j| j.verdict == Verdict::Pass).unwrap();
    assert_eq!(report::text::one_line(pass, Severity::Blocker, &style()), None);
}

#[test]
fn the_markdown_form() {
    insta::assert_snapshot!(markdown(&fixture::report()));
}

#[test]
fn the_sarif_form() {
    insta::assert_snapshot!(report::sarif::render(&fixture::report().0, &fixture::checks::all()));
}

#[test]
fn sarif_keeps_to_its_schema() {
    let schema: Value = serde_json::from_str(include_str!("schemas/sarif-2.1.0.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for report in [fixture::report().0, fixture::hostile::report()] {
        let log: Value = serde_json::from_str(&report::sarif::render(&report, &fixture::checks::all())).unwrap();
        let errors: Vec<String> = validator.iter_errors(&log).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0" })), "the schema refuses something");
}

#[test]
fn the_junit_form() {
    insta::assert_snapshot!(report::junit::render(&fixture::report().0).unwrap());
}

#[test]
fn junit_is_red_exactly_when_the_exit_code_is_not_zero() {
    let red = |r: &Report| {
        let xml = report::junit::render(r).unwrap();
        xml.contains("<failure") || xml.contains("<error")
    };
    let of = |judged: Vec<Judged>| fixture::report_of(fixture::facts::evidence(), judged).0;
    let keep = |what: fn(&Judged) -> bool| of(fixture::judged::all().into_iter().filter(what).collect());
    let passes = keep(|j| j.verdict == Verdict::Pass);
    let unknown = keep(|j| matches!(j.verdict, Verdict::Unknown(_)));
    let lesser = keep(|j| matches!(j.verdict, Verdict::Fail(_)) && j.info.severity < Severity::Blocker);
    let mut partial = passes.clone();
    partial.partial = Some(model::Why::Stopped);
    partial.gate.state = model::report::GateState::Unknown;
    for (report, code) in [(passes, 0), (lesser, 0), (unknown, 3), (fixture::report().0, 1), (partial, 4)] {
        assert_eq!(report::exit_code(&report), code);
        assert_eq!(red(&report), code != 0, "exit code {code}");
    }
}

#[test]
fn the_json_form_keeps_to_our_own_schema() {
    let validator = jsonschema::validator_for(&report::schema()).unwrap();
    for report in [fixture::report().0, fixture::hostile::report()] {
        let mut json: Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let again: Report = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(again, report);
        json["rows"][0]["surprise"] = Value::Bool(true);
        assert!(!validator.is_valid(&json), "unknown fields are refused");
    }
}

#[test]
fn the_schema_is_closed_everywhere() {
    fn walk(node: &Value, path: &str, open: &mut Vec<String>) {
        if let Value::Object(object) = node {
            let is_object = object.get("type").is_some_and(|t| t == "object") && !path.ends_with("/properties");
            if is_object && object.get("additionalProperties") != Some(&Value::Bool(false)) {
                open.push(path.to_owned());
            }
            object.iter().for_each(|(k, v)| walk(v, &format!("{path}/{k}"), open));
        } else if let Value::Array(items) = node {
            items.iter().enumerate().for_each(|(i, v)| walk(v, &format!("{path}/{i}"), open));
        }
    }
    let mut open = Vec::new();
    walk(&report::schema(), "", &mut open);
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn html_is_one_file_without_any_request() {
    let page = html();
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    assert!(page.contains("default-src 'none'"));
    for bad in ["<img", "<link", "<iframe", "src=", "@import", "url(", "style=\"", "onclick", "javascript:"] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert!(page.len() < 400_000, "{} bytes", page.len());
}

#[test]
fn html_headings_stand_in_order_and_ids_are_unique() {
    let page = html();
    let levels: Vec<u32> =
        page.match_indices("<h").filter_map(|(i, _)| page[i + 2..].chars().next()?.to_digit(10)).collect();
    assert_eq!(levels[0], 1);
    assert_eq!(levels.iter().filter(|l| **l == 1).count(), 1);
    assert!(levels.windows(2).all(|w| w[1] <= w[0] + 1), "{levels:?}");
    let ids: Vec<&str> = page.match_indices(" id=\"").map(|(i, _)| page[i + 5..].split('"').next().unwrap()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), ids.len());
    for (i, _) in page.match_indices("href=\"#") {
        let to = page[i + 7..].split('"').next().unwrap();
        assert!(ids.contains(&to), "nothing has the id {to}");
    }
}

#[test]
fn a_large_run_stays_below_400_kb() {
    let mut judged = Vec::new();
    for i in 0..12 {
        let host = format!("host-{i}.department.subsidiary.acme.example");
        for info in fixture::all_statics() {
            let subject = Subject::new(info.subject, &host);
            let verdict = match (info.severity, i % 3) {
                (Severity::Blocker, 0) | (Severity::Medium, 1) => Verdict::fail(long_finding(&host)),
                (_, 2) => Verdict::Unknown(Unknown::new(model::Why::NoRoute, host.clone())),
                _ => Verdict::Pass,
            };
            judged.push(Judged { info, subject, verdict, because: None });
        }
    }
    let (report, evidence) = fixture::report_of(fixture::facts::evidence(), judged);
    let page = report::html::render(&report, &evidence, &fixture::checks::all());
    assert!(page.len() < 400_000, "{} bytes for {} rows", page.len(), report.rows.len());
}

fn long_finding(host: &str) -> Finding {
    Finding::new(format!("The certificate of {host} expired yesterday"))
        .observed("x".repeat(3_000))
        .expected("more than 14 days left")
        .consequence("Every visitor sees a full-page warning and leaves.")
        .remedy(Remedy::run("on the web server", &["certbot renew"]))
        .reproduce(format!("openssl s_client -connect {host}:443"))
}

#[test]
fn nothing_from_the_target_becomes_markup() {
    let report = fixture::hostile::report();
    let page =
        report::html::render(&report, &fixture::facts::hostile(fixture::hostile::SCRIPT), &fixture::checks::all());
    assert!(!page.contains("<script>alert") && !page.contains("<img"));
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(!page.contains("\" onmouseover"), "no attribute is left");
    for c in ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\u{200b}'] {
        assert!(!page.contains(c), "{c:?}");
    }
    let markdown = report::markdown::render(&report, &fixture::facts::hostile(fixture::hostile::SCRIPT));
    let prose = without_code(&markdown);
    for bad in ["<script", "<img", "![", "@everyone"] {
        assert!(!prose.contains(bad), "{bad} in {prose}");
        assert!(markdown.contains(bad), "the hostile text stands in code: {bad}");
    }
}

/// Markdown without its code: a run of backticks opens, the next run of the same length closes.
fn without_code(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown;
    while let Some(at) = rest.find('`') {
        out.push_str(&rest[..at]);
        let run = rest[at..].chars().take_while(|c| *c == '`').count();
        let after = &rest[at + run..];
        let mut search = 0;
        let end = loop {
            let Some(next) = after[search..].find('`') else { break after.len() };
            let length = after[search + next..].chars().take_while(|c| *c == '`').count();
            search += next + length;
            if length == run {
                break search;
            }
        };
        rest = &after[end..];
    }
    out + rest
}

#[test]
fn nothing_from_the_target_steers_the_terminal() {
    let run = (fixture::hostile::report(), fixture::facts::hostile(fixture::hostile::SCRIPT));
    let all = TextStyle { all: true, ..style() };
    let plain = text(&run, &all);
    assert!(!plain.lines().any(|l| l.starts_with("fake line")), "a line of the target stands at the margin");
    let colour = without_colour(&text(&run, &TextStyle { color: true, ..all }));
    for form in [plain, colour, markdown(&run), report::junit::render(&run.0).unwrap()] {
        let bad: Vec<char> = form.chars().filter(|c| c.is_control() && *c != '\n').collect();
        assert!(bad.is_empty(), "{bad:?}");
        assert!(!form.contains('\u{202e}'));
    }
}
