//! A run from plan to report: look, judge, assemble.

use crate::error::Error;
use crate::watch::Watch;
use checks::registry::Court;
use checks::{Check, registry};
use config::Config;
use jiff::Timestamp;
use model::report::ProfileLine;
use model::{Declared, Evidence, Judged, Level, Profile, Report, Scope, Severity, SubjectKind, Target};
use probe::{Event, Limits, Net, Plan};
use report::text::TextStyle;
use std::collections::{BTreeSet, HashSet};
use std::io::IsTerminal;
use tokio::sync::{mpsc, watch};

/// What is looked at.
pub struct Look {
    pub net: Net,
    pub target: Target,
    pub limits: Limits,
    pub user_agent: String,
    pub headers: Vec<(String, String)>,
}

/// How it is judged.
pub struct Judging {
    pub config: Config,
    pub declared: Declared,
    /// The configuration is about this target: its waivers count. Beside somebody else's domain they do not.
    pub covered: bool,
    pub checks: Vec<&'static Check>,
    pub fail_on: Severity,
    pub baseline: BTreeSet<String>,
    pub require_all: bool,
    pub at: Option<Timestamp>,
}

impl Judging {
    fn court(&self) -> Court<'_> {
        Court { thresholds: &self.config.profile.thresholds, declared: &self.declared }
    }
}

/// Looks at the target. On a terminal findings show as they come; Ctrl-C ends the look and keeps what was seen.
pub fn look(look: Look, judging: &Judging, quiet: bool) -> Result<Evidence, Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::Usage(format!("the system gives no threads: {e}")))?;
    let evidence = runtime.block_on(look_async(look, judging, quiet));
    // Answers that are still on their way are of no use any more.
    runtime.shutdown_background();
    Ok(evidence)
}

/// As [`look`], on a runtime that is already there.
pub async fn look_async(look: Look, judging: &Judging, quiet: bool) -> Evidence {
    let plan = Plan {
        declared: judging.declared.clone(),
        wanted: checks::wanted(judging.checks.iter().copied()),
        limits: look.limits,
        user_agent: look.user_agent,
        headers: look.headers,
        target: look.target.clone(),
    };
    let (stop, stopped) = watch::channel(false);
    let (events, mut coming) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        tokio::signal::ctrl_c().await.ok();
        stop.send(true).ok();
        // Whoever presses it twice wants out.
        tokio::signal::ctrl_c().await.ok();
        std::process::exit(4);
    });
    let visible = !quiet && std::io::stderr().is_terminal();
    let label = look.target.label.clone();
    let task = tokio::spawn(probe::look(look.net, plan, stopped, events));
    let mut preview = Preview::new(judging, label, visible);
    while let Some(event) = coming.recv().await {
        preview.take(event);
    }
    preview.watch.end();
    match task.await {
        Ok(evidence) => evidence,
        // The look itself broke: an honest empty hand is better than none.
        Err(_) => {
            let mut evidence = Evidence::new(Timestamp::now());
            evidence.partial = Some(model::Why::Bug);
            evidence
        }
    }
}

/// Judges facts as they come in, for the eye only; the report judges all of them again.
struct Preview<'a> {
    judging: &'a Judging,
    label: String,
    visible: bool,
    watch: Watch,
    evidence: Evidence,
    told: HashSet<(&'static str, String)>,
    facts: usize,
}

impl<'a> Preview<'a> {
    fn new(judging: &'a Judging, label: String, visible: bool) -> Self {
        let watch = Watch::start(&label, visible);
        Self {
            judging,
            label,
            visible,
            watch,
            evidence: Evidence::new(Timestamp::now()),
            told: HashSet::new(),
            facts: 0,
        }
    }

    fn take(&mut self, event: Event) {
        if !self.visible {
            return;
        }
        match event {
            Event::Announced(subject) => self.evidence.announce(subject),
            Event::Seen(record) => {
                self.facts += 1;
                let kind = record.key.kind;
                self.evidence.insert(*record);
                for check in &self.judging.checks {
                    if check.judge.needs.iter().any(|n| n.kind == kind) {
                        self.judge(check);
                    }
                }
            }
        }
        self.watch.progress(&self.label, self.facts, self.evidence.subjects(SubjectKind::Host).count());
    }

    fn judge(&mut self, check: &'static Check) {
        let severity = self.judging.config.profile.severity_of(check.info);
        if severity < Severity::High {
            return;
        }
        let subjects: Vec<_> = self.evidence.subjects(check.info.subject).cloned().collect();
        for subject in subjects {
            let id = (check.info.id, subject.name.clone());
            if self.told.contains(&id) || !registry::ready(check, &subject, &self.evidence) {
                continue;
            }
            self.told.insert(id);
            let verdict = registry::judge_one(check, &subject, &self.evidence, self.judging.court());
            let judged = Judged { info: check.info, subject, verdict, because: None };
            if let Some(line) = report::text::one_line(&judged, severity, &TextStyle::default()) {
                self.watch.finding(&line);
            }
        }
    }
}

/// Judges evidence and makes the report, with the answers that the other profiles would give.
pub fn judge(mut evidence: Evidence, judging: &Judging, level: Level, now: Timestamp) -> (Report, Evidence) {
    let looked_at = evidence.at;
    if let Some(at) = judging.at {
        evidence.at = at;
    }
    let now = judging.at.unwrap_or(now);
    let mut report = under(&judging.config.profile, &evidence, judging, level, now);
    // Of some checks alone a profile says nothing.
    if judging.checks.len() == checks::all().len() {
        let others = config::profiles().iter().filter(|p| p.name != report.profile);
        report.profiles = others
            .map(|base| {
                let profile = judging.config.overrides.apply(base.clone());
                let other = under(&profile, &evidence, judging, level, now);
                ProfileLine {
                    profile: other.profile,
                    profile_for: other.profile_for,
                    verdict: other.verdict,
                    blockers: other.blockers,
                }
            })
            .collect();
    }
    report.notes.extend(judging.config.notes.iter().cloned());
    evidence.at = looked_at;
    (report, evidence)
}

/// The report under one profile.
fn under(profile: &Profile, evidence: &Evidence, judging: &Judging, level: Level, now: Timestamp) -> Report {
    let court = Court { thresholds: &profile.thresholds, declared: &judging.declared };
    let judged = checks::judge_all(evidence, court, &judging.checks);
    let mut scopes = scopes(evidence);
    // People count from the first answer on, and at the launch gate (decision 15).
    if !judging.declared.claims.is_empty() || judging.require_all {
        scopes.insert(Scope::People);
    }
    report::assemble(report::Assembly {
        evidence,
        judged,
        profile,
        declared: &judging.declared,
        app: judging.config.app.clone(),
        level,
        waivers: if judging.covered { judging.config.waivers.clone() } else { Vec::new() },
        baseline: judging.baseline.clone(),
        fail_on: judging.fail_on,
        require_all: judging.require_all,
        now,
        scopes,
    })
}

/// What a look covered, by what it announced.
fn scopes(evidence: &Evidence) -> BTreeSet<Scope> {
    let code = evidence.subjects(SubjectKind::Repository).next().is_some();
    let outside = evidence.records().any(|(key, _)| key.subject.kind != SubjectKind::Repository);
    let looked = [(Scope::Outside, outside || !code), (Scope::Code, code)];
    looked.into_iter().filter_map(|(scope, looked)| looked.then_some(scope)).collect()
}

/// Adds what a repository holds to what was seen.
pub fn look_inside(
    evidence: &mut Evidence,
    repository: &inside::Repository,
    names: &[inside::Names],
    judging: &Judging,
) {
    evidence.announce(inside::subject(repository));
    for record in inside::look(repository, &checks::wanted(judging.checks.iter().copied()), names) {
        evidence.insert(record);
    }
}
