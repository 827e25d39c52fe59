//! The story as text and as Markdown.

use super::first::Step;
use super::story::{Sender, Story};
use crate::command::mail::visible;
use model::text::count;
use std::fmt::Write;

/// For a terminal.
pub fn text(story: &Story) -> String {
    let mut out = format!("{}\n\nWho may send as you\n", story.headline);
    for sender in &story.senders {
        let _ = writeln!(out, "  {}", named(sender));
    }
    out += &wrapped(&story.others, "  ");
    out += &wrapped(&story.signing, "  ");
    out += "\nWhat receivers do with forgeries\n";
    story.forgeries.iter().for_each(|line| out += &wrapped(line, "  "));
    out += "\nWhat happens to your invoices\n";
    for inbox in &story.inboxes {
        out += &wrapped(&format!("{} {}", inbox.receiver, inbox.why), "  ");
    }
    out += "\nWhat to change first\n";
    if story.first.is_empty() {
        out += nothing(story);
        out.push('\n');
    }
    for (index, step) in story.first.iter().enumerate() {
        let _ = writeln!(out, " {}  {}", index + 1, visible(&step.what));
        if let Some(how) = &step.how {
            out += &wrapped(how, "    ");
        }
        for record in &step.records {
            // One line each, so that it can be copied.
            let _ = writeln!(out, "      {}  {}  {}", record.name, record.kind, visible(&record.value));
        }
    }
    if !story.complete {
        out += "\nA question had no answer, so there are gaps; run it again.\n";
    }
    out
}

/// For a wiki or a ticket.
pub fn markdown(story: &Story) -> String {
    let mut out =
        format!("# Mail of {}\n\n{}.\n\n## Who may send as you\n\n", escaped(&story.domain), escaped(&story.headline));
    for sender in &story.senders {
        let _ = writeln!(out, "- {}", escaped(&named(sender)));
    }
    let _ = write!(
        out,
        "- {}\n- {}\n\n## What receivers do with forgeries\n\n",
        escaped(&story.others),
        escaped(&story.signing)
    );
    for line in &story.forgeries {
        let _ = writeln!(out, "- {}", escaped(line));
    }
    out += "\n## What happens to your invoices\n\n";
    for inbox in &story.inboxes {
        let _ = writeln!(out, "- **{}** {}", inbox.receiver, escaped(&inbox.why));
    }
    out += "\n## What to change first\n\n";
    if story.first.is_empty() {
        let _ = writeln!(out, "{}", nothing(story).trim());
    }
    for (index, step) in story.first.iter().enumerate() {
        out += &in_markdown(index + 1, step);
    }
    if !story.complete {
        out += "\nA question had no answer, so there are gaps; run it again.\n";
    }
    out
}

fn in_markdown(number: usize, step: &Step) -> String {
    let mut out = format!("{number}. **{}**\n", escaped(&step.what));
    if let Some(how) = &step.how {
        let _ = writeln!(out, "   {}", escaped(how));
    }
    if !step.records.is_empty() {
        out += "\n   ```\n";
        for record in &step.records {
            let _ = writeln!(out, "   {}  {}  {}", record.name, record.kind, visible(&record.value).replace('`', "'"));
        }
        out += "   ```\n";
    }
    out
}

fn nothing(story: &Story) -> &'static str {
    match story.complete {
        true => "  nothing: every record that was looked at is in order",
        false => "  nothing yet: the DNS must answer first",
    }
}

fn named(sender: &Sender) -> String {
    match sender.networks {
        0 => format!("{} ({})", sender.who, sender.term),
        n => format!("{} ({}, {})", sender.who, sender.term, count(n, "network", "networks")),
    }
}

/// Lines of at most 80 columns; a word that is longer stays whole.
fn wrapped(text: &str, indent: &str) -> String {
    const WIDTH: usize = 80;
    let mut out = String::new();
    let mut line = String::from(indent);
    for word in visible(text).split(' ') {
        if line.len() > indent.len() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(out, "{line}");
            line = format!("{indent}  ");
        } else if line.len() > indent.len() {
            line.push(' ');
        }
        line += word;
    }
    let _ = writeln!(out, "{line}");
    out
}

/// Text from outside can't become markup.
fn escaped(text: &str) -> String {
    visible(text)
        .chars()
        .flat_map(|c| {
            let special = matches!(c, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '|' | '&');
            special.then_some('\\').into_iter().chain([c])
        })
        .collect()
}
