//! `launch-ready check`: look, judge, report.

use crate::cli::CheckArgs;
use crate::error::Error;
use crate::{output, run, setup, state};
use jiff::Timestamp;
use model::{Evidence, Report};
use report::text::TextStyle;
use std::path::Path;

/// Runs the command; gives the exit code.
pub fn execute(args: &CheckArgs) -> Result<u8, Error> {
    // Everything that can be wrong with what was typed is said before anything is looked at.
    let config = setup::under_profile(setup::config(args.judging.config.as_deref())?, args.judging.profile.as_deref())?;
    let repository = repository(args, &config)?;
    let names = crate::command::env::names(&args.code.names)?;
    if args.target.is_none()
        && config.target().is_none()
        && let Some(repository) = &repository
    {
        return inside_only(args, config, repository, &names);
    }
    let mut target = setup::target(args.target.as_deref(), &config)?;
    if let Some(class) = args.net.target_class {
        target.class = class.into();
    }
    let mut judging = setup::judging(&args.judging, config, &target)?;
    args.mail.declare(&mut judging.declared)?;
    if args.net.limits().level == model::Level::Active && !judging.declared.owned {
        return Err(Error::Usage(format!(
            "--level active disturbs, so it looks only at what is yours; for {} write owned = true under [domain] in \
             launch.toml",
            target.label
        )));
    }
    if args.net.max_requests_per_host > probe::Limits::default().requests_per_host && !judging.declared.owned {
        return Err(Error::Usage(format!(
            "More than 60 requests to a host are for what is yours; for {} write owned = true under [domain] in launch.toml",
            target.label
        )));
    }
    for file in &args.output.files {
        output::format_of(file)?;
    }
    let look = run::Look {
        net: args.net.net_for(target.registrable.as_ref())?,
        limits: args.net.limits(),
        user_agent: args.net.user_agent.clone().unwrap_or_else(probe::plan::user_agent),
        headers: args.net.headers()?,
        target: target.clone(),
    };
    let level = look.limits.level;
    let evidence = match &args.from {
        Some(path) => state::evidence(path, &target.label)?,
        None => {
            let mut evidence = run::look(look, &judging, args.output.quiet)?;
            if let Some(repository) = &repository {
                run::look_inside(&mut evidence, repository, &names, &judging);
            }
            evidence
        }
    };
    let now = judging.at.unwrap_or_else(Timestamp::now);
    let (mut report, evidence) = run::judge(evidence, &judging, level, now);
    // A run of some checks, or one that was stopped, is no point of a trend.
    let whole = args.judging.checks.is_empty() && report.partial.is_none();
    if whole && !args.no_state {
        report.trend = state::trend(&report);
    }
    save(args, &report, &evidence)?;
    if whole && !args.no_state && args.from.is_none() {
        state::remember(&report);
    }
    if args.output.verbose {
        trace(&evidence);
    }
    output::write(&args.output, &report, &evidence, style(args, &report), now)?;
    Ok(report::exit_code(&report))
}

/// The repository to look into: the named one; the one here when launch.toml lies in it or nothing else is named.
fn repository(args: &CheckArgs, config: &config::Config) -> Result<Option<inside::Repository>, Error> {
    if let Some(path) = &args.code.repo {
        return crate::command::env::open(path).map(Some);
    }
    let here = Path::new(".");
    let covered = args.target.is_none() && (config.target().is_some() || inside::Repository::is_one(here));
    if args.code.no_repo || !covered || !inside::Repository::is_one(here) {
        return Ok(None);
    }
    crate::command::env::open(here).map(Some)
}

/// A repository alone: nothing of the network is looked at.
fn inside_only(
    args: &CheckArgs,
    config: config::Config,
    repository: &inside::Repository,
    names: &[inside::Names],
) -> Result<u8, Error> {
    let target = model::Target::of_repository(&repository.name);
    let mut judging = setup::judging(&args.judging, config, &target)?;
    judging.checks.retain(|c| c.info.scope == model::Scope::Code);
    let evidence = match &args.from {
        Some(path) => state::evidence(path, &target.label)?,
        None => {
            let mut evidence = Evidence::new(Timestamp::now());
            run::look_inside(&mut evidence, repository, names, &judging);
            evidence
        }
    };
    let now = judging.at.unwrap_or_else(Timestamp::now);
    let (report, evidence) = run::judge(evidence, &judging, model::Level::Passive, now);
    save(args, &report, &evidence)?;
    output::write(&args.output, &report, &evidence, style(args, &report), now)?;
    Ok(report::exit_code(&report))
}

fn save(args: &CheckArgs, report: &Report, evidence: &Evidence) -> Result<(), Error> {
    let bug = |e: serde_json::Error| Error::Bug(format!("the evidence can't be written: {e}"));
    let json = evidence.to_json().map_err(bug)?;
    if let Some(path) = &args.save_evidence {
        state::write_private(path, &json)?;
    }
    if !args.no_state && args.from.is_none() {
        state::save(&report.target, &json, &report.to_json().map_err(bug)?);
    }
    if let Some(path) = &args.judging.write_baseline {
        let failing = report.rows.iter().filter(|r| r.state.failing() || r.state == model::State::Known);
        let mut prints: Vec<&str> = failing.flat_map(|r| r.findings.iter().map(|f| f.fingerprint.as_str())).collect();
        prints.sort_unstable();
        prints.dedup();
        let text = serde_json::json!({ "schema": setup::BASELINE, "target": report.target, "fingerprints": prints });
        std::fs::write(path, format!("{text:#}\n")).map_err(Error::file(path))?;
    }
    Ok(())
}

/// `-v`: what was seen and what was not, one line each, on stderr.
fn trace(evidence: &Evidence) {
    for (key, seen) in evidence.records() {
        let word = seen.as_ref().map_or_else(ToString::to_string, |_| "seen".to_owned());
        anstream::eprintln!("{:?} {}: {word}", key.kind, key.subject);
    }
}

/// What the report points to next; only commands that exist.
fn style(args: &CheckArgs, report: &Report) -> TextStyle {
    let mut next = Vec::new();
    if report.problems().len() > 1 && args.from.is_none() && !args.no_state {
        next.push((format!("launch-ready plan {}", report.target), "what to do first, and what can wait".to_owned()));
    }
    let q = report.questions;
    if q.open > 0 {
        let n = model::text::count(q.open, "question", "questions");
        next.push(("launch-ready attest --ask".to_owned(), format!("{n} that only people can answer")));
    }
    if let Some(id) = report.blockers.first().or(report.problems().first().map(|p| &p.row.check)) {
        next.push((format!("launch-ready explain {id}"), "what it means, why, and how to mend it".to_owned()));
    }
    if args.output.files.is_empty() && args.from.is_none() && !args.no_state {
        next.push((
            format!("launch-ready check {} --from last -o report.html", report.target),
            "the same look as a page to send".into(),
        ));
    }
    TextStyle { next, ..TextStyle::default() }
}
