//! `launch-ready verify`: look again at one finding only.

mod wait;

use crate::cli::VerifyArgs;
use crate::error::Error;
use crate::{output, run, setup, state};
use jiff::Timestamp;
use model::{Evidence, Finding, Level, Report, Row, SubjectKind, Target, Why, text};
use std::path::Path;
use std::time::{Duration, Instant};

/// Runs the command; gives the exit code: 0 gone, 1 still there, 3 can't tell, 4 stopped.
pub fn execute(args: &VerifyArgs) -> Result<u8, Error> {
    let before = last(args.target.as_deref())?;
    let (row, finding) = find(&before, &args.finding)?;
    let config = setup::under_profile(setup::config(args.config.as_deref())?, Some(&before.profile))?;
    let repository = repository(args, row)?;
    let target = match &repository {
        Some(repository) => Target::of_repository(&repository.name),
        None => Target::parse(&before.target).map_err(|e| Error::Usage(e.to_string()))?,
    };
    let names = super::env::names(&args.names)?;
    let flags = setup::flags(vec![row.check.clone()]);
    let mut judging = setup::judging(&flags, config, &target)?;
    args.mail.declare(&mut judging.declared)?;
    let began = Instant::now();
    let mut looks = 0;
    loop {
        let (evidence, level) = match &repository {
            Some(repository) => {
                let mut evidence = Evidence::new(Timestamp::now());
                run::look_inside(&mut evidence, repository, &names, &judging);
                (evidence, Level::Passive)
            }
            None => look(args, &target, &judging)?,
        };
        let (report, evidence) = run::judge(evidence, &judging, level, Timestamp::now());
        looks += 1;
        if report.partial == Some(Why::Stopped) {
            output::print("stopped\n")?;
            return Ok(4);
        }
        let (code, answer) = compare(&report, row, finding);
        let pause = wait::pause(looks, finding, &evidence, args.every);
        let over = began.elapsed() + pause > Duration::from_secs(u64::from(args.at_most) * 60);
        if code == 0 || !args.wait || over {
            output::print(&answer)?;
            return Ok(code);
        }
        let first = answer.lines().next().unwrap_or_default();
        anstream::eprintln!("{first}; looking again in {}", text::span(i64::try_from(pause.as_secs()).unwrap_or(0)));
        if wait::interrupted(pause)? {
            output::print(&format!("stopped after {}\n{answer}", text::count(looks, "look", "looks")))?;
            return Ok(4);
        }
    }
}

/// Looks at the target over the network, and says how closely.
fn look(args: &VerifyArgs, target: &Target, judging: &run::Judging) -> Result<(Evidence, Level), Error> {
    let look = run::Look {
        net: args.net.net_for(target.registrable.as_ref())?,
        limits: args.net.limits(),
        user_agent: args.net.user_agent.clone().unwrap_or_else(probe::plan::user_agent),
        headers: args.net.headers()?,
        target: target.clone(),
    };
    let level = look.limits.level;
    Ok((run::look(look, judging, false)?, level))
}

/// The repository that a finding is about; `None` for findings about what is on the network.
fn repository(args: &VerifyArgs, row: &Row) -> Result<Option<inside::Repository>, Error> {
    if row.subject.kind != SubjectKind::Repository {
        return Ok(None);
    }
    let repository = super::env::open(args.repo.as_deref().unwrap_or(Path::new(".")))?;
    if repository.name != row.subject.name {
        return Err(Error::Usage(format!(
            "the finding is about the repository {}, and this is {}; run it there, or name the folder with --repo DIR",
            row.subject.name, repository.name
        )));
    }
    // Without the list nothing is missing from it, which would look like a success.
    if row.check == "env/missing-in-environment" && args.names.is_empty() {
        return Err(Error::Usage(
            "the finding rests on a list of names; give the present one with --names ENVIRONMENT=FILE".into(),
        ));
    }
    Ok(Some(repository))
}

/// The last report: of the named target, or of the target that was looked at last.
pub fn last(target: Option<&str>) -> Result<Report, Error> {
    let file = match target {
        Some(target) => {
            // A repository that was looked at alone goes by its own name.
            let own = state::folder(target).map(|f| f.join("report.json")).filter(|f| f.exists());
            match own {
                Some(file) => Some(file),
                None => {
                    let label = Target::parse(target).map_err(|e| Error::Usage(e.to_string()))?.label;
                    state::folder(&label).map(|f| f.join("report.json"))
                }
            }
        }
        None => state::newest("report.json"),
    };
    let none = || Error::Usage("there is no finding to verify yet; run launch-ready check first".into());
    let file = file.filter(|f| f.exists()).ok_or_else(none)?;
    let text = std::fs::read_to_string(&file).map_err(Error::file(&file))?;
    serde_json::from_str(&text)
        .map_err(|e| Error::Usage(format!("{}: {e}; run launch-ready check again", file.display())))
}

/// By number, by fingerprint, or as `check@subject`.
pub fn find<'a>(report: &'a Report, which: &str) -> Result<(&'a Row, &'a Finding), Error> {
    let problems = report.problems();
    if let Ok(number) = which.parse::<usize>() {
        let problem = number.checked_sub(1).and_then(|i| problems.get(i));
        let count = text::count(problems.len(), "finding", "findings");
        return problem.map(|p| (p.row, p.finding)).ok_or_else(|| {
            Error::Usage(format!("the last report on {} has {count}; there is no number {number}", report.target))
        });
    }
    let rows = report.rows.iter().flat_map(|r| r.findings.iter().map(move |f| (r, f)));
    let named = |(r, f): &(&Row, &Finding)| f.fingerprint == which || format!("{}@{}", r.check, r.subject) == which;
    rows.into_iter().find(named).ok_or_else(|| {
        Error::Usage(format!(
            "the last report on {} has no finding \"{which}\"; give its number, its fingerprint or CHECK@SUBJECT",
            report.target
        ))
    })
}

fn compare(report: &Report, row: &Row, finding: &Finding) -> (u8, String) {
    let now = report.rows.iter().find(|r| r.check == row.check && r.subject == row.subject);
    let still = now.and_then(|r| r.findings.iter().find(|f| f.fingerprint == finding.fingerprint));
    match (now, still) {
        (Some(r), Some(f)) if r.state.failing() || r.state == model::State::Waived => {
            (1, format!("still there: {}\n  seen    {}\n  wanted  {}\n", f.title, f.observed, f.expected))
        }
        (Some(r), _) if r.state == model::State::Unknown => {
            let why = r.unknown_reason.as_ref().map_or_else(String::new, |u| format!("{u}; {}", u.why.help()));
            (3, format!("could not tell: {}\n  {why}\n", finding.title))
        }
        // Something it rests on has failed meanwhile: that it no longer shows proves nothing.
        (Some(r), _) if r.because.is_some() => {
            let why = r.not_applicable_reason.clone().unwrap_or_default();
            (3, format!("could not tell: {}\n  {why}\n", finding.title))
        }
        (None, _) => (3, format!("could not tell: {}\n  {} was not looked at this time\n", finding.title, row.subject)),
        _ => (0, format!("gone: {}\n", finding.title)),
    }
}
