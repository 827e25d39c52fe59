//! `launch-ready mail …`: one file for each command.

mod caret;
mod dkim;
mod dmarc;
mod explain;
mod message;
mod spf;
mod test;

use crate::cli::mail_commands::MailCommand;
use crate::error::Error;
use serde::Serialize;
use std::path::Path;

/// The largest message that is read, in bytes: large providers stop at 25 MB before encoding, and a mailbox file is bounded
/// by it as well.
const LARGEST: u64 = 64 << 20;

/// Runs the command; gives the exit code.
pub fn execute(command: &MailCommand) -> Result<u8, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::Usage(format!("the system gives no threads: {e}")))?;
    runtime.block_on(async {
        match command {
            MailCommand::Spf(args) => spf::execute(args).await,
            MailCommand::Dmarc(args) => dmarc::execute(args).await,
            MailCommand::Dkim(args) => dkim::execute(args).await,
            MailCommand::Explain(args) => explain::execute(args).await,
            MailCommand::Test(args) => test::execute(args).await,
        }
    })
}

/// A domain as a person types it, in the form the DNS takes.
fn domain(text: &str) -> Result<String, Error> {
    let name = model::Name::parse(text).map_err(|e| {
        Error::Usage(format!("\"{}\" is no domain: {e}; give one such as acme.example", model::text::quote(text, 60)))
    })?;
    Ok(name.to_string())
}

/// A sender or greeting as a server gives it, right or wrong; only umlauts of its domain are mapped.
fn as_given(text: &str) -> String {
    let (local, at) =
        text.rsplit_once('@').map_or(("", text), |(local, _)| (&text[..=local.len()], &text[local.len() + 1..]));
    match at.is_ascii() {
        true => text.to_owned(),
        false => format!("{local}{}", domain(at).unwrap_or_else(|_| at.to_owned())),
    }
}

/// A file of bounded size.
fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let size = std::fs::metadata(path).map_err(Error::file(path))?.len();
    if size > LARGEST {
        return Err(Error::Usage(format!(
            "{} has {} MB, more than the {} that are read; give one message",
            path.display(),
            size >> 20,
            LARGEST >> 20
        )));
    }
    std::fs::read(path).map_err(Error::file(path))
}

/// Problems that are printed for one record; JSON has all.
const MOST_PROBLEMS: usize = 20;

/// "and 7 more", after the problems that are printed.
fn more(total: usize, indent: &str) -> String {
    match total.checked_sub(MOST_PROBLEMS) {
        Some(left @ 1..) => format!("{indent}and {left} more; --format json has all\n"),
        _ => String::new(),
    }
}

/// A record as it came; the middle of a monster is left out.
fn record(text: &str) -> String {
    visible(&model::text::shorten(text, 1_000))
}

/// Text from outside, safe for a terminal.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// An answer as JSON.
fn json<T: Serialize>(schema: &'static str, answer: &T) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Named<'a, T> {
        schema: &'static str,
        #[serde(flatten)]
        answer: &'a T,
    }
    let text = serde_json::to_string_pretty(&Named { schema, answer });
    text.map(|text| text + "\n").map_err(|e| Error::Bug(e.to_string()))
}
