//! `mail explain`: the mail of a domain in words, and what to change first.

mod facts;
mod first;
mod show;
mod story;

use super::{domain, json};
use crate::cli::mail_commands::{StoryArgs, StoryFormat};
use crate::error::Error;
use crate::{output, setup};

/// Runs the command; gives the exit code.
pub async fn execute(args: &StoryArgs) -> Result<u8, Error> {
    let name = domain(&args.domain)?;
    let mut selectors = args.selector.iter().map(|s| domain(s)).collect::<Result<Vec<_>, _>>()?;
    let declared = setup::config(None)?.mail;
    if declared.sending.iter().any(|sending| sending.as_str() == name) {
        selectors.extend(declared.selectors.iter().map(|s| domain(s)).collect::<Result<Vec<_>, _>>()?);
    }
    let facts = facts::gather(&args.dns.dns()?, &name, &selectors).await;
    let story = story::told(&facts);
    output::print(&match args.format {
        StoryFormat::Text => report::clean(&show::text(&story)),
        StoryFormat::Markdown => report::clean(&show::markdown(&story)),
        StoryFormat::Json => json("launch-ready.mail-explain/1", &story)?,
    })?;
    Ok(if story.complete { 0 } else { 3 })
}
