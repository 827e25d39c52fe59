//! `launch-ready compare`: two runs side by side.

use crate::cli::{CompareArgs, CompareFormat};
use crate::error::Error;
use crate::{output, run, setup, state};
use jiff::Timestamp;
use model::{Evidence, Level, Report};
use report::compare::{self, Comparison};
use std::path::{Path, PathBuf};

/// Runs the command; gives the exit code: 0 nothing new or worse, 1 something is, 3 not seen again.
pub fn execute(args: &CompareArgs) -> Result<u8, Error> {
    for file in &args.files {
        format_of(file)?;
    }
    let (before, after) = (read(&args.before, args)?, read(&args.after, args)?);
    let comparison = compare::compare(&before, &after);
    for file in &args.files {
        std::fs::write(file, render(format_of(file)?, &comparison)?).map_err(Error::file(file))?;
    }
    output::print(&render(args.format, &comparison)?)?;
    Ok(comparison.exit_code())
}

/// A report as it was saved, or evidence judged now.
fn read(which: &str, args: &CompareArgs) -> Result<Report, Error> {
    let path = place(which, args)?;
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
    let wrong = |e: &dyn std::fmt::Display| {
        Error::Usage(format!(
            "{}: {e}; give a report (check -o report.json) or evidence (check --save-evidence)",
            path.display()
        ))
    };
    let json: serde_json::Value = serde_json::from_str(&text).map_err(|e| wrong(&e))?;
    match json["schema"].as_str() {
        Some(model::report::SCHEMA) => serde_json::from_value(json).map_err(|e| wrong(&e)),
        Some(model::evidence::SCHEMA) => judged(Evidence::from_json(&text).map_err(|e| wrong(&e))?, args),
        other => Err(wrong(&format!("its format is {}", other.unwrap_or("not named")))),
    }
}

fn place(which: &str, args: &CompareArgs) -> Result<PathBuf, Error> {
    let file = match which {
        "last" => "report.json",
        "previous" => "previous.json",
        path => return Ok(PathBuf::from(path)),
    };
    let config = setup::config(args.config.as_deref())?;
    let target = setup::target_or_last(args.target.as_deref(), &config)?;
    let found = state::folder(&target.label).map(|f| f.join(file)).filter(|f| f.exists());
    found.ok_or_else(|| Error::Usage(format!("there is no {which} look at {}; run launch-ready check", target.label)))
}

fn judged(evidence: Evidence, args: &CompareArgs) -> Result<Report, Error> {
    let config = setup::under_profile(setup::config(args.config.as_deref())?, args.profile.as_deref())?;
    let target = setup::target_or_last(args.target.as_deref(), &config)?;
    let judging = setup::judging(&setup::flags(Vec::new()), config, &target)?;
    Ok(run::judge(evidence, &judging, Level::Safe, Timestamp::now()).0)
}

fn format_of(file: &Path) -> Result<CompareFormat, Error> {
    let ending = file.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "html" | "htm" => Ok(CompareFormat::Html),
        "md" | "markdown" => Ok(CompareFormat::Markdown),
        "json" => Ok(CompareFormat::Json),
        "txt" => Ok(CompareFormat::Text),
        _ => Err(Error::flag("-o", &file.display().to_string(), "end the name in .html, .md, .json or .txt")),
    }
}

fn render(format: CompareFormat, comparison: &Comparison) -> Result<String, Error> {
    Ok(match format {
        CompareFormat::Text => compare::text::render(comparison),
        CompareFormat::Markdown => compare::markdown::render(comparison),
        CompareFormat::Html => compare::html::render(comparison),
        CompareFormat::Json => comparison.to_json().map_err(|e| Error::Bug(e.to_string()))? + "\n",
    })
}
