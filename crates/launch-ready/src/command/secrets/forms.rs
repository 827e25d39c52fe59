//! SARIF and JUnit for machines.

use quick_junit::{NonSuccessKind, SerializeError, TestCase, TestCaseStatus, TestSuite};
use secrets::{Class, Engine};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use sweep::{Finding, Sweep};

/// SARIF 2.1.0: one result for each place; what could not be read is a notification.
pub fn sarif(sweep: &Sweep, engine: &Engine) -> String {
    let used: Vec<usize> = sweep.findings.iter().map(|f| f.rule).collect::<BTreeSet<_>>().into_iter().collect();
    let rules: Vec<Value> = used.iter().map(|r| rule(*r, engine)).collect();
    let results: Vec<Value> = sweep.findings.iter().map(|f| result(f, engine, &used)).collect();
    let gaps = sweep.coverage.gaps().iter();
    let notes: Vec<Value> = gaps
        .map(|g| json!({ "level": "warning", "message": { "text": format!("{} was not read: {}", g.what, g.why) } }))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "Launch Ready secrets", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "automationDetails": { "id": "launch-ready/secrets/" },
            "columnKind": "utf16CodeUnits",
            "invocations": [{ "executionSuccessful": sweep.coverage.complete(), "toolExecutionNotifications": notes }],
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn level(f_severity: &str) -> &'static str {
    match f_severity {
        "blocker" | "high" => "error",
        "medium" => "warning",
        _ => "note",
    }
}

fn rule(index: usize, engine: &Engine) -> Value {
    let (rule, provider) = (&engine.rules()[index], engine.provider(index));
    let harm = rule.harm.as_deref().unwrap_or(&provider.harm);
    let help = format!("{harm}\n\n{}", provider.steps().join("\n"));
    let mut out = json!({
        "id": rule.id,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": harm },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": level(rule.severity.word()) },
        "properties": { "tags": ["secrets", rule.class.word()] },
    });
    if !provider.page.is_empty() {
        out["helpUri"] = json!(provider.page);
    }
    out
}

fn result(f: &Finding, engine: &Engine, used: &[usize]) -> Value {
    let rule = &engine.rules()[f.rule];
    let place = f.commit.as_deref().map(|c| format!(" in commit {}", &c[..c.len().min(10)])).unwrap_or_default();
    json!({
        "ruleId": rule.id,
        "ruleIndex": used.iter().position(|r| *r == f.rule),
        "level": level(f.severity.word()),
        "message": { "text": format!("{}{place}. {}", rule.title, rule.harm.as_deref().unwrap_or(&engine.provider(f.rule).harm)) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&f.path), "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": f.line, "startColumn": f.column },
        }}],
        "partialFingerprints": { "launchReady/v1": f.fingerprint },
        "properties": { "class": rule.class.word(), "severity": f.severity.word(), "reachable": f.reachable, "knownValue": f.known },
    })
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&b);
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// JUnit: one case for each file with findings; a look with gaps and nothing found is an error, not a success.
pub fn junit(sweep: &Sweep, engine: &Engine) -> Result<String, SerializeError> {
    let mut report = quick_junit::Report::new("launch-ready secrets");
    let mut suite = TestSuite::new("secrets");
    for f in &sweep.findings {
        let rule = &engine.rules()[f.rule];
        let mut status = if rule.class == Class::Secret {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        } else {
            TestCaseStatus::skipped()
        };
        status.set_message(format!("{} at {}:{}:{}", rule.title, f.path, f.line, f.column));
        let mut case = TestCase::new(format!("{}:{}", f.path, f.line), status);
        case.set_classname(rule.id.clone());
        suite.add_test_case(case);
    }
    for gap in sweep.coverage.gaps() {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(gap.why.clone());
        let mut case = TestCase::new(format!("{} was read", gap.what), status);
        case.set_classname("coverage");
        suite.add_test_case(case);
    }
    if sweep.findings.is_empty() && sweep.coverage.complete() {
        suite.add_test_case(TestCase::new("no secret", TestCaseStatus::success()));
    }
    report.add_test_suite(suite);
    report.to_string()
}
