//! `launch-ready explain` and `launch-ready checks`: the catalogue.

use crate::cli::{ChecksArgs, ExplainArgs, ListFormat};
use crate::error::Error;
use crate::{output, setup};
use checks::case::Expect;
use model::{CheckInfo, text};

/// `explain ID`.
pub fn explain(args: &ExplainArgs) -> Result<u8, Error> {
    let check = checks::by_id(&args.id).ok_or_else(|| setup::unknown_check(&args.id))?;
    match args.format {
        ListFormat::Json => output::print(&(json(&[check.info])? + "\n"))?,
        ListFormat::Text => output::print(&page(check))?,
    }
    Ok(0)
}

/// `checks`.
pub fn list(args: &ChecksArgs) -> Result<u8, Error> {
    let profile = match &args.profile {
        Some(name) => Some(config::profile(name).map_err(|e| Error::Usage(e.to_string()))?),
        None => None,
    };
    let infos: Vec<&CheckInfo> =
        checks::infos().into_iter().filter(|i| args.area.as_deref().is_none_or(|a| i.area() == a)).collect();
    if infos.is_empty() {
        return Err(setup::unknown_check(args.area.as_deref().unwrap_or_default()));
    }
    if args.format == ListFormat::Json {
        output::print(&(json(&infos)? + "\n"))?;
        return Ok(0);
    }
    let mut out = String::new();
    let width = infos.iter().map(|i| i.id.len()).max().unwrap_or(0);
    for info in &infos {
        let severity = profile.as_ref().map_or(info.severity, |p| p.severity_of(info));
        out += &format!("{:width$}  {:7}  {}\n", info.id, severity.word(), info.summary);
    }
    out += &format!("\n{}; launch-ready explain ID tells more\n", text::count(infos.len(), "check", "checks"));
    output::print(&out)?;
    Ok(0)
}

fn json(infos: &[&CheckInfo]) -> Result<String, Error> {
    serde_json::to_string_pretty(infos).map_err(|e| Error::Bug(e.to_string()))
}

/// What a person reads about one check.
fn page(check: &checks::Check) -> String {
    let i = check.info;
    let eased = if i.eased_in_demo { ", high in the demo profiles" } else { "" };
    let mut out = format!("{}\n{}\n\n", i.id, i.summary);
    out += &paragraphs(i.docs);
    out += &format!("\nseverity   {}{eased}\n", i.severity.word());
    out += &format!("about      each {}; stage {}, {}\n", i.subject.word(), i.stage.number(), i.stage.title());
    out += &format!("effort     {}, {}\n", text::minutes(i.effort_minutes), i.wait.words());
    out += &format!("source     {}\n", source(i));
    if !i.needs.is_empty() {
        out += &format!("comes after {}\n", text::list(i.needs));
    }
    let example = (check.cases)().into_iter().find(|c| c.expect == Expect::Fail);
    if let Some(model::Verdict::Fail(findings)) = example.map(|c| c.verdict(check))
        && let Some(f) = findings.first()
    {
        out += &format!("\nFor example\n  {}\n  {}\n", f.title, f.consequence);
        out += &format!("  seen    {}\n  wanted  {}\n  fix     {}\n", f.observed, f.expected, f.remedy.place());
        for line in f.remedy.lines() {
            out += &format!("            {line}\n");
        }
        out += &format!("  check   {}\n", f.reproduce);
    }
    out
}

/// The source with what is known of it.
pub fn source(info: &CheckInfo) -> String {
    if info.source.verified { info.source.cite.to_owned() } else { format!("{} (not verified yet)", info.source.cite) }
}

/// Wraps paragraphs at 80 columns.
fn paragraphs(docs: &str) -> String {
    let mut out = String::new();
    for paragraph in docs.split("\n\n") {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.len() + 1 + word.len() > 80 {
                out += &line;
                out.push('\n');
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += word;
        }
        out += &line;
        out += "\n\n";
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}
