//! `JUnit` XML for CI.
//!
//! One suite for each area (`tls`, `mail`), one case for each check and subject. What a CI shows as red agrees
//! with the exit code: rows that close the gate are failures, rows that leave it open are errors. All else that
//! did not pass is skipped, with the reason as message: failing below fail-on, accepted, known, not seen and not
//! decisive, not applicable. What the gate wants beside rows (a whole run, scopes) is a suite `gate` of its own.

use crate::clean::{clean, line};
use model::report::{Gate, Report};
use model::{Finding, Row, State};
use quick_junit::{NonSuccessKind, SerializeError, TestCase, TestCaseStatus, TestSuite};
use std::time::Duration;

/// The XML.
///
/// # Errors
/// Only if the XML can't be written, which would be a bug.
pub fn render(report: &Report) -> Result<String, SerializeError> {
    let mut out = quick_junit::Report::new(line(&format!("launch-ready {}", report.target)));
    out.set_time(Duration::from_millis(report.duration_ms));
    let gate = gate(report);
    if !gate.is_empty() {
        let mut suite = TestSuite::new("gate");
        suite.add_test_cases(gate);
        out.add_test_suite(suite);
    }
    let mut areas: Vec<&str> = report.rows.iter().map(|r| r.area.as_str()).collect();
    areas.sort_unstable();
    areas.dedup();
    for area in areas {
        let mut suite = TestSuite::new(area);
        suite.add_test_cases(report.rows.iter().filter(|r| r.area == area).map(|r| case(r, &report.gate)));
        out.add_test_suite(suite);
    }
    out.to_string()
}

fn gate(report: &Report) -> Vec<TestCase> {
    let mut out = Vec::new();
    let mut add = |name: &str, message: String| {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(message);
        let mut case = TestCase::new(name, status);
        case.set_classname("gate");
        out.push(case);
    };
    if let Some(why) = report.partial {
        add("the run saw everything", format!("{} before everything was seen", why.sentence()));
    }
    for scope in &report.gate.missing {
        add(&format!("{} was looked at", scope.word()), "the launch gate wants every scope of the profile".to_owned());
    }
    out
}

fn case(row: &Row, gate: &Gate) -> TestCase {
    let keys: Vec<String> = row.findings.iter().map(|f| line(&f.key)).filter(|k| !k.is_empty()).collect();
    let accepted = matches!(row.state, State::Waived | State::Known) && !keys.is_empty();
    let name = line(&row.subject.name);
    let name = if accepted { format!("{name} ({})", keys.join(", ")) } else { name };
    let mut case = TestCase::new(name, status(row, gate));
    case.set_classname(row.check.clone());
    case
}

fn status(row: &Row, gate: &Gate) -> TestCaseStatus {
    let skipped = |message: String| {
        let mut status = TestCaseStatus::skipped();
        status.set_message(message);
        status
    };
    let summary = line(&row.summary);
    match row.state {
        State::Pass | State::Attested => TestCaseStatus::success(),
        State::Fail | State::Contradicted if row.severity >= gate.fail_on => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(row.severity.word()).set_message(summary);
            status.set_description(row.findings.iter().map(told).collect::<Vec<_>>().join("\n\n"));
            status
        }
        State::Fail | State::Contradicted => skipped(format!("{}, below fail-on: {summary}", row.severity.word())),
        State::Unknown => {
            let why = row.unknown_reason.as_ref().map(ToString::to_string).unwrap_or_default();
            let message = line(&format!("could not tell: {why}"));
            if !row.decisive {
                return skipped(message);
            }
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type("could not tell").set_message(message);
            status
        }
        State::Waived => {
            let waiver = row.waiver.as_ref();
            let by = waiver.map(|w| format!(" by {} until {}: {}", w.by, w.until.0, w.reason)).unwrap_or_default();
            skipped(line(&format!("accepted{by}; {summary}")))
        }
        State::Known => skipped(format!("known from the baseline: {summary}")),
        State::NotApplicable => {
            let why = row.not_applicable_reason.as_deref().unwrap_or("the question does not arise");
            skipped(line(&format!("not applicable: {why}")))
        }
    }
}

/// A finding in plain lines.
fn told(f: &Finding) -> String {
    let mut lines = vec![line(&f.title), line(&f.consequence)];
    lines.push(format!("seen    {}", line(&f.observed)));
    lines.push(format!("wanted  {}", line(&f.expected)));
    lines.push(format!("fix     {}", line(&f.remedy.place())).trim_end().to_owned());
    lines.extend(f.remedy.lines().iter().map(|l| format!("          {}", clean(l))));
    lines.push(format!("check   {}", line(&f.reproduce)));
    lines.retain(|l| !l.trim().is_empty());
    lines.join("\n")
}
