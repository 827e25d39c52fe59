//! Two runs side by side: what is gone, new, still there, moved, and what nobody could see again.

pub mod html;
pub mod markdown;
pub mod text;

use jiff::Timestamp;
use model::report::Answer;
use model::{Finding, Report, Row, Severity, State};
use serde::Serialize;
use std::collections::BTreeMap;

/// Name of the format.
pub const SCHEMA: &str = "launch-ready.compare/1";

/// One of the two runs.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// What was audited.
    pub target: String,
    /// Profile.
    pub profile: String,
    /// When.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// The answer.
    pub verdict: Answer,
    /// 0 to 100.
    pub score: f64,
    /// Failing problems by severity: blocker, high, medium, low.
    pub counts: [usize; 4],
}

/// A finding of one or both runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Check id.
    pub check: String,
    /// Name of the subject.
    pub subject: String,
    /// Title.
    pub title: String,
    /// Severity, the later one.
    pub severity: Severity,
    /// Severity before, where it moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Severity>,
    /// Fingerprint.
    pub fingerprint: String,
    /// What is to be said about it: why it was not seen, who accepted it; empty where nothing is.
    pub note: String,
}

/// The comparison.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// `launch-ready.compare/1`.
    pub schema: String,
    /// The earlier run.
    pub before: Side,
    /// The later run.
    pub after: Side,
    /// Mended: measured again and not there.
    pub gone: Vec<Item>,
    /// Not there before.
    pub new: Vec<Item>,
    /// With another severity.
    pub moved: Vec<Item>,
    /// There before and now.
    pub still: Vec<Item>,
    /// There before, and not seen again: neither gone nor there.
    pub unseen: Vec<Item>,
    /// There before and accepted since (waiver or baseline): not mended.
    pub accepted: Vec<Item>,
}

impl Comparison {
    /// 0 nothing new or worse, 1 something is, 3 something could not be seen again.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let worse = self.moved.iter().any(|i| i.was.is_some_and(|was| i.severity > was));
        match (self.new.is_empty() && !worse, self.unseen.is_empty()) {
            (false, _) => 1,
            (true, false) => 3,
            (true, true) => 0,
        }
    }

    /// The lists with their headings, in the order of reports.
    #[must_use]
    pub fn lists(&self) -> [(&'static str, &[Item]); 6] {
        [
            ("New", &self.new),
            ("Moved", &self.moved),
            ("Accepted, not mended", &self.accepted),
            ("Not seen again", &self.unseen),
            ("Gone", &self.gone),
            ("Still there", &self.still),
        ]
    }

    /// `NO-GO → GO, score 12 → 98.5`.
    #[must_use]
    pub fn headline(&self) -> String {
        let (a, b) = (&self.before, &self.after);
        format!("{} → {}, score {} → {}", a.verdict.word(), b.verdict.word(), a.score, b.score)
    }

    /// The JSON form.
    ///
    /// # Errors
    /// Only if a value can't be written as JSON, which would be a bug.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }
}

/// Compares two reports.
#[must_use]
pub fn compare(before: &Report, after: &Report) -> Comparison {
    let mut out = Comparison {
        schema: SCHEMA.to_owned(),
        before: side(before),
        after: side(after),
        gone: Vec::new(),
        new: Vec::new(),
        moved: Vec::new(),
        still: Vec::new(),
        unseen: Vec::new(),
        accepted: Vec::new(),
    };
    let (was, is) = (failing(before), failing(after));
    for (row, finding) in &was {
        match is.iter().find(|(_, f)| f.fingerprint == finding.fingerprint) {
            Some((now, f)) if now.severity != row.severity => {
                out.moved.push(Item { was: Some(row.severity), ..item(now, f, String::new()) });
            }
            Some((now, f)) => out.still.push(item(now, f, String::new())),
            None => sort_out(row, finding, after, &mut out),
        }
    }
    for (row, finding) in &is {
        if !was.iter().any(|(_, f)| f.fingerprint == finding.fingerprint) {
            out.new.push(item(row, finding, before_it(row, finding, before)));
        }
    }
    out
}

/// A finding that fails no more: mended, accepted, or not looked at.
fn sort_out(row: &Row, finding: &Finding, after: &Report, out: &mut Comparison) {
    let same = |r: &&Row| r.check == row.check && r.subject == row.subject;
    let accepted = after.rows.iter().filter(same).find(|r| {
        matches!(r.state, State::Waived | State::Known)
            && r.findings.iter().any(|f| f.fingerprint == finding.fingerprint)
    });
    if let Some(now) = accepted {
        let by = now.waiver.as_ref().map(|w| format!("by {} until {}: {}", w.by, w.until.0, w.reason));
        out.accepted.push(item(row, finding, by.unwrap_or_else(|| "in the baseline".to_owned())));
        return;
    }
    let why = match after.rows.iter().find(same) {
        Some(now) if now.state == State::Unknown => now.unknown_reason.as_ref().map(ToString::to_string),
        Some(now) if now.because.is_some() => now.not_applicable_reason.clone(),
        Some(_) => None,
        None => absent(row, after),
    };
    match why {
        Some(why) => out.unseen.push(item(row, finding, why)),
        None => out.gone.push(item(row, finding, String::new())),
    }
}

/// Why a row is not there: its part was not looked at, or the run ended early. A subject that is gone altogether
/// (a host whose record was deleted) took its findings with it.
fn absent(row: &Row, after: &Report) -> Option<String> {
    let looked = after.scope.iter().any(|s| s.scope == row.scope && s.looked);
    if !looked {
        return Some(format!("{} was not looked at", row.scope.word()));
    }
    if let Some(why) = after.partial {
        return Some(why.sentence().to_owned());
    }
    let judged = after.rows.iter().any(|r| r.check == row.check);
    let there = after.rows.iter().any(|r| r.subject == row.subject);
    (!judged || there).then(|| "this check was not made".to_owned())
}

/// What the earlier run said of a finding that is new.
fn before_it(row: &Row, finding: &Finding, before: &Report) -> String {
    let same = |r: &&Row| r.check == row.check && r.subject == row.subject;
    match before.rows.iter().find(same) {
        Some(r) if r.findings.iter().any(|f| f.fingerprint == finding.fingerprint) => "was accepted before".to_owned(),
        Some(r) if r.state == State::Unknown => "could not be seen before".to_owned(),
        _ => String::new(),
    }
}

fn failing(report: &Report) -> Vec<(&Row, &Finding)> {
    report.rows.iter().filter(|r| r.state.failing()).flat_map(|r| r.findings.iter().map(move |f| (r, f))).collect()
}

fn item(row: &Row, finding: &Finding, note: String) -> Item {
    Item {
        check: row.check.clone(),
        subject: row.subject.name.clone(),
        title: crate::clean::line(&finding.title),
        severity: row.severity,
        was: None,
        fingerprint: finding.fingerprint.clone(),
        note,
    }
}

fn side(report: &Report) -> Side {
    let counts: &BTreeMap<String, usize> = &report.counts.by_severity;
    Side {
        target: report.target.clone(),
        profile: report.profile.clone(),
        at: report.at,
        verdict: report.verdict,
        score: report.score,
        counts: Severity::ALL.map(|s| counts.get(s.word()).copied().unwrap_or(0)),
    }
}

/// JSON schema (draft 2020-12) of what [`Comparison::to_json`] writes.
#[must_use]
pub fn schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(Comparison).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("$id".into(), serde_json::json!("https://launch-ready.example/schema/compare-1.json"));
        object.insert("title".into(), serde_json::json!("Launch Ready comparison"));
    }
    schema["properties"]["schema"]["const"] = serde_json::json!(SCHEMA);
    schema
}
