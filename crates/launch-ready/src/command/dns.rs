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
use model::{Name, Target, Unknown};
use probe::Net;
use probe::dns::{Authority, Standing, authorities, kinds_of, survey, survey_at};
use std::future::Future;
use std::time::Duration;
use zone::Kind;

/// Times that names are followed which records lead to, and how many of them.
const ROUNDS: usize = 2;
const MAX_LED_TO: usize = 60;

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
            let seen = look(&domain, &args.also, &args.net)?;
            output::print(&map::render(&domain, &seen.records, args.format)?)?;
            Ok(0)
        }
        DnsCommand::Backup(args) => {
            let domain = domain(&args.domain)?;
            let printed = args.file.as_os_str() == "-";
            if !printed && !args.force && args.file.exists() {
                let file = args.file.display();
                return Err(Error::Usage(format!("{file} exists already; --force overwrites it")));
            }
            let seen = look(&domain, &args.also, &args.net)?;
            let text = zone_file::render(&domain, &seen)?;
            if printed {
                output::print(&text)?;
                return Ok(0);
            }
            std::fs::write(&args.file, &text).map_err(Error::file(&args.file))?;
            let count = model::text::count(seen.records.len(), "record", "records");
            let (file, names, from) = (args.file.display(), seen.asked.len(), seen.from());
            output::print(&format!(
                "{file} written: {count} of {names} names asked for, as {from} tells them.\n\
                 Not in it: names that nobody asked for (--also NAME), and settings of your provider that are no records.\n"
            ))?;
            Ok(0)
        }
    }
}

/// The registered domain of what was typed.
fn domain(text: &str) -> Result<Name, Error> {
    let target = Target::parse(text).map_err(|e| Error::Usage(e.to_string()))?;
    target.registrable.ok_or_else(|| Error::Usage(format!("{text} is no domain of your own to look at")))
}

/// What was seen of a domain.
struct Seen {
    records: Vec<Standing>,
    asked: Vec<Name>,
    /// The name server that told it; `None` for a resolver, whose times to live have run down.
    server: Option<Authority>,
}

impl Seen {
    /// Who told it.
    fn from(&self) -> String {
        self.server.as_ref().map_or_else(|| "a resolver".to_owned(), |s| format!("{} ({})", s.name, s.address))
    }
}

/// The records of the domain, of usual names below it and of names that they lead to.
fn look(domain: &Name, also: &[String], flags: &NetFlags) -> Result<Seen, Error> {
    let mut asked = names(domain, also)?;
    let net = flags.net_for(Some(domain))?;
    let limit = flags.limits().timeout;
    let seen = block_on(async {
        let (mut records, server) = first(&net, domain, &asked, limit).await?;
        for _ in 0..ROUNDS {
            let more = led_to(domain, &records, &asked);
            if more.is_empty() {
                break;
            }
            records.extend(again(&net, server.as_ref(), &more, limit).await?);
            asked.extend(more);
        }
        Ok((records, server))
    })?;
    let (mut records, server) =
        seen.map_err(|unknown: Unknown| Error::Usage(format!("the records could not be read: {unknown}")))?;
    if !records.iter().any(|r| r.kind == "SOA" || r.kind == "NS") {
        return Err(Error::Usage(format!("{domain} does not exist in DNS")));
    }
    records.sort();
    records.dedup();
    without_copies(domain, &mut records);
    Ok(Seen { records, asked, server })
}

/// The first look: at the first name server that answers for everything, else through the resolver.
async fn first(
    net: &Net,
    domain: &Name,
    names: &[Name],
    limit: Duration,
) -> Result<(Vec<Standing>, Option<Authority>), Unknown> {
    let servers = match authorities(net, domain, limit).await {
        Ok((zone, servers)) if zone == *domain => servers,
        _ => Vec::new(),
    };
    for server in servers {
        if let Ok(records) = again(net, Some(&server), names, limit).await {
            return Ok((records, Some(server)));
        }
    }
    Ok((survey(net, names, limit).await?, None))
}

async fn again(
    net: &Net,
    server: Option<&Authority>,
    names: &[Name],
    limit: Duration,
) -> Result<Vec<Standing>, Unknown> {
    let Some(server) = server else { return survey(net, names, limit).await };
    let mut questions: Vec<(Name, Kind)> =
        names.iter().flat_map(|n| kinds_of(n).into_iter().map(move |k| (n.clone(), k))).collect();
    questions.extend(names.first().map(|n| (n.clone(), Kind::SOA)));
    survey_at(net, server, &questions, limit).await
}

/// Names below the domain that records lead to and that nobody asked for yet.
fn led_to(domain: &Name, records: &[Standing], asked: &[Name]) -> Vec<Name> {
    let words = records.iter().flat_map(|r| r.value.split([' ', '"', ':', '=', ';', ',']));
    let mut names: Vec<Name> = words
        .filter(|w| w.contains('.'))
        .filter_map(|w| Name::parse(w).ok())
        .filter(|n| n.is_under(domain) && !asked.contains(n))
        .collect();
    names.sort();
    names.dedup();
    names.truncate(MAX_LED_TO);
    names
}

/// Takes out names that only the wildcard answers.
fn without_copies(domain: &Name, records: &mut Vec<Standing>) {
    let Ok(star) = domain.child("*") else { return };
    let of = |name: &Name, records: &[Standing]| -> Vec<(String, String, u32)> {
        let own = records.iter().filter(|r| r.name == *name);
        own.map(|r| (r.kind.clone(), r.value.clone(), r.ttl)).collect()
    };
    let made = of(&star, records);
    let all = records.clone();
    records.retain(|r| r.name == star || r.name == *domain || made.is_empty() || of(&r.name, &all) != made);
}

/// The domain, the usual names below it, and those of `--also`.
fn names(domain: &Name, also: &[String]) -> Result<Vec<Name>, Error> {
    let below = |label: &str| {
        label.split('.').rev().try_fold(domain.clone(), |name, part| name.child(part)).map_err(|_| {
            Error::flag("--also", label, "give names below the domain without it, such as shop or eu.shop")
        })
    };
    let mut names = vec![domain.clone(), below("*")?];
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
