//! The report: a promise (`launch-ready.report/1`). Field names and meanings change only with the number.

mod beside;

pub use beside::{AskedRow, ProfileLine, Questions, TrendPoint};

use crate::check::{Level, Scope, Severity, Stage, Wait};
use crate::evidence::{Cost, NotLooked};
use crate::finding::Finding;
use crate::subject::{Subject, SubjectKind};
use crate::unknown::{Unknown, Why};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the report format.
pub const SCHEMA: &str = "launch-ready.report/1";

/// The state of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// As it should be.
    Pass,
    /// Not as it should be.
    Fail,
    /// Could not be seen.
    Unknown,
    /// The question does not arise.
    NotApplicable,
    /// A person answered for it.
    Attested,
    /// A person answered, and the measurement says otherwise; counts as fail.
    Contradicted,
    /// Failing or unknown, and accepted by a person until a day.
    Waived,
    /// Failing as it did in the baseline.
    Known,
}

impl State {
    /// In the order of reports.
    pub const ALL: [Self; 8] = [
        Self::Fail,
        Self::Contradicted,
        Self::Unknown,
        Self::Waived,
        Self::Known,
        Self::Attested,
        Self::NotApplicable,
        Self::Pass,
    ];

    /// The words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "could not tell",
            Self::NotApplicable => "not applicable",
            Self::Attested => "attested",
            Self::Contradicted => "contradicted",
            Self::Waived => "waived",
            Self::Known => "known",
        }
    }

    /// The key in JSON.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
            Self::Attested => "attested",
            Self::Contradicted => "contradicted",
            Self::Waived => "waived",
            Self::Known => "known",
        }
    }

    /// Counts as failing.
    #[must_use]
    pub fn failing(self) -> bool {
        matches!(self, Self::Fail | Self::Contradicted)
    }
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// No failing and no undecided blocker in the scope.
    Go,
    /// A blocker fails.
    NoGo,
    /// No blocker fails, and one could not be decided.
    CannotTell,
}

impl Answer {
    /// As it stands in a headline.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Go => "GO",
            Self::NoGo => "NO-GO",
            Self::CannotTell => "CAN'T TELL",
        }
    }
}

/// A finding that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Check id.
    pub check: String,
    /// Glob over subject names (`*` any run of characters).
    pub subject: String,
    /// Only the finding with this key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// Who accepts it.
    pub by: String,
    /// Last day on which it holds (to the end of that day, UTC).
    pub until: jiff_date::Date,
}

/// A calendar day in the schema (`2026-12-31`).
pub mod jiff_date {
    pub use jiff::civil::Date as Inner;
    use serde::{Deserialize, Serialize};

    /// A calendar day.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(transparent)]
    pub struct Date(pub Inner);

    impl schemars::JsonSchema for Date {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            "Date".into()
        }
        fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
            schemars::json_schema!({ "type": "string", "format": "date" })
        }
    }
}

/// A person's answer to what only people know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// Who says so.
    pub by: String,
    /// A file, a link or a sentence.
    pub evidence: String,
    /// SHA-256 of the file when it was named, 64 hex digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Last day on which it holds.
    pub until: jiff_date::Date,
}

/// One check on one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Check id.
    pub check: String,
    /// What it is about.
    pub subject: Subject,
    /// Stage of the launch.
    pub stage: Stage,
    /// Part of the id before the slash.
    pub area: String,
    /// What a run must look at for it.
    pub scope: Scope,
    /// Severity under the profile.
    pub severity: Severity,
    /// State after waivers, attestations and baseline.
    pub state: State,
    /// The defect in one line: the first finding's title when it fails, else the check's summary.
    pub summary: String,
    /// What is wrong; empty unless it fails, is waived, known or contradicted.
    pub findings: Vec<Finding>,
    /// Does this row, when unknown, leave the verdict open?
    pub decisive: bool,
    /// Minutes of work of the usual fix.
    pub effort_minutes: u32,
    /// How long the fix takes to work.
    pub wait: Wait,
    /// The waiver that applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
    /// The attestation that applies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attestation: Option<Attestation>,
    /// What it asks people; nothing is measured then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<AskedRow>,
    /// Why it could not be seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_reason: Option<Unknown>,
    /// Why the question does not arise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applicable_reason: Option<String>,
    /// Fingerprint of the finding that makes this row not applicable, or that contradicts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Rows of mission.md that it answers.
    pub mission: Vec<String>,
    /// Where the threshold comes from.
    pub source: String,
    /// Fingerprint of the row (check and subject).
    pub fingerprint: String,
}

/// State of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StageState {
    /// No row at or above fail-on fails.
    Pass,
    /// One does.
    Fail,
    /// A decisive row could not be seen.
    Unknown,
    /// No row of it was in scope.
    NotLookedAt,
}

/// One of the seven stages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageLine {
    /// Which.
    pub stage: Stage,
    /// State.
    pub state: StageState,
    /// Rows that were decided (pass, fail, waived, known, attested).
    pub looked: usize,
    /// Rows in all, not applicable ones left out.
    pub total: usize,
    /// Failing rows.
    pub failing: usize,
    /// Of the decided rows, those that people only said.
    #[serde(default)]
    pub attested: usize,
}

impl StageLine {
    /// Nothing of it was measured: people said that it is so.
    #[must_use]
    pub fn only_said(&self) -> bool {
        self.state == StageState::Pass && self.looked > 0 && self.attested == self.looked
    }
}

/// A part of the audit and whether the run looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeLine {
    /// Which.
    pub scope: Scope,
    /// Was it looked at?
    pub looked: bool,
}

/// What decides the exit code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// Rows at or above this severity close it.
    pub fail_on: Severity,
    /// `pass`, `fail` or `unknown`.
    pub state: GateState,
    /// What `--require-all` wanted and the run did not look at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Scope>,
}

/// State of the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GateState {
    /// Exit code 0.
    Pass,
    /// Exit code 1.
    Fail,
    /// Exit code 3.
    Unknown,
}

/// Name and version of this program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// `launch-ready`.
    pub name: String,
    /// Version.
    pub version: String,
}

/// Counts by state and, of failing rows, by severity. Findings that share a cause count once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// By state.
    pub by_state: BTreeMap<String, usize>,
    /// Failing problems by severity.
    pub by_severity: BTreeMap<String, usize>,
}

/// A problem as people count it: findings of one check with one cause, on one or several subjects.
/// Derived from rows; not part of the JSON, which keeps every row.
#[derive(Debug, Clone)]
pub struct Problem<'a> {
    /// The row it is told by.
    pub row: &'a Row,
    /// The finding it is told by.
    pub finding: &'a Finding,
    /// Every subject that has it, the first told included.
    pub subjects: Vec<&'a Subject>,
}

/// The whole report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// `launch-ready.report/1`.
    pub schema: String,
    /// This program.
    pub tool: Tool,
    /// What was audited.
    pub target: String,
    /// Name of the app, when `launch.toml` says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// Profile.
    pub profile: String,
    /// For whom the profile is.
    pub profile_for: String,
    /// Parts of the audit.
    pub scope: Vec<ScopeLine>,
    /// How closely the run looked.
    pub level: Level,
    /// When the look began.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
    /// Where from.
    pub vantage: String,
    /// What was reached by flags.
    pub net: Vec<String>,
    /// The answer, about the scope.
    pub verdict: Answer,
    /// One sentence that says why.
    pub headline: String,
    /// 0 to 100, for trends.
    pub score: f64,
    /// How the score comes about.
    pub score_arithmetic: String,
    /// Counts.
    pub counts: Counts,
    /// Check ids of failing blockers, in the order of the report.
    pub blockers: Vec<String>,
    /// What decides the exit code.
    pub gate: Gate,
    /// The seven stages.
    pub stages: Vec<StageLine>,
    /// Every check on every subject, worst first.
    pub rows: Vec<Row>,
    /// What belongs to the target and was not looked at.
    pub not_looked_at: Vec<NotLooked>,
    /// What nobody answered yet.
    #[serde(default)]
    pub questions: Questions,
    /// The answers that the other profiles would give.
    #[serde(default)]
    pub profiles: Vec<ProfileLine>,
    /// The last runs under this profile, oldest first, this one included; empty where none are kept.
    #[serde(default)]
    pub trend: Vec<TrendPoint>,
    /// Set when the run ended before all was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partial: Option<Why>,
    /// What the look cost.
    pub budget: Cost,
    /// What is wrong with our own input: waivers that expired or match nothing.
    pub notes: Vec<String>,
    /// Mistakes of ours in this run.
    pub errors: Vec<String>,
}

impl Report {
    /// Failing problems, worst first, those with one cause told once.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem<'_>> {
        problems(self.rows.iter().filter(|r| r.state.failing()))
    }

    /// This run as a point of a trend.
    #[must_use]
    pub fn point(&self) -> TrendPoint {
        let n = |s: Severity| self.counts.by_severity.get(s.word()).copied().unwrap_or(0);
        TrendPoint {
            at: self.at,
            profile: self.profile.clone(),
            verdict: self.verdict,
            score: self.score,
            blockers: n(Severity::Blocker),
            high: n(Severity::High),
        }
    }

    /// Questions of this run that nobody has answered, those that decide first.
    #[must_use]
    pub fn open_questions(&self) -> Vec<(&Row, &AskedRow)> {
        let mut open: Vec<_> = self.in_state(State::Unknown).filter_map(|r| Some((r, r.question.as_ref()?))).collect();
        open.sort_by_key(|(r, _)| !r.decisive);
        open
    }

    /// Rows in one state.
    pub fn in_state(&self, state: State) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |r| r.state == state)
    }

    /// The JSON form.
    ///
    /// # Errors
    /// Only if a value can't be written as JSON, which would be a bug.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}

/// Groups findings by check and cause, keeping the order of rows.
pub fn problems<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<Problem<'a>> {
    let mut out: Vec<Problem<'a>> = Vec::new();
    for row in rows {
        for finding in &row.findings {
            let same = finding.cause.as_ref().and_then(|cause| {
                out.iter_mut().find(|p| p.row.check == row.check && p.finding.cause.as_ref() == Some(cause))
            });
            match same {
                Some(problem) if problem.subjects.contains(&&row.subject) => {}
                Some(problem) => problem.subjects.push(&row.subject),
                None => out.push(Problem { row, finding, subjects: vec![&row.subject] }),
            }
        }
    }
    out
}

/// Is this kind of subject listed under hosts (filters of the HTML report)?
#[must_use]
pub fn host_of(subject: &Subject) -> String {
    match subject.kind {
        SubjectKind::Domain | SubjectKind::MailDomain => subject.name.clone(),
        _ => subject.host_name().unwrap_or_else(|| subject.name.clone()),
    }
}
