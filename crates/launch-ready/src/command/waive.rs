//! `launch-ready waive`: accept a finding until a day.

use crate::cli::WaiveArgs;
use crate::command::verify;
use crate::error::Error;
use crate::ledger::{Ledger, today};
use crate::{output, setup};
use model::report::{Waiver, jiff_date};

/// Runs the command; gives the exit code.
pub fn execute(args: &WaiveArgs) -> Result<u8, Error> {
    if args.until < today() {
        return Err(Error::flag("--until", &args.until.to_string(), "give a day that is still to come"));
    }
    for (flag, text) in [("--reason", &args.reason), ("--by", &args.by)] {
        if text.trim().is_empty() {
            return Err(Error::flag(flag, text, "write a word"));
        }
    }
    let (check, subject, key) = what(args)?;
    let waiver = Waiver {
        check,
        subject,
        key,
        reason: args.reason.trim().to_owned(),
        by: args.by.trim().to_owned(),
        until: jiff_date::Date(args.until),
    };
    // A file that can't be read is told with its problems, before anything is added to it.
    if args.config.as_deref().is_none_or(std::path::Path::exists) {
        setup::config(args.config.as_deref())?;
    }
    let mut ledger = Ledger::open(args.config.as_deref(), args.target.as_deref())?;
    ledger.waive(&waiver)?;
    let key = waiver.key.as_ref().map(|k| format!(" ({k})")).unwrap_or_default();
    output::print(&format!(
        "{}: {} on {}{key} is accepted by {} until {}\n",
        ledger.name(),
        waiver.check,
        waiver.subject,
        waiver.by,
        args.until
    ))?;
    Ok(0)
}

/// Check, subject and key: typed, or those of a finding in the last report.
fn what(args: &WaiveArgs) -> Result<(String, String, Option<String>), Error> {
    if let Some(subject) = &args.subject {
        let check = checks::by_id(&args.finding).ok_or_else(|| setup::unknown_check(&args.finding))?;
        return Ok((check.info.id.to_owned(), subject.clone(), args.key.clone()));
    }
    if checks::by_id(&args.finding).is_some() {
        return Err(Error::Usage(format!("say for which subjects {} is accepted: --subject \"*\"", args.finding)));
    }
    let report = verify::last(args.target.as_deref())?;
    let (row, finding) = verify::find(&report, &args.finding)?;
    let key = Some(finding.key.clone()).filter(|k| !k.is_empty());
    Ok((row.check.clone(), row.subject.name.clone(), key))
}
