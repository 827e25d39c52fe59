//! Writes a report where it was asked for, in every format at once.

use crate::cli::{ColorFlag, FormatFlag, OutputFlags};
use crate::error::Error;
use jiff::Timestamp;
use model::{Evidence, Report};
use report::text::TextStyle;
use std::io::Write;
use std::path::Path;

/// The report in one format.
pub fn render(
    format: FormatFlag,
    report: &Report,
    evidence: &Evidence,
    style: &TextStyle,
    now: Timestamp,
) -> Result<String, Error> {
    let infos: Vec<model::CheckInfo> = checks::infos().into_iter().copied().collect();
    let bug = |e: &dyn std::fmt::Display| Error::Bug(format!("the report can't be written: {e}"));
    Ok(match format {
        FormatFlag::Text => report::text::render(report, evidence, style),
        FormatFlag::Json => report.to_json().map_err(|e| bug(&e))? + "\n",
        FormatFlag::Sarif => report::sarif::render(report, &infos),
        FormatFlag::Junit => report::junit::render(report).map_err(|e| bug(&e))?,
        FormatFlag::Markdown => report::markdown::render(report, evidence),
        FormatFlag::Risks => report::risks::render(report),
        FormatFlag::Agent => report::agent::render(report, evidence).map_err(|e| bug(&e))? + "\n",
        FormatFlag::Badge => report::badge::render(report, evidence, now),
        FormatFlag::Ics => report::dates::render(report, evidence),
        FormatFlag::Html => report::html::render(report, evidence, &infos),
    })
}

/// Writes the files first, then prints: what is printed can name the files.
pub fn write(
    flags: &OutputFlags,
    report: &Report,
    evidence: &Evidence,
    mut style: TextStyle,
    now: Timestamp,
) -> Result<(), Error> {
    for file in &flags.files {
        let format = format_of(file)?;
        let plain = TextStyle { color: false, all: true, width: 80, ..TextStyle::default() };
        let text = render(format, report, evidence, &plain, now)?;
        std::fs::write(file, text).map_err(Error::file(file))?;
        style.reports.push((file.display().to_string(), String::new()));
    }
    style.color = color(flags.color);
    style.all = flags.all;
    style.quiet = flags.quiet;
    style.width = width();
    // The verdict line is what a quiet run prints, whatever the format.
    let format = match (flags.quiet, flags.for_agent) {
        (true, _) => FormatFlag::Text,
        (false, true) => FormatFlag::Agent,
        (false, false) => flags.format,
    };
    print(&render(format, report, evidence, &style, now)?)
}

/// Every file's ending must name a format; asked before the look, not after it.
pub fn format_of(file: &Path) -> Result<FormatFlag, Error> {
    FormatFlag::of_file(file).ok_or_else(|| {
        Error::flag(
            "-o",
            &file.display().to_string(),
            "end the name in .html, .md, .json, .sarif, .xml, .txt, .ics or .svg",
        )
    })
}

/// Prints; a reader that has gone (`| head`) is no error.
pub fn print(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::Usage(format!("can't print: {e}"))),
        _ => Ok(()),
    }
}

/// Whether to colour.
pub fn color(flag: ColorFlag) -> bool {
    match flag {
        ColorFlag::Always => true,
        ColorFlag::Never => false,
        ColorFlag::Auto => anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never,
    }
}

/// Columns of the terminal, at most 100 so that lines stay readable; 80 in a pipe.
fn width() -> usize {
    terminal_size::terminal_size().map_or(80, |(w, _)| usize::from(w.0).clamp(40, 100))
}
