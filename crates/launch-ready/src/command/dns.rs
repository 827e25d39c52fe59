//! `launch-ready dns`: the records of a domain, explained and kept.

mod compare;
mod diff;
mod map;
mod shown;
mod watch;
mod what_if;
mod zone_file;

use crate::cli::{DnsCommand, NetFlags};
use crate::error::Error;
use crate::output;
use model::{Name, Target};
use probe::dns::{Standing, survey};
use std::future::Future;

/// Names that services usually have, in the order in which people ask for them.
const USUAL: [&str; 22] = [
    "www",
    "app",
    "api",
    "admin",
    "staging",
    "status",
    "docs",
    "blog",
    "shop",
    "mail",
    "smtp",
    "imap",
    "autodiscover",
    "autoconfig",
    "mta-sts",
    "_dmarc",
    "_mta-sts",
    "_smtp._tls",
    "_autodiscover._tcp",
    "_imaps._tcp",
    "_submission._tcp",
    "_443._tcp",
];
/// Selectors of DKIM keys that large mail services use, besides those that `mail` knows.
const SELECTORS: [&str; 6] = ["default", "dkim", "mail", "s1", "s2", "k1"];

/// Runs the command; gives the exit code.
pub fn execute(command: &DnsCommand) -> Result<u8, Error> {
    match command {
        DnsCommand::WhatIf(args) => what_if::execute(args),
        DnsCommand::Diff(args) => diff::execute(args),
        DnsCommand::Watch(args) => watch::execute(args),
        DnsCommand::Map(args) => {
            let domain = domain(&args.domain)?;
            let (records, _) = look(&domain, &args.also, &args.net)?;
            output::print(&map::render(&domain, &records, args.format)?)?;
            Ok(0)
        }
        DnsCommand::Backup(args) => {
            let domain = domain(&args.domain)?;
            let printed = args.file.as_os_str() == "-";
            if !printed && !args.force && args.file.exists() {
                let file = args.file.display();
                return Err(Error::Usage(format!("{file} exists already; --force overwrites it")));
            }
            let (records, asked) = look(&domain, &args.also, &args.net)?;
            let text = zone_file::render(&domain, &records, &asked);
            if printed {
                output::print(&text)?;
                return Ok(0);
            }
            std::fs::write(&args.file, &text).map_err(Error::file(&args.file))?;
            let count = model::text::count(records.len(), "record", "records");
            output::print(&format!("{} written: {count} of {} names asked for\n", args.file.display(), asked.len()))?;
            Ok(0)
        }
    }
}

/// The registered domain of what was typed.
fn domain(text: &str) -> Result<Name, Error> {
    let target = Target::parse(text).map_err(|e| Error::Usage(e.to_string()))?;
    target.registrable.ok_or_else(|| Error::Usage(format!("{text} is no domain of your own to look at")))
}

/// The records of the domain and the usual names below it, and which names were asked for.
fn look(domain: &Name, also: &[String], flags: &NetFlags) -> Result<(Vec<Standing>, Vec<Name>), Error> {
    let names = names(domain, also)?;
    let net = flags.net_for(Some(domain))?;
    let limit = flags.limits().timeout;
    let records = block_on(survey(&net, &names, limit))?;
    let records = records.map_err(|unknown| Error::Usage(format!("the records could not be read: {unknown}")))?;
    if !records.iter().any(|r| r.kind == "SOA" || r.kind == "NS") {
        return Err(Error::Usage(format!("{domain} does not exist in DNS")));
    }
    Ok((records, names))
}

/// The domain, the usual names below it, and those of `--also`.
fn names(domain: &Name, also: &[String]) -> Result<Vec<Name>, Error> {
    let below = |label: &str| {
        label.split('.').rev().try_fold(domain.clone(), |name, part| name.child(part)).map_err(|_| {
            Error::flag("--also", label, "give names below the domain without it, such as shop or eu.shop")
        })
    };
    let mut names = vec![domain.clone()];
    for label in USUAL {
        names.push(below(label)?);
    }
    let known = mail::provider::PROVIDERS.iter().flat_map(|p| p.selectors.iter().copied());
    for selector in known.chain(SELECTORS) {
        names.push(below(&format!("{selector}._domainkey"))?);
    }
    for label in also {
        let label = label.trim().trim_end_matches('.').to_ascii_lowercase();
        let label = label.strip_suffix(&format!(".{domain}")).unwrap_or(&label);
        names.push(below(label)?);
    }
    names.sort();
    names.dedup();
    // The domain goes first: its start of authority is asked for as well.
    names.sort_by_key(|n| n != domain);
    Ok(names)
}

/// Runs to the end on a runtime of its own.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::Usage(format!("the system gives no sockets: {e}")))?;
    Ok(runtime.block_on(work))
}
