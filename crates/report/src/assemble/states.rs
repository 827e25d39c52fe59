//! The state of each row: what the judge said, then waivers, then the baseline.

use super::claims;
use super::waivers::Ledger;
use model::check::Scope;
use model::report::{AskedRow, Waiver};
use model::{CheckInfo, Claim, Finding, Judged, Profile, Row, State, Subject, Unknown, Verdict, Why, finding};
use std::collections::BTreeSet;

/// What judgements are held against.
pub struct Bench<'a> {
    /// Severities.
    pub profile: &'a Profile,
    /// What the run looked at.
    pub scopes: &'a BTreeSet<Scope>,
    /// Known fingerprints.
    pub baseline: &'a BTreeSet<String>,
    /// What people said.
    pub claims: &'a [Claim],
}

/// The rows of one judgement: one as a rule. Findings that were accepted or are known stand in rows of their
/// own, so that each row has one state and nothing is lost from the JSON.
pub fn rows(judged: Judged, bench: &Bench<'_>, waivers: &mut Ledger) -> Vec<Row> {
    let Judged { info, subject, verdict, because } = judged;
    let mut base = row(info, &subject, bench, because);
    let claim = claims::of_row(bench.claims, info, &subject);
    base.attestation = claim.map(|c| c.attestation.clone());
    let measured = info.asks.is_none();
    match verdict {
        // A yes is no measurement.
        Verdict::Pass if !measured => {
            let summary = info.asks.map_or(info.summary, |q| q.claim);
            vec![Row { state: State::Attested, summary: capital(summary), ..base }]
        }
        Verdict::Unknown(unknown) if measured && claim.is_some() => {
            vec![Row { state: State::Attested, unknown_reason: Some(unknown), ..base }]
        }
        Verdict::Pass => vec![Row { state: State::Pass, ..base }],
        Verdict::NotApplicable(why) => {
            waivers.excuse(info, &subject);
            vec![Row { state: State::NotApplicable, not_applicable_reason: Some(why), ..base }]
        }
        Verdict::Unknown(unknown) => {
            let waiver = waivers.for_row(info, &subject);
            let state = if waiver.is_some() { State::Waived } else { State::Unknown };
            vec![Row { state, waiver, unknown_reason: Some(unknown), ..base }]
        }
        Verdict::Fail(findings) => {
            let mut rows = failing(&base, info, findings, waivers, bench.baseline);
            for row in rows.iter_mut().filter(|r| r.state == State::Fail && measured && claim.is_some()) {
                row.state = State::Contradicted;
            }
            rows
        }
    }
}

fn row(info: &CheckInfo, subject: &Subject, bench: &Bench<'_>, because: Option<String>) -> Row {
    Row {
        check: info.id.to_owned(),
        subject: subject.clone(),
        stage: info.stage,
        area: info.area().to_owned(),
        scope: info.scope,
        severity: bench.profile.severity_of(info),
        state: State::Pass,
        summary: info.summary.to_owned(),
        findings: Vec::new(),
        // A part nobody looked at is named beside the verdict; it does not leave the verdict open.
        decisive: bench.profile.decisive(info) && bench.scopes.contains(&info.scope),
        effort_minutes: info.effort_minutes,
        wait: info.wait,
        waiver: None,
        attestation: None,
        question: info.asks.map(|q| AskedRow {
            ask: q.ask.to_owned(),
            who: q.who.to_owned(),
            evidence: q.evidence.to_owned(),
        }),
        unknown_reason: None,
        not_applicable_reason: None,
        because,
        mission: info.mission.iter().map(|m| (*m).to_owned()).collect(),
        source: info.source.cite.to_owned(),
        fingerprint: finding::fingerprint(info.id, subject, ""),
    }
}

fn failing(
    base: &Row,
    info: &CheckInfo,
    findings: Vec<Finding>,
    waivers: &mut Ledger,
    baseline: &BTreeSet<String>,
) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    for mut finding in findings {
        finding.fingerprint = finding::fingerprint(info.id, &base.subject, &finding.key);
        let waiver = waivers.for_finding(info, &base.subject, &finding.key);
        let state = match &waiver {
            Some(_) => State::Waived,
            None if known(info, &base.subject, &finding, baseline) => State::Known,
            None => State::Fail,
        };
        add(&mut out, base, state, waiver, finding);
    }
    if out.is_empty() {
        let bug = Unknown::new(Why::Bug, "the judge failed it without a finding");
        out.push(Row { state: State::Unknown, unknown_reason: Some(bug), ..base.clone() });
    }
    out
}

/// Findings in one state, under one waiver, share a row.
fn add(out: &mut Vec<Row>, base: &Row, state: State, waiver: Option<Waiver>, finding: Finding) {
    if let Some(row) = out.iter_mut().find(|r| r.state == state && r.waiver == waiver) {
        row.findings.push(finding);
        return;
    }
    let summary = finding.title.clone();
    out.push(Row { state, waiver, summary, findings: vec![finding], ..base.clone() });
}

/// In the baseline, also under an id that the check had before.
fn known(info: &CheckInfo, subject: &Subject, finding: &Finding, baseline: &BTreeSet<String>) -> bool {
    baseline.contains(&finding.fingerprint)
        || info.formerly.iter().any(|id| baseline.contains(&finding::fingerprint(id, subject, &finding.key)))
}

/// A claim as a line of its own.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
