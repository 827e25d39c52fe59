//! `launch-ready plan`: what to do first, from the last look or a new one.

use crate::cli::{PlanArgs, PlanFormat};
use crate::error::Error;
use crate::{output, run, setup, state};
use jiff::Timestamp;
use model::{CheckInfo, Evidence, Target};
use report::plan::{self, Plan};
use std::path::Path;

/// Runs the command; gives the exit code.
pub fn execute(args: &PlanArgs) -> Result<u8, Error> {
    for file in &args.files {
        format_of(file)?;
    }
    let config = setup::under_profile(setup::config(args.config.as_deref())?, args.profile.as_deref())?;
    let target = setup::target_or_last(args.target.as_deref(), &config)?;
    let contacts = config.contacts.iter().filter_map(|c| Some((c.role.clone()?, c.name.clone()))).collect();
    let mut judging = setup::judging(&setup::flags(Vec::new()), config, &target)?;
    args.mail.declare(&mut judging.declared)?;
    let level = args.net.limits().level;
    let evidence = evidence(args, &target, &judging)?;
    let (report, evidence) = run::judge(evidence, &judging, level, Timestamp::now());
    let infos: Vec<CheckInfo> = checks::infos().into_iter().copied().collect();
    let plan = plan::make(&plan::Input {
        contacts,
        start: args.start.unwrap_or_else(Timestamp::now),
        day_hours: args.day_hours,
        rate: args.rate.clone(),
        ..plan::Input::of(&report, &evidence, &infos)
    });
    for file in &args.files {
        std::fs::write(file, render(format_of(file)?, &plan)?).map_err(Error::file(file))?;
    }
    output::print(&render(args.format, &plan)?)?;
    Ok(0)
}

/// The named evidence, the last look, or a new one.
fn evidence(args: &PlanArgs, target: &Target, judging: &run::Judging) -> Result<Evidence, Error> {
    if let Some(path) = &args.from {
        return state::evidence(path, &target.label);
    }
    let last = if args.fresh { None } else { state::evidence(Path::new("last"), &target.label).ok() };
    match last {
        Some(evidence) => Ok(evidence),
        None => {
            let look = run::Look {
                net: args.net.net()?,
                limits: args.net.limits(),
                user_agent: args.net.user_agent.clone().unwrap_or_else(probe::plan::user_agent),
                headers: args.net.headers()?,
                target: target.clone(),
            };
            run::look(look, judging, false)
        }
    }
}

fn format_of(file: &Path) -> Result<PlanFormat, Error> {
    PlanFormat::of_file(file).ok_or_else(|| {
        Error::flag("-o", &file.display().to_string(), "end the name in .html, .md, .json, .ics or .txt")
    })
}

fn render(format: PlanFormat, plan: &Plan) -> Result<String, Error> {
    Ok(match format {
        PlanFormat::Text => plan::text::render(plan),
        PlanFormat::Markdown => plan::markdown::render(plan),
        PlanFormat::Html => plan::html::render(plan),
        PlanFormat::Ics => plan::calendar::render(plan),
        PlanFormat::Json => plan.to_json().map_err(|e| Error::Bug(e.to_string()))? + "\n",
    })
}
