//! The 48-hour plan: what is mended in which order, by whom, how long it takes, and what can wait.
//!
//! Order follows risk *and waiting time*: what needs a cache to drain or a certificate to be issued starts early,
//! so that the wait costs nobody's time. No odds are invented: efforts are those of the checks, waits are the
//! records' own times to live.

mod advice;
pub mod calendar;
pub mod html;
pub mod markdown;
mod schedule;
mod steps;
pub mod text;

use jiff::{SignedDuration, Timestamp};
use model::check::Wait;
use model::report::Answer;
use model::{CheckInfo, Evidence, Report, Severity, Stage};
use serde::Serialize;

/// Name of the plan's format.
pub const SCHEMA: &str = "launch-ready.plan/1";

/// Everything a plan is made from.
#[derive(Debug, Clone)]
pub struct Input<'a> {
    /// What was found.
    pub report: &'a Report,
    /// What was seen; times to live come from it.
    pub evidence: &'a Evidence,
    /// Declarations of the checks; they say what rests on what.
    pub checks: &'a [CheckInfo],
    /// Who does what: a role (`dns`) and a name.
    pub contacts: Vec<(String, String)>,
    /// When work begins.
    pub start: Timestamp,
    /// Hours of work a day, 1 to 24.
    pub day_hours: u32,
    /// What an hour costs.
    pub rate: Option<Rate>,
}

impl<'a> Input<'a> {
    /// A plan that begins at the moment of the look, eight hours a day, one person.
    #[must_use]
    pub fn of(report: &'a Report, evidence: &'a Evidence, checks: &'a [CheckInfo]) -> Self {
        Self { report, evidence, checks, contacts: Vec::new(), start: report.at, day_hours: 8, rate: None }
    }
}

/// Price of an hour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Hundredths of the currency.
    pub cents: u64,
    /// `EUR`; empty when none was said.
    pub currency: String,
}

impl Rate {
    /// Cost of minutes in hundredths, rounded to the nearest.
    #[must_use]
    pub fn cost(&self, minutes: u32) -> u64 {
        (self.cents * u64::from(minutes) + 30) / 60
    }

    /// `90.00 EUR`.
    #[must_use]
    pub fn words(&self, cents: u64) -> String {
        format!("{}.{:02} {}", cents / 100, cents % 100, self.currency).trim_end().to_owned()
    }
}

/// The parts of the order (mission.md D1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// What stops the launch: DNS, TLS, secrets.
    Blockers,
    /// Deploy, edge and mail trust.
    Trust,
    /// Monitoring, smoke tests, handover.
    Handover,
    /// Basics come before performance.
    Speed,
    /// Safe to leave until the week after.
    WeekAfter,
}

impl Phase {
    /// In order.
    pub const ALL: [Self; 5] = [Self::Blockers, Self::Trust, Self::Handover, Self::Speed, Self::WeekAfter];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Blockers => "Blockers: DNS, TLS, secrets",
            Self::Trust => "Deploy, edge and mail trust",
            Self::Handover => "Monitoring and handover",
            Self::Speed => "Speed",
            Self::WeekAfter => "The week after",
        }
    }
}

/// A finding that a step mends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mends {
    /// Number in the report.
    pub number: usize,
    /// Check id.
    pub check: String,
    /// Its title.
    pub title: String,
    /// Its severity.
    pub severity: Severity,
    /// Its fingerprint.
    pub fingerprint: String,
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// From 1, in the order of the plan.
    pub number: usize,
    /// Part of the order.
    pub phase: Phase,
    /// Stage of the launch.
    pub stage: Stage,
    /// What it is about.
    pub title: String,
    /// Worst severity that it mends.
    pub severity: Severity,
    /// What it mends: several where fixes touch the same record or file.
    pub mends: Vec<Mends>,
    /// Whose work it is.
    pub owner: String,
    /// Where the thing to paste belongs.
    pub place: String,
    /// The exact things to paste or do.
    pub fix: Vec<String>,
    /// Minutes of work.
    pub effort_minutes: u32,
    /// How it waits.
    pub wait: Wait,
    /// Minutes until it works, once it is done.
    pub wait_minutes: u32,
    /// Steps that must work first.
    pub after: Vec<usize>,
    /// Begin of the work.
    #[schemars(with = "String")]
    pub begins: Timestamp,
    /// End of the work.
    #[schemars(with = "String")]
    pub ends: Timestamp,
    /// When it works: end of the wait.
    #[schemars(with = "String")]
    pub works: Timestamp,
    /// Its delay delays everything.
    pub critical: bool,
    /// Cost in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_cents: Option<u64>,
    /// The command that shows that it is mended.
    pub verify: String,
}

/// Sums.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// Minutes before the launch.
    pub before_minutes: u32,
    /// Minutes that can wait until the week after.
    pub after_minutes: u32,
    /// How they come about, with the cost where a rate is known.
    pub arithmetic: String,
    /// Cost before the launch, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_cents: Option<u64>,
    /// Cost of the week after, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_cents: Option<u64>,
}

/// What is done when only one day is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneDay {
    /// Done first, whatever was found: what and minutes.
    pub basics: Vec<Basic>,
    /// Steps that fit, in order.
    pub steps: Vec<usize>,
    /// Steps before the launch that do not fit.
    pub left_out: Vec<usize>,
    /// Minutes in all.
    pub minutes: u32,
}

/// Work that no finding asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Basic {
    /// What.
    pub what: String,
    /// Minutes.
    pub minutes: u32,
}

/// Which kind of help fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sprint {
    /// Kind.
    pub fits: Fit,
    /// In words, with its reason.
    pub words: String,
    /// Stages that it covers.
    pub stages: Vec<Stage>,
}

/// Kinds of sprints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Nothing stops the launch.
    None,
    /// Half a day, alone.
    DoItYourself,
    /// Two days.
    TwoDays,
    /// More than two days: with help, or with another date.
    WithHelp,
    /// The app itself does not run: that comes before any launch work.
    NotALaunchProblem,
    /// Nobody can tell before more was seen.
    LookFirst,
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// `launch-ready.plan/1`.
    pub schema: String,
    /// What was audited.
    pub target: String,
    /// Name of the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// Profile.
    pub profile: String,
    /// Verdict of the look.
    pub verdict: Answer,
    /// When the look was.
    #[schemars(with = "String")]
    pub looked: Timestamp,
    /// When work begins.
    #[schemars(with = "String")]
    pub start: Timestamp,
    /// Hours of work a day.
    pub day_hours: u32,
    /// Price of an hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// Numbers of the steps whose delay delays everything, in order.
    pub critical_path: Vec<usize>,
    /// When the last blocker is gone.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blockers_gone: Option<Timestamp>,
    /// When all that comes before the launch works.
    #[schemars(with = "Option<String>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready: Option<Timestamp>,
    /// Sums.
    pub totals: Totals,
    /// If only one day is left.
    pub one_day: OneDay,
    /// Which kind of sprint fits.
    pub sprint: Sprint,
    /// Questions that nobody answered; their answers can add steps.
    pub open_questions: usize,
}

impl Plan {
    /// The JSON form.
    ///
    /// # Errors
    /// Only if a value can't be written as JSON, which would be a bug.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// Steps of one part, in order.
    pub fn of_phase(&self, phase: Phase) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |s| s.phase == phase)
    }

    /// Steps before the launch.
    pub fn before(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|s| s.phase != Phase::WeekAfter)
    }

    /// Short work that is started early because it waits long.
    #[must_use]
    pub fn starts_early(&self) -> Vec<&Step> {
        self.before().filter(|s| s.wait_minutes >= 30).collect()
    }
}

/// Makes the plan.
#[must_use]
pub fn make(input: &Input<'_>) -> Plan {
    let day_hours = input.day_hours.clamp(1, 24);
    let drafts = steps::drafts(input);
    let placed = schedule::place(drafts, day_hours * 60);
    let at =
        |minutes: u32| input.start.checked_add(SignedDuration::from_mins(i64::from(minutes))).unwrap_or(input.start);
    let critical_path = schedule::critical(&placed);
    let steps: Vec<Step> = placed
        .iter()
        .enumerate()
        .map(|(i, p)| Step {
            number: i + 1,
            begins: at(p.begins),
            ends: at(p.ends),
            works: at(p.works),
            critical: critical_path.contains(&(i + 1)),
            cost_cents: input.rate.as_ref().map(|r| r.cost(p.draft.effort)),
            ..p.draft.step(&p.after)
        })
        .collect();
    let last = |wanted: fn(&&Step) -> bool| steps.iter().filter(wanted).map(|s| s.works).max();
    let report = input.report;
    Plan {
        schema: SCHEMA.to_owned(),
        target: report.target.clone(),
        app: report.app.clone(),
        profile: report.profile.clone(),
        verdict: report.verdict,
        looked: report.at,
        start: input.start,
        day_hours,
        rate: input.rate.clone(),
        critical_path,
        blockers_gone: last(|s| s.severity == Severity::Blocker),
        ready: last(|s| s.phase != Phase::WeekAfter),
        totals: advice::totals(&steps, input.rate.as_ref()),
        one_day: advice::one_day(&steps, day_hours * 60),
        sprint: advice::sprint(report, &steps),
        open_questions: report.questions.open,
        steps,
    }
}

/// JSON schema (draft 2020-12) of what [`Plan::to_json`] writes.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Plan).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".into(), serde_json::json!("https://launch-ready.example/schema/plan-1.json"));
        object.insert("title".into(), serde_json::json!("Launch Ready plan"));
    }
    schema["properties"]["schema"]["const"] = serde_json::json!(SCHEMA);
    schema
}
