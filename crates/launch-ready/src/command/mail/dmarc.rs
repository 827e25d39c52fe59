//! `mail dmarc`: the walk, the policy in force, where reports go, and what receivers do.

use super::{MOST_PROBLEMS, caret, domain, json, more, record, visible};
use crate::cli::mail_commands::{DmarcArgs, MailFormat};
use crate::error::Error;
use crate::output;
use mail::dmarc::{Alignment, Consent, Destination, Discovery, Effective, Found, Policy, destinations, discover};
use mail::remedy::{Stage, stage_dmarc};
use serde::Serialize;
use std::fmt::Write;

#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    discovery: &'a Discovery,
    destinations: &'a [Destination],
    /// What receivers do, in words.
    receivers: &'a [String],
    /// The way to `p=reject`.
    stages: &'a [Stage],
}

/// Runs the command; gives the exit code.
pub async fn execute(args: &DmarcArgs) -> Result<u8, Error> {
    let domain = domain(&args.domain)?;
    let dns = args.dns.dns()?;
    let discovery = discover(&dns, &domain).await;
    let from = discovery.own.as_ref().map(|own| own.from.clone());
    let destinations = match (&from, discovery.record()) {
        (Some(from), Some(record)) => destinations(&dns, from, record).await,
        _ => Vec::new(),
    };
    let receivers = receivers(&discovery);
    // The address is the reader's to choose; nothing is staged while the truth is unknown.
    let holder = from.unwrap_or_else(|| discovery.organization.clone());
    let stages = match discovery.complete {
        true => stage_dmarc(discovery.record(), Some(&format!("dmarc@{holder}"))),
        false => Vec::new(),
    };
    let text = match args.format {
        MailFormat::Json => {
            let answer =
                Answer { discovery: &discovery, destinations: &destinations, receivers: &receivers, stages: &stages };
            json("launch-ready.mail-dmarc/1", &answer)?
        }
        MailFormat::Text => report::clean(&page(&discovery, &destinations, &receivers, &stages, &holder)),
    };
    output::print(&text)?;
    let silent = destinations.iter().any(|d| matches!(d.consent, Consent::NoAnswer(_)));
    Ok(if discovery.complete && !silent { 0 } else { 3 })
}

/// The policy in force, as the first word of the page.
pub fn headline(discovery: &Discovery) -> &'static str {
    match &discovery.own {
        Some(own) => own.applied.name(),
        None if discovery.complete => "missing",
        None => "unknown",
    }
}

/// What receivers do with forged mail, one sentence for each kind of name.
pub fn receivers(discovery: &Discovery) -> Vec<String> {
    let name = &discovery.domain;
    let one = |effective: Option<&Effective>, whose: String| match effective {
        Some(e) if e.policy != e.applied => {
            format!("{whose} {}, as t=y asks for one level less than {}", act(e.applied), e.policy)
        }
        Some(e) => format!("{whose} {}", act(e.applied)),
        None if discovery.complete => {
            format!("{whose} is judged by each receiver as it likes, as no rule is published")
        }
        None => format!("{whose}: could not tell, as a question had no answer"),
    };
    vec![
        one(discovery.own.as_ref(), format!("forged mail of {name}")),
        one(discovery.subdomain.as_ref(), format!("forged mail of a subdomain that exists, such as app.{name},")),
        one(
            discovery.nonexistent.as_ref(),
            format!("forged mail of a subdomain that does not exist, such as nosuch.{name},"),
        ),
    ]
}

fn act(policy: Policy) -> &'static str {
    match policy {
        Policy::None => "is delivered as if it were real",
        Policy::Quarantine => "goes to spam",
        Policy::Reject => "is refused",
    }
}

fn page(
    discovery: &Discovery,
    destinations: &[Destination],
    receivers: &[String],
    stages: &[Stage],
    holder: &str,
) -> String {
    let mut out = format!("{}  DMARC of {}\n\nasked\n", headline(discovery), discovery.domain);
    for visit in &discovery.walk {
        out += &visited(&visit.domain, &visit.found);
    }
    out += "\npolicy\n";
    let rows = [
        (discovery.domain.clone(), &discovery.own),
        ("a subdomain that exists".to_owned(), &discovery.subdomain),
        ("a subdomain that does not exist".to_owned(), &discovery.nonexistent),
    ];
    for (who, effective) in rows {
        let words = match effective {
            Some(e) => format!("{}, by {} at _dmarc.{}", e.applied, e.tag, e.from),
            None => "none in force".to_owned(),
        };
        let _ = writeln!(out, "  {who}: {words}");
    }
    let _ = writeln!(out, "  organisation: {}", discovery.organization);
    if let Some(record) = discovery.record() {
        let (dkim, spf) = (mode(record.adkim), mode(record.aspf));
        let _ = writeln!(out, "  alignment: DKIM {dkim}, SPF {spf}");
    }
    if discovery.record().is_some() {
        out += "\nreports\n";
        if destinations.is_empty() {
            out += "  nobody gets any: forgeries and failing senders stay unseen\n";
        }
        for destination in destinations {
            let _ = writeln!(out, "  {} {}: {}", destination.tag, visible(&destination.uri), arrival(destination));
        }
    }
    out += "\nwhat receivers do\n";
    for line in receivers {
        let _ = writeln!(out, "  {line}");
    }
    if !stages.is_empty() {
        let _ = write!(out, "\nthe way to reject, at _dmarc.{holder}\n");
        for stage in stages {
            let _ = writeln!(out, "  day {}, {}\n    {}", stage.after_days, stage.when, visible(&stage.record));
        }
    }
    out
}

fn mode(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::Relaxed => "relaxed (the same organisation is enough)",
        Alignment::Strict => "strict (the very same name)",
    }
}

fn visited(domain: &str, found: &Found) -> String {
    let name = format!("  _dmarc.{domain}");
    match found {
        Found::Record { text, reading } => {
            let mut out = format!("{name}\n    {}\n", record(text));
            for problem in reading.problems.iter().take(MOST_PROBLEMS) {
                out += &caret::shown(text, &problem.at, &problem.message, "    ");
            }
            out += &more(reading.problems.len(), "    ");
            if !reading.in_force {
                out += "    not in force: the policy is faulty or missing, and no report address saves the record\n";
            }
            for tag in &reading.record.removed {
                let _ = writeln!(out, "    {tag}= was removed from the standard (RFC 9989) and does nothing");
            }
            out
        }
        Found::Several(texts) => {
            let mut out = format!("{name}: several records, so receivers ignore all; keep one\n");
            texts.iter().for_each(|text| out += &format!("    {}\n", record(text)));
            out
        }
        Found::Ignored(texts) => {
            let mut out = format!("{name}: no record that receivers read; it must begin with v=DMARC1;\n");
            texts.iter().for_each(|text| out += &format!("    {}\n", record(text)));
            out
        }
        Found::Nothing => format!("{name}: nothing\n"),
        Found::NoAnswer(why) => format!("{name}: no answer ({})\n", visible(why)),
    }
}

/// Whether reports get there, in words.
pub fn arrival(destination: &Destination) -> String {
    let domain = destination.domain.as_deref().unwrap_or_default();
    let consent = match &destination.consent {
        Consent::NotNeeded => "arrives, the same organisation".to_owned(),
        Consent::Given { name } => format!("arrives, {domain} agrees at {name}"),
        Consent::Missing { name } => {
            format!("does not arrive: {domain} must publish TXT \"v=DMARC1;\" at {name}, or use an address of your own")
        }
        Consent::NotMail => "few receivers use other ways than mail, add a mailto: address".to_owned(),
        Consent::NoAnswer(why) => format!("could not tell: {}", visible(why)),
    };
    match destination.takes_mail {
        Some(false) => format!("{consent}; but {domain} takes no mail"),
        _ => consent,
    }
}
