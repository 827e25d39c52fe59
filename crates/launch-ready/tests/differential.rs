//! Our judgement of headers beside MDN's HTTP Observatory and Google's CSP Evaluator on 200 generated sets: every
//! difference stands in docs/differential-headers.md with its reason, and nothing else differs.
#![allow(clippy::unwrap_used)]

use checks::registry::Court;
use checks::{by_id, judge_one, sample};
use model::facts::Page;
use model::{Evidence, Verdict};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Values of each header to choose from; empty for none.
const HEADERS: [(&str, &[&str]); 5] = [
    (
        "content-security-policy",
        &[
            "",
            "default-src 'self'",
            "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "default-src 'self' 'unsafe-inline'",
            "script-src 'self' 'unsafe-eval'; object-src 'none'",
            "script-src 'nonce-r4nd0mr4nd0m' 'strict-dynamic' 'unsafe-inline' https:; object-src 'none'; base-uri 'none'",
            "script-src 'nonce-r4nd0mr4nd0m' 'unsafe-inline'; object-src 'none'",
            "script-src https:; object-src 'none'",
            "default-src *",
            "frame-ancestors 'self'",
            "frame-ancestors *; default-src 'self'",
            "img-src 'self'; style-src 'self' 'unsafe-inline'",
            "default-src 'self'; script-src 'self' https://cdn.jsdelivr.net",
            "upgrade-insecure-requests",
        ],
    ),
    ("x-frame-options", &["", "DENY", "sameorigin", "ALLOW-FROM https://partner.example", "ALLOWALL"]),
    (
        "strict-transport-security",
        &[
            "",
            "max-age=63072000; includeSubDomains; preload",
            "max-age=31536000",
            "max-age=15768000",
            "max-age=3600",
            "max-age",
        ],
    ),
    ("x-content-type-options", &["", "nosniff", "NoSniff", "none"]),
    (
        "referrer-policy",
        &[
            "",
            "strict-origin-when-cross-origin",
            "no-referrer",
            "unsafe-url",
            "unsafe-url, no-referrer",
            "no-referrer-when-downgrade",
        ],
    ),
];
/// Questions, and the checks that answer them: one that fails is "not in order".
const QUESTIONS: [(&str, &[&str]); 8] = [
    ("inline", &["header/csp-missing", "header/csp-runs-inline"]),
    ("eval", &["header/csp-runs-eval"]),
    ("foreign", &["header/csp-runs-foreign"]),
    ("base", &["header/csp-gaps"]),
    ("frame", &["header/frameable"]),
    ("hsts", &["header/hsts-missing", "header/hsts-short"]),
    ("nosniff", &["header/nosniff-missing"]),
    ("referrer", &["header/referrer-unsafe"]),
];

/// 200 sets, the same each time.
fn sets() -> Vec<Map<String, Value>> {
    let mut state: u64 = 20_261_120;
    let mut next = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % n
    };
    let mut one = || {
        let chosen = HEADERS.map(|(name, values)| (name, values[next(values.len())]));
        let sent = chosen.into_iter().filter(|(_, value)| !value.is_empty());
        sent.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()
    };
    (0..200).map(|_| one()).collect()
}

fn ours(headers: &Map<String, Value>, question: &str, ids: &[&str]) -> bool {
    let page = sample::page_with(|answer| {
        answer.headers.retain(|(name, _)| name == "content-type");
        answer.headers.extend(headers.iter().map(|(n, v)| (n.clone(), v.as_str().unwrap().to_owned())));
    });
    let subject = sample::page();
    let evidence = Evidence::new(sample::now()).with::<Page>(&subject, page);
    let (thresholds, declared) = (sample::thresholds(), sample::declared());
    let court = Court { thresholds: &thresholds, declared: &declared };
    ids.iter().all(|id| match judge_one(by_id(id).unwrap(), &subject, &evidence, court) {
        Verdict::Fail(findings) => question == "base" && findings.iter().all(|f| f.key != "base-uri"),
        _ => true,
    })
}

/// The peers, installed once for each target folder.
fn modules() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("differential");
    std::fs::create_dir_all(&folder).unwrap();
    if !folder.join("done").exists() {
        // The newest of these two want a newer Node than Debian's; the Observatory only needs them to ask the network.
        let package = r#"{"private":true,"overrides":{"http-cookie-agent":"6.0.8","agent-base":"7.1.3"}}"#;
        std::fs::write(folder.join("package.json"), package).unwrap();
        let install = ["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"];
        let packages = ["@mdn/mdn-http-observatory@1", "csp_evaluator@1"];
        let out = Command::new("npm").args(install).args(packages).current_dir(&folder).output().unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        // Its list of preloaded hosts comes from the network; an empty one says that the host is not on it.
        let lists = folder.join("node_modules/@mdn/mdn-http-observatory/conf");
        std::fs::create_dir_all(&lists).unwrap();
        std::fs::write(lists.join("hsts-preload.json"), "{}").unwrap();
        std::fs::write(folder.join("done"), "").unwrap();
    }
    folder.join("node_modules")
}

#[test]
fn every_difference_to_the_peers_is_explained() {
    let modules = modules();
    let sets = sets();
    let file = modules.with_file_name(format!("sets-{}.json", std::process::id()));
    std::fs::write(&file, serde_json::to_string(&sets).unwrap()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/differential/peers.mjs");
    let out = Command::new("node").arg(script).arg(&file).arg(&modules).output().unwrap();
    std::fs::remove_file(&file).ok();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let theirs: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(theirs.len(), sets.len());

    let mut compared = 0;
    let mut differences: BTreeMap<String, usize> = BTreeMap::new();
    let mut examples: BTreeMap<String, String> = BTreeMap::new();
    for (headers, theirs) in sets.iter().zip(&theirs) {
        for (question, ids) in QUESTIONS {
            let ours = ours(headers, question, ids);
            for peer in ["mdn", "google"] {
                let Some(theirs) = theirs[peer][question].as_bool() else { continue };
                compared += 1;
                if ours == theirs {
                    continue;
                }
                let value = asked_about(headers, question);
                let word = |fine: bool| if fine { "in order" } else { "not in order" };
                let row = format!("| {question} | {peer} | `{value}` | {} | {} |", word(ours), word(theirs));
                *differences.entry(row.clone()).or_default() += 1;
                examples.entry(row).or_insert_with(|| serde_json::to_string(headers).unwrap());
            }
        }
    }
    assert!(compared > 1_000, "only {compared} answers were compared");
    let table = include_str!("../../../docs/differential-headers.md");
    let told: Vec<&str> = table.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| question")).collect();
    let unexplained: Vec<_> =
        differences.keys().filter(|row| !told.iter().any(|t| t.starts_with(row.as_str()))).collect();
    assert!(unexplained.is_empty(), "{unexplained:#?}\n{examples:#?}");
    let gone: Vec<_> = told.iter().filter(|t| !differences.keys().any(|row| t.starts_with(row.as_str()))).collect();
    assert!(gone.is_empty(), "these differences are gone: {gone:#?}");
}

/// The header value that decides a question; framing is decided by the policy where that speaks of it.
fn asked_about<'a>(headers: &'a Map<String, Value>, question: &str) -> &'a str {
    let value = |name: &str| headers.get(name).and_then(Value::as_str).unwrap_or("none");
    let policy = value("content-security-policy");
    match question {
        "frame" if !policy.contains("frame-ancestors") => value("x-frame-options"),
        "hsts" => value("strict-transport-security"),
        "nosniff" => value("x-content-type-options"),
        "referrer" => value("referrer-policy"),
        _ => policy,
    }
}
