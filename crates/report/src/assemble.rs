//! Judged rows become a report: severities of the profile, waivers, baseline, order, counts, verdict.

mod claims;
mod headline;
mod order;
mod score;
mod stages;
mod states;
#[cfg(test)]
mod tests;
mod waivers;

use jiff::Timestamp;
use model::check::Scope;
use model::report::{Counts, Gate, GateState, SCHEMA, ScopeLine, Tool, Waiver};
use model::unknown::Why;
use model::{Declared, Evidence, Judged, Level, Profile, Report, Row, Severity, State};
use std::collections::{BTreeMap, BTreeSet};

/// Everything a report is made from.
#[derive(Debug, Clone)]
pub struct Assembly<'a> {
    /// All facts of the look; time, vantage and cost are taken from it.
    pub evidence: &'a Evidence,
    /// What the judges said.
    pub judged: Vec<Judged>,
    /// Severities and scopes.
    pub profile: &'a Profile,
    /// The target; says which host is canonical.
    pub declared: &'a Declared,
    /// Name of the app, when `launch.toml` says it.
    pub app: Option<String>,
    /// How closely the run looked.
    pub level: Level,
    /// Findings that were accepted.
    pub waivers: Vec<Waiver>,
    /// Fingerprints of findings that are known and do not count.
    pub baseline: BTreeSet<String>,
    /// Rows at or above this severity close the gate.
    pub fail_on: Severity,
    /// The gate wants every scope that the profile names.
    pub require_all: bool,
    /// The moment of judging: waivers are held against it, facts never.
    pub now: Timestamp,
    /// What the run looked at.
    pub scopes: BTreeSet<Scope>,
}

/// Makes the report.
#[must_use]
pub fn assemble(input: Assembly<'_>) -> Report {
    let mut waivers = waivers::Ledger::new(input.waivers, input.now);
    let bench = states::Bench {
        profile: input.profile,
        scopes: &input.scopes,
        baseline: &input.baseline,
        claims: &input.declared.claims,
    };
    let (asked, questions) = (claims::asked(&input.judged), claims::open(&input.judged, input.profile));
    let mut rows: Vec<Row> = Vec::new();
    for judged in input.judged {
        // Questions that nobody was asked are counted beside the verdict; as rows they would drown what was seen.
        if judged.info.scope != Scope::People || input.scopes.contains(&Scope::People) {
            rows.extend(states::rows(judged, &bench, &mut waivers));
        } else {
            waivers.excuse(judged.info, &judged.subject);
        }
    }
    claims::contradict(&mut rows, &asked, &mut waivers);
    order::sort(&mut rows, input.declared);
    let e = input.evidence;
    let verdict = headline::answer(&rows, e.partial);
    let counts = counts(&rows);
    let (score, score_arithmetic) = score::score(&counts.by_severity);
    Report {
        schema: SCHEMA.to_owned(),
        tool: Tool { name: "launch-ready".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        target: input.declared.label.clone(),
        app: input.app,
        profile: input.profile.name.clone(),
        profile_for: input.profile.audience.clone(),
        scope: Scope::ALL.map(|scope| ScopeLine { scope, looked: input.scopes.contains(&scope) }).to_vec(),
        level: input.level,
        at: e.at,
        duration_ms: e.duration_ms,
        vantage: e.vantage.clone(),
        net: e.net.clone(),
        verdict,
        headline: headline::sentence(verdict, &rows, e.partial, &input.scopes),
        score,
        score_arithmetic,
        counts,
        blockers: blockers(&rows),
        gate: gate(&rows, input.fail_on, missing(input.profile, &input.scopes, input.require_all), e.partial),
        stages: stages::lines(&rows, &input.scopes, input.fail_on),
        not_looked_at: e.not_looked_at.clone(),
        questions,
        profiles: Vec::new(),
        trend: Vec::new(),
        partial: e.partial,
        budget: e.cost,
        notes: waivers.notes(),
        errors: errors(&rows),
        rows,
    }
}

/// 0 ready, 1 a failing row at or above fail-on, 3 could not tell, 4 stopped by the user. The rest (2, 70) is
/// the binary's.
#[must_use]
pub fn exit_code(report: &Report) -> u8 {
    if report.partial == Some(Why::Stopped) {
        return 4;
    }
    match report.gate.state {
        GateState::Pass => 0,
        GateState::Fail => 1,
        GateState::Unknown => 3,
    }
}

/// Every state and severity has its key, also with 0, so that a reader of the JSON never guesses.
fn counts(rows: &[Row]) -> Counts {
    let by_state = State::ALL.into_iter().map(|state| {
        let of_state = || rows.iter().filter(move |r| r.state == state);
        let told_by_findings = state.failing() || matches!(state, State::Waived | State::Known);
        // A waived row that was never seen has no finding; it counts as itself.
        let without = of_state().filter(|r| r.findings.is_empty()).count();
        let n = if told_by_findings { model::report::problems(of_state()).len() + without } else { of_state().count() };
        (state.key().to_owned(), n)
    });
    let failing = model::report::problems(rows.iter().filter(|r| r.state.failing()));
    let by_severity = Severity::ALL
        .into_iter()
        .map(|severity| (severity.word().to_owned(), failing.iter().filter(|p| p.row.severity == severity).count()));
    Counts { by_state: by_state.collect(), by_severity: by_severity.collect::<BTreeMap<_, _>>() }
}

/// Check ids of failing blockers, each once, in the order of the report.
fn blockers(rows: &[Row]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for row in rows.iter().filter(|r| r.state.failing() && r.severity == Severity::Blocker) {
        if !ids.contains(&row.check) {
            ids.push(row.check.clone());
        }
    }
    ids
}

fn missing(profile: &Profile, looked: &BTreeSet<Scope>, require_all: bool) -> Vec<Scope> {
    if !require_all {
        return Vec::new();
    }
    profile.scopes.iter().copied().filter(|s| !looked.contains(s)).collect()
}

fn gate(rows: &[Row], fail_on: Severity, missing: Vec<Scope>, partial: Option<Why>) -> Gate {
    let state = if rows.iter().any(|r| r.state.failing() && r.severity >= fail_on) {
        GateState::Fail
    } else if partial.is_some() || !missing.is_empty() || rows.iter().any(undecided) {
        GateState::Unknown
    } else {
        GateState::Pass
    };
    Gate { fail_on, state, missing }
}

/// A row that leaves the verdict open.
fn undecided(row: &Row) -> bool {
    row.state == State::Unknown && row.decisive
}

fn errors(rows: &[Row]) -> Vec<String> {
    let bug = |r: &&Row| r.unknown_reason.as_ref().is_some_and(|u| u.why == Why::Bug);
    rows.iter()
        .filter(bug)
        .map(|r| {
            let why = r.unknown_reason.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} on {}: {why}", r.check, r.subject)
        })
        .collect()
}
