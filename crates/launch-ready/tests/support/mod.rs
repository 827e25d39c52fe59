//! Runs a whole audit against a world of the lab, as the binary does it.
#![allow(clippy::unwrap_used, dead_code, missing_docs)]

use checks::registry::Court;
use config::Config;
use lab::{Declares, Lab, World};
use model::declared::DeclaredRoute;
use model::{Declared, Evidence, Judged, Name, Target, Verdict};
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
    Limits {
        level: model::Level::Active,
        timeout: Duration::from_millis(1500),
        deadline: Duration::from_secs(20),
        ..Limits::default()
    }
}

pub async fn audit(world: World) -> Audit {
    audit_with(world, limits(), "acme.example").await.0
}

/// The audit of a world with a planted fault, with the declaration that its row rests on.
pub async fn audit_planted(world: World, planted: &lab::Planted) -> Audit {
    audit_declared(world, limits(), "acme.example", planted.declares).await.0
}

/// The audit of a world whose owner declared something.
pub async fn audit_declaring(world: World, declares: &[Declares]) -> Audit {
    audit_declared(world, limits(), "acme.example", declares).await.0
}

pub async fn audit_with(world: World, limits: Limits, target: &str) -> (Audit, Lab) {
    audit_declared(world, limits, target, &[]).await
}

async fn audit_declared(world: World, limits: Limits, target: &str, declares: &[Declares]) -> (Audit, Lab) {
    let sample = mail::Sample::read(world.sample.as_bytes());
    let repository = tempfile::tempdir().unwrap();
    world.repository.write(repository.path()).unwrap();
    let source = inside::Repository::open(repository.path()).unwrap();
    let listed =
        |text: String| inside::Names { environment: "production".into(), source: "the host's list".into(), text };
    let names: Vec<inside::Names> =
        Some(world.production_names.clone()).filter(|n| !n.is_empty()).map(listed).into_iter().collect();
    let claims = world.claims();
    let lab = Lab::start(world).await.unwrap();
    let config = Config::without_file().unwrap();
    let target = Target::parse(target).unwrap();
    let mut declared = config.declared(&target);
    declared.selectors.push(lab::DKIM_SELECTOR.to_owned());
    declares.iter().for_each(|d| declare(&mut declared, d));
    // Everything that can be looked for is.
    declared.owned = true;
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
    let mut evidence = probe::look(lab.net(), plan, stopped, events).await;
    for record in inside::look(&source, &checks::wanted(checks::all()), &names) {
        evidence.insert(record);
    }
    let mut count = 0;
    while coming.try_recv().is_ok() {
        count += 1;
    }
    let judged = judge(&evidence, &config, &declared);
    (Audit { evidence, judged, events: count }, lab)
}

fn declare(declared: &mut Declared, one: &Declares) {
    let name = |text: &str| Name::parse(text).unwrap();
    match one {
        Declares::Sending(domain) => declared.sending.push(name(domain)),
        Declares::Host(host) => {
            let purpose = model::declared::Purpose::Web;
            declared.hosts.push(model::declared::DeclaredHost { name: name(host), purpose });
        }
        Declares::Old(domain) => declared.old_domains.push(name(domain)),
        Declares::Edge(edge) => declared.edge = Some((*edge).to_owned()),
        Declares::Route(host, path, kind) => {
            declared.routes.push(DeclaredRoute { path: (*path).to_owned(), kind: *kind, host: Some(name(host)) });
        }
    }
}

pub fn judge(evidence: &Evidence, config: &Config, declared: &Declared) -> Vec<Judged> {
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
