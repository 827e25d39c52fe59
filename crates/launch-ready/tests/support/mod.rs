//! Runs a whole audit against a world of the lab, as the binary does it.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use checks::registry::Court;
use config::Config;
use lab::{Lab, World};
use model::{Evidence, Judged, Target, Verdict};
use probe::{Event, Limits, Plan};
use std::time::Duration;
use tokio::sync::{mpsc, watch};

/// What a failing row is recognised by.
pub type Failure = (String, String, String);

pub struct Audit {
    pub evidence: Evidence,
    pub judged: Vec<Judged>,
    pub events: usize,
}

pub fn limits() -> Limits {
    Limits { timeout: Duration::from_millis(1500), deadline: Duration::from_secs(20), ..Limits::default() }
}

pub async fn audit(world: World) -> Audit {
    audit_with(world, limits(), "acme.example").await.0
}

/// The audit of a world with a planted fault, with the declaration that its row rests on.
pub async fn audit_planted(world: World, planted: &lab::Planted) -> Audit {
    let sending = if planted.declared_sender { vec![model::Name::parse(planted.subject).unwrap()] } else { Vec::new() };
    audit_declared(world, limits(), "acme.example", sending).await.0
}

pub async fn audit_with(world: World, limits: Limits, target: &str) -> (Audit, Lab) {
    audit_declared(world, limits, target, Vec::new()).await
}

async fn audit_declared(world: World, limits: Limits, target: &str, sending: Vec<model::Name>) -> (Audit, Lab) {
    let sample = mail::Sample::read(world.sample.as_bytes());
    let claims = world.claims();
    let lab = Lab::start(world).await.unwrap();
    let config = Config::without_file().unwrap();
    let target = Target::parse(target).unwrap();
    let mut declared = config.declared(&target);
    declared.selectors.push(lab::DKIM_SELECTOR.to_owned());
    declared.sending = sending;
    declared.sample = Some(sample);
    declared.claims = claims;
    let plan = Plan {
        declared: declared.clone(),
        wanted: checks::wanted(checks::all()),
        limits,
        user_agent: probe::plan::user_agent(),
        headers: Vec::new(),
        target,
    };
    let (_stop, stopped) = watch::channel(false);
    let (events, mut coming) = mpsc::unbounded_channel::<Event>();
    let evidence = probe::look(lab.net(), plan, stopped, events).await;
    let mut count = 0;
    while coming.try_recv().is_ok() {
        count += 1;
    }
    let judged = judge(&evidence, &config, &declared);
    (Audit { evidence, judged, events: count }, lab)
}

pub fn judge(evidence: &Evidence, config: &Config, declared: &model::Declared) -> Vec<Judged> {
    let all: Vec<_> = checks::all().iter().collect();
    checks::judge_all(evidence, Court { thresholds: &config.profile.thresholds, declared }, &all)
}

impl Audit {
    /// The same look with the answers of another world.
    pub fn answered(&self, world: &World) -> Self {
        let config = Config::without_file().unwrap();
        let mut declared = config.declared(&Target::parse("acme.example").unwrap());
        declared.selectors.push(lab::DKIM_SELECTOR.to_owned());
        declared.sample = Some(mail::Sample::read(world.sample.as_bytes()));
        declared.claims = world.claims();
        let judged = judge(&self.evidence, &config, &declared);
        Self { evidence: self.evidence.clone(), judged, events: self.events }
    }

    /// Failing findings as (check, subject, key), sorted.
    pub fn failures(&self) -> Vec<Failure> {
        let mut out = Vec::new();
        for row in &self.judged {
            if let Verdict::Fail(findings) = &row.verdict {
                for f in findings {
                    out.push((row.info.id.to_owned(), row.subject.name.clone(), f.key.clone()));
                }
            }
        }
        out.sort();
        out
    }

    /// Unknown rows as "check subject: reason".
    pub fn unknowns(&self) -> Vec<String> {
        let row = |r: &Judged| match &r.verdict {
            Verdict::Unknown(u) => Some(format!("{} {}: {u}", r.info.id, r.subject)),
            _ => None,
        };
        self.judged.iter().filter_map(row).collect()
    }

    /// The verdict of one row.
    pub fn row(&self, check: &str, subject: &str) -> &Verdict {
        let row = self.judged.iter().find(|r| r.info.id == check && r.subject.name == subject);
        &row.unwrap_or_else(|| panic!("no row {check} {subject}")).verdict
    }
}
