//! `mail dkim`: the signatures of a message, or the keys of a domain.

use super::{MOST_PROBLEMS, caret, domain, json, message, more, read, spf, visible};
use crate::cli::mail_commands::{DkimArgs, MailFormat};
use crate::error::Error;
use crate::output;
use mail::Published;
use mail::dkim::{Key, Material, Message, Weakness, key_name, lookup};
use serde::Serialize;
use std::fmt::Write;
use std::path::Path;

/// Runs the command; gives the exit code.
pub async fn execute(args: &DkimArgs) -> Result<u8, Error> {
    match &args.message {
        Some(file) => verified(args, file).await,
        None => keys(args).await,
    }
}

async fn verified(args: &DkimArgs, file: &Path) -> Result<u8, Error> {
    let message = Message::read(&read(file)?);
    if message.fields.is_empty() {
        return Err(Error::Usage(format!(
            "{} has no mail header; save the message as .eml, with its source",
            file.display()
        )));
    }
    let now = args.at.map_or_else(spf::now, |at| u64::try_from(at.as_second()).unwrap_or(0));
    let judged = message::judge(&args.dns.dns()?, &message, now, None, true).await;
    match args.format {
        MailFormat::Json => output::print(&json("launch-ready.mail-dkim/1", &judged)?)?,
        MailFormat::Text => output::print(&report::clean(&message::page(&judged)))?,
    }
    Ok(match judged.authenticated {
        Some(true) => 0,
        Some(false) => 1,
        None => 3,
    })
}

/// A published key, judged.
#[derive(Serialize)]
struct KeyRow {
    selector: String,
    name: String,
    /// usable, unusable, missing or unknown.
    state: &'static str,
    published: Published<Key>,
    weaknesses: Vec<Weakness>,
    /// What is wrong or weak, in words.
    notes: Vec<String>,
}

async fn keys(args: &DkimArgs) -> Result<u8, Error> {
    #[derive(Serialize)]
    struct Answer<'a> {
        domain: &'a str,
        keys: &'a [KeyRow],
    }
    let domain = domain(args.domain.as_deref().unwrap_or_default())?;
    let dns = args.dns.dns()?;
    let mut rows = Vec::new();
    for selector in &args.selector {
        let selector = self::domain(selector)?;
        let published = lookup(&dns, &selector, &domain).await;
        rows.push(row(selector, &domain, published));
    }
    let text = match args.format {
        MailFormat::Json => json("launch-ready.mail-dkim-keys/1", &Answer { domain: &domain, keys: &rows })?,
        MailFormat::Text => report::clean(&rows.iter().map(page).collect::<Vec<_>>().join("\n")),
    };
    output::print(&text)?;
    let any = |state: &str| rows.iter().any(|row| row.state == state);
    Ok(match (any("unknown"), any("missing") || any("unusable")) {
        (_, true) => 1,
        (true, _) => 3,
        _ => 0,
    })
}

fn row(selector: String, domain: &str, published: Published<Key>) -> KeyRow {
    let name = key_name(&selector, domain);
    let (state, weaknesses, notes) = match &published {
        Published::Valid { record, .. } => {
            let weaknesses = record.weaknesses();
            let state = if weaknesses.iter().any(|w| fatal(*w)) { "unusable" } else { "usable" };
            let notes = weaknesses.iter().map(|w| words(*w)).collect();
            (state, weaknesses, notes)
        }
        Published::Faulty { .. } => ("unusable", Vec::new(), Vec::new()),
        Published::Several(texts) => {
            let note =
                format!("{} records stand at the name and which one a receiver takes is chance, keep one", texts.len());
            ("unusable", Vec::new(), vec![note])
        }
        Published::Nothing => {
            ("missing", Vec::new(), vec!["no key stands there, publish the one your mail service shows".to_owned()])
        }
        Published::NoAnswer(why) => ("unknown", Vec::new(), vec![format!("could not tell: {why}")]),
    };
    KeyRow { selector, name, state, published, weaknesses, notes }
}

/// Whether receivers act as if there were no signature.
fn fatal(weakness: Weakness) -> bool {
    !matches!(weakness, Weakness::RsaShort { .. } | Weakness::RsaLong { .. })
}

fn words(weakness: Weakness) -> String {
    match weakness {
        Weakness::Revoked => "the key was withdrawn (empty p=), sign with another selector".to_owned(),
        Weakness::RsaRefused { bits } => format!("{bits} bits: receivers refuse fewer than 1024, make a key of 2048"),
        Weakness::RsaShort { bits } => format!("{bits} bits: make a key of 2048"),
        Weakness::RsaLong { bits } => {
            format!("{bits} bits: receivers need not accept more than 4096, make a key of 2048")
        }
        Weakness::Testing => "test mode (t=y): receivers treat mail as unsigned, drop the flag".to_owned(),
        Weakness::Sha1Only => "only SHA-1 is allowed, which receivers refuse, drop h=".to_owned(),
        Weakness::NotForMail => "the key is not for mail, drop s=".to_owned(),
        Weakness::UnknownAlgorithm => "receivers don't know the algorithm, publish an RSA key of 2048 bits".to_owned(),
    }
}

fn page(row: &KeyRow) -> String {
    let mut out = format!("{}  {}\n", row.state, row.name);
    match &row.published {
        Published::Valid { record, .. } => {
            let material = match &record.material {
                Material::Rsa { bits, .. } => format!("RSA, {bits} bits"),
                Material::Ed25519 { .. } => "Ed25519".to_owned(),
                Material::Revoked => "no key".to_owned(),
                Material::Other { .. } => visible(record.algorithm.name()),
            };
            let _ = writeln!(out, "  {material}");
        }
        Published::Faulty { text, problems } => {
            let first = problems.iter().take(MOST_PROBLEMS);
            first.for_each(|problem| out += &caret::shown(text, &problem.at, &problem.message, "  "));
            out += &more(problems.len(), "  ");
        }
        _ => {}
    }
    for note in &row.notes {
        let _ = writeln!(out, "  {}", visible(note));
    }
    out
}
