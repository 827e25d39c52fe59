//! `mail spf`: one sender evaluated, or all branches of a domain's SPF audited.

use super::{MOST_PROBLEMS, as_given, caret, domain, json, more, visible};
use crate::cli::mail_commands::{MailFormat, SpfArgs};
use crate::error::Error;
use crate::output;
use mail::spf::{Audit, AuditProblem, Evaluation, Node, Options, SpfResult, audit, check_host};
use model::text::count;
use serde::Serialize;
use std::fmt::Write;
use std::net::IpAddr;

/// Runs the command; gives the exit code.
pub async fn execute(args: &SpfArgs) -> Result<u8, Error> {
    match args.ip {
        Some(ip) => evaluate(args, ip).await,
        None => audited(args).await,
    }
}

#[derive(Serialize)]
struct Evaluated<'a> {
    ip: IpAddr,
    helo: &'a str,
    mail_from: &'a str,
    expected: Option<SpfResult>,
    #[serde(flatten)]
    evaluation: &'a Evaluation,
}

async fn evaluate(args: &SpfArgs, ip: IpAddr) -> Result<u8, Error> {
    let mail_from = match (&args.mail_from, &args.domain) {
        (Some(from), _) => as_given(from),
        (None, Some(domain)) => format!("postmaster@{}", self::domain(domain)?),
        (None, None) => String::new(),
    };
    let sender = mail_from.rsplit_once('@').map_or(mail_from.as_str(), |(_, domain)| domain).to_owned();
    let helo = args.helo.as_deref().map_or(sender, as_given);
    if helo.is_empty() && mail_from.is_empty() {
        return Err(Error::Usage("a sender is missing: give --mail-from ADDR, or --helo NAME for a bounce".into()));
    }
    let options = Options { unix_time: now(), ..Options::default() };
    let seen = check_host(&args.dns.dns()?, ip, &helo, &mail_from, &options).await;
    let text = match args.format {
        MailFormat::Json => {
            let answer = Evaluated { ip, helo: &helo, mail_from: &mail_from, expected: args.expect, evaluation: &seen };
            json("launch-ready.mail-spf/1", &answer)?
        }
        MailFormat::Text => report::clean(&seen.to_string()),
    };
    output::print(&text)?;
    match args.expect {
        Some(expected) if expected != seen.result => {
            anstream::eprintln!("expected {expected}, the result is {}", seen.result);
            Ok(1)
        }
        _ => Ok(0),
    }
}

async fn audited(args: &SpfArgs) -> Result<u8, Error> {
    let domain = domain(args.domain.as_deref().unwrap_or_default())?;
    let audit = audit(&args.dns.dns()?, &domain).await;
    match args.format {
        MailFormat::Json => output::print(&json("launch-ready.mail-spf-audit/1", &audit)?)?,
        MailFormat::Text => output::print(&report::clean(&page(&audit)))?,
    }
    Ok(if audit.complete { 0 } else { 3 })
}

fn page(audit: &Audit) -> String {
    let mut out = format!("{}  {}\n", audit.domain, summary(audit));
    for record in audit.records.iter().filter(|_| audit.records.len() > 1) {
        let _ = writeln!(out, "  {}", super::record(record));
    }
    for problem in audit.problems.iter().take(MOST_PROBLEMS) {
        out.push('\n');
        out += &told(audit, problem);
    }
    out += &more(audit.problems.len(), "\n");
    if let Some(tree) = &audit.tree {
        let _ = write!(out, "\n{tree}");
    }
    if !audit.complete {
        out += "\nThe audit did not see everything: there may be more.\n";
    }
    out
}

fn summary(audit: &Audit) -> String {
    let (lookups, voids) = (audit.lookups, audit.voids);
    let problems = count(audit.problems.len(), "problem", "problems");
    let networks = count(audit.networks.len(), "network", "networks");
    format!("{problems}, {lookups} of 10 lookups, {voids} of 2 void, {networks} may send")
}

/// A problem with its place, and the way there.
fn told(audit: &Audit, problem: &AuditProblem) -> String {
    let path: Vec<String> = problem.path.iter().map(|name| visible(name)).collect();
    let record = audit.tree.as_ref().and_then(|tree| record(tree, &problem.path));
    match record {
        Some(text) if !problem.at.is_empty() || problem.at.start > 0 => {
            format!("{}\n{}", path.join(" > "), caret::shown(text, &problem.at, &problem.message, "  "))
        }
        _ => format!("{}\n  {}\n", path.join(" > "), visible(&problem.message)),
    }
}

/// The text of the record at the end of a path.
fn record<'a>(node: &'a Node, path: &[String]) -> Option<&'a str> {
    let (first, rest) = path.split_first()?;
    if node.domain != *first {
        return None;
    }
    if rest.is_empty() {
        return Some(&node.record);
    }
    node.terms.iter().filter_map(|term| term.node.as_ref()).find_map(|next| record(next, rest))
}

/// Seconds since 1970.
pub fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0)
}
