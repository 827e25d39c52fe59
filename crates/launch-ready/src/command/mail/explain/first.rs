//! What to change, the first thing first, with records ready to paste.

use super::facts::Facts;
use crate::command::mail::dmarc::arrival;
use mail::dmarc::{Consent, Found, Policy};
use mail::remedy::{DmarcNeeds, DnsRecord, Stage, locked_down, mend_dmarc, mend_spf, stage_dmarc};
use mail::spf::AuditKind;
use serde::Serialize;

/// One thing to change.
#[derive(Debug, Serialize)]
pub struct Step {
    /// What to do, one sentence.
    pub what: String,
    /// Why, or how where no record can be printed; absent if the rest says it.
    pub how: Option<String>,
    /// Records to publish instead of those that stand there now.
    pub records: Vec<DnsRecord>,
}

/// The steps in order; empty if there is nothing to change.
pub fn first(facts: &Facts) -> Vec<Step> {
    if !facts.complete() && facts.spf.records.is_empty() && facts.dmarc.own.is_none() {
        return Vec::new();
    }
    let mut steps = Vec::new();
    if facts.spf.records.is_empty() && facts.spf.complete && facts.keys.is_empty() {
        // A null MX says that no mail comes in; no MX at all may be an oversight.
        if facts.null_mx() {
            let records = locked_down(&facts.domain, true);
            return vec![step("Say that the domain sends no mail", None, records)];
        }
        if facts.mx.as_ref().is_ok_and(Vec::is_empty) {
            let how = "if it does send, name your services instead, such as v=spf1 include:_spf.google.com ~all";
            let records = locked_down(&facts.domain, false);
            return vec![step("If the domain sends no mail, say so", Some(how.into()), records)];
        }
    }
    steps.extend(spf(facts));
    steps.extend(dkim(facts));
    steps.extend(dmarc(facts));
    steps
}

fn step(what: impl Into<String>, how: Option<String>, records: Vec<DnsRecord>) -> Step {
    Step { what: what.into(), how, records }
}

fn txt(name: &str, value: String) -> DnsRecord {
    DnsRecord { name: name.to_owned(), kind: "TXT".to_owned(), value }
}

fn spf(facts: &Facts) -> Option<Step> {
    let (domain, audit) = (&facts.domain, &facts.spf);
    let has = |kind: AuditKind| audit.problems.iter().find(|problem| problem.kind == kind);
    if audit.records.is_empty() {
        return audit.complete.then(|| {
            step(
                "Publish the list of who sends for you (SPF)",
                Some("add the services that send in your name before you publish it".into()),
                vec![txt(domain, suggested(facts))],
            )
        });
    }
    let what = if audit.records.len() > 1 {
        "Replace the SPF records by one".to_owned()
    } else if let Some(problem) = [AuditKind::Syntax, AuditKind::Loop, AuditKind::DeadTarget].into_iter().find_map(has)
    {
        format!("Correct the SPF record of {}", problem.path.last().map_or(domain.as_str(), String::as_str))
    } else if has(AuditKind::TooManyLookups).or_else(|| has(AuditKind::TooManyVoids)).is_some() {
        "Publish an SPF record with fewer lookups".to_owned()
    } else if has(AuditKind::AllowsAll).or_else(|| has(AuditKind::OpenEnded)).is_some() && audit.complete {
        "End the SPF record, so that strangers are suspected".to_owned()
    } else {
        return None;
    };
    // The record that the fixes of `check` print, too.
    let mended = mend_spf(domain, &audit.records, Some(audit), |name| facts.ours(name), false);
    let how = (!mended.fits || mended.changes.is_empty()).then(|| {
        let told = audit.problems.iter().find(|problem| problem.kind != AuditKind::NoRecord);
        told.map_or_else(String::new, |problem| problem.message.clone())
    });
    Some(step(what, how, mended.changes.into_iter().map(|change| txt(&change.name, change.new)).collect()))
}

/// A record that names the services which take the domain's mail.
fn suggested(facts: &Facts) -> String {
    let includes: Vec<String> =
        facts.providers.iter().filter_map(|p| p.spf.first()).map(|name| format!("include:{name}")).collect();
    match includes.as_slice() {
        [] => "v=spf1 mx ~all".to_owned(),
        names => format!("v=spf1 {} ~all", names.join(" ")),
    }
}

fn dkim(facts: &Facts) -> Option<Step> {
    if facts.sends_nothing() || !facts.good_keys().is_empty() || !facts.complete() {
        return None;
    }
    let how = match facts.providers.as_slice() {
        [] => "turn on DKIM at your mail service and publish the record it shows; then run this again with --selector NAME".to_owned(),
        providers => providers.iter().map(|p| format!("{}: {}", p.name, p.dkim)).collect::<Vec<_>>().join("; "),
    };
    Some(step("Sign your mail (DKIM), or name the selector if you do", Some(how), Vec::new()))
}

fn dmarc(facts: &Facts) -> Vec<Step> {
    let discovery = &facts.dmarc;
    if !discovery.complete {
        return Vec::new();
    }
    let mut steps = Vec::new();
    // Whoever tightens the policy must see reports first.
    for destination in &facts.destinations {
        if matches!(destination.consent, Consent::Missing { .. }) || destination.takes_mail == Some(false) {
            steps.push(step(
                format!("Make reports arrive at {}", destination.uri),
                Some(arrival(destination)),
                Vec::new(),
            ));
        }
    }
    let holder = discovery.own.as_ref().map_or(discovery.organization.as_str(), |own| own.from.as_str());
    let several = discovery.walk.iter().any(|visit| matches!(visit.found, Found::Several(_)));
    let stages = stages(facts, holder);
    if let Some(stage) = stages.first() {
        let policy = discovery.own.as_ref().map(|own| own.applied);
        let what = match policy {
            None if several => "Replace the DMARC records by one",
            None => "Say what receivers do with forgeries (DMARC)",
            Some(Policy::None) => "Ask receivers to act on forgeries (DMARC)",
            Some(_) => "Ask receivers to refuse forgeries (DMARC)",
        };
        let rest: Vec<String> =
            stages[1..].iter().map(|s| format!("day {}: {} ({})", s.after_days, s.record, s.when)).collect();
        let then = if rest.is_empty() { String::new() } else { format!("; then {}", rest.join(", ")) };
        steps.push(step(
            what,
            Some(format!("{}{then}", stage.when)),
            vec![txt(&format!("_dmarc.{holder}"), stage.record.clone())],
        ));
    }
    steps
}

/// The way to `p=reject`. Its first step is the record that the fixes of `check` print, too.
fn stages(facts: &Facts, holder: &str) -> Vec<Stage> {
    let address = format!("dmarc@{holder}");
    let stands = facts.dmarc.walk.iter().filter(|visit| visit.domain == holder);
    let records: Vec<String> = stands
        .flat_map(|visit| match &visit.found {
            Found::Record { text, .. } => std::slice::from_ref(text),
            Found::Several(texts) => texts.as_slice(),
            _ => &[],
        })
        .cloned()
        .collect();
    let dead: Vec<&str> =
        facts.destinations.iter().filter(|d| d.takes_mail == Some(false)).map(|d| d.uri.as_str()).collect();
    let mended = mend_dmarc(&records, DmarcNeeds { address: Some(&address), dead: &dead, unused: false });
    if facts.dmarc.own.as_ref().is_some_and(|own| own.applied != Policy::None) {
        return stage_dmarc(mail::dmarc::Record::parse(&mended.record).ok().as_ref(), Some(&address));
    }
    let first = Stage { record: mended.record, after_days: 0, when: "at once".to_owned() };
    std::iter::once(first).chain(mended.later).collect()
}
