//! SARIF 2.1.0 for code-scanning views.
//!
//! Failing rows become results, one for each finding: blocker and high are errors, medium is a warning, low a
//! note. Accepted ones carry a suppression, those of the baseline `baselineState: unchanged`. What could not be
//! seen is no result but a notification of the invocation, because viewers show every result as a defect.
//! There are no files: places are logical (`app.acme.example`, a host).

use crate::clean::{clean, line};
use model::report::Report;
use model::{CheckInfo, Finding, Row, Severity, State};
use serde_json::{Map, Value, json};

/// The log. `checks` are the declarations of the checks that ran; they become its rules.
#[must_use]
pub fn render(report: &Report, checks: &[CheckInfo]) -> String {
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run(report, checks)],
    });
    format!("{log:#}\n")
}

fn run(report: &Report, checks: &[CheckInfo]) -> Value {
    json!({
        "tool": { "driver": {
            "name": report.tool.name,
            "version": report.tool.version,
            "rules": checks.iter().map(rule).collect::<Vec<_>>(),
        }},
        "automationDetails": { "id": format!("launch-ready/{}/", report.target) },
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation(report, checks)],
        "results": results(report, checks),
        "properties": {
            "verdict": report.verdict.word(),
            "headline": report.headline,
            "profile": report.profile,
            "score": report.score,
        },
    })
}

fn rule(check: &CheckInfo) -> Value {
    json!({
        "id": check.id,
        "shortDescription": { "text": check.summary },
        "fullDescription": { "text": not_empty(check.docs, check.summary) },
        "help": { "text": not_empty(check.docs, check.summary), "markdown": not_empty(check.docs, check.summary) },
        "defaultConfiguration": { "level": level(check.severity) },
        "properties": { "tags": [check.area(), check.stage.title()], "source": check.source.cite },
    })
}

fn not_empty<'a>(text: &'a str, instead: &'a str) -> &'a str {
    if text.trim().is_empty() { instead } else { text }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocker | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

fn invocation(report: &Report, checks: &[CheckInfo]) -> Value {
    let unseen = report.in_state(State::Unknown).map(|row| {
        let why = row.unknown_reason.as_ref().map(ToString::to_string).unwrap_or_default();
        let text = match &row.question {
            Some(question) => format!("{}: for {}: {} ({why})", row.check, question.who, question.ask),
            None => format!("{} on {} could not be told: {why}", row.check, row.subject),
        };
        notification(&text, checks.iter().position(|c| c.id == row.check).map(|i| (i, row.check.as_str())))
    });
    let partial = report
        .partial
        .map(|why| notification(&format!("The run is partial: {} before everything was seen", why.sentence()), None));
    let notes = report.notes.iter().chain(&report.errors).map(|note| notification(note, None));
    json!({
        "executionSuccessful": report.partial.is_none(),
        "startTimeUtc": report.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "toolExecutionNotifications": partial.into_iter().chain(unseen).chain(notes).collect::<Vec<_>>(),
    })
}

fn notification(text: &str, rule: Option<(usize, &str)>) -> Value {
    let mut out = json!({ "level": "warning", "message": { "text": line(text) } });
    if let Some((index, id)) = rule {
        out["associatedRule"] = json!({ "id": id, "index": index });
    }
    out
}

fn results(report: &Report, checks: &[CheckInfo]) -> Vec<Value> {
    let told = |r: &&Row| r.state.failing() || matches!(r.state, State::Waived | State::Known);
    let rows = report.rows.iter().filter(told);
    rows.flat_map(|row| row.findings.iter().map(move |finding| result(row, finding, checks))).collect()
}

fn result(row: &Row, finding: &Finding, checks: &[CheckInfo]) -> Value {
    let mut out = Map::new();
    out.insert("ruleId".into(), json!(row.check));
    if let Some(index) = checks.iter().position(|c| c.id == row.check) {
        out.insert("ruleIndex".into(), json!(index));
    }
    out.insert("kind".into(), json!("fail"));
    out.insert("level".into(), json!(level(row.severity)));
    out.insert("message".into(), json!({ "text": message(finding) }));
    out.insert(
        "locations".into(),
        json!([{ "logicalLocations": [{
            "name": line(&row.subject.name),
            "fullyQualifiedName": line(&row.subject.name),
            "kind": row.subject.kind.word(),
        }]}]),
    );
    out.insert("partialFingerprints".into(), json!({ "launchReady/v1": finding.fingerprint }));
    if row.state == State::Known {
        out.insert("baselineState".into(), json!("unchanged"));
    }
    if let Some(w) = &row.waiver {
        let why = format!("{} (by {} until {})", w.reason, w.by, w.until.0);
        out.insert(
            "suppressions".into(),
            json!([{ "kind": "external", "status": "accepted", "justification": line(&why) }]),
        );
    }
    out.insert(
        "properties".into(),
        json!({
            "severity": row.severity.word(),
            "state": row.state.key(),
            "observed": clean(&finding.observed),
            "expected": clean(&finding.expected),
            "fix": finding.remedy.lines().iter().map(|l| clean(l)).collect::<Vec<_>>(),
            "reproduce": clean(&finding.reproduce),
            "mission": row.mission,
        }),
    );
    if let (Some(a), Some(properties)) = (&row.attestation, out.get_mut("properties")) {
        properties["attestation"] = json!(a);
    }
    Value::Object(out)
}

/// Title and consequence, as two sentences.
fn message(finding: &Finding) -> String {
    let title = line(&finding.title);
    let consequence = line(&finding.consequence);
    if consequence.is_empty() { title } else { format!("{title}. {consequence}") }
}
