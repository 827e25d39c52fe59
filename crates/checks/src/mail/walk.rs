//! What the checks of a DMARC record share.

use crate::prelude::*;
use ::mail::dmarc::{Consent, Destination, Found, Reading};

/// The record that stands at the domain itself, as receivers read it. One of a name above is judged there.
pub(super) fn own<'a>(cx: &Cx, walk: &'a DmarcWalk) -> Result<(&'a str, &'a Reading), Verdict> {
    let here = walk.discovery.walk.iter().find(|visit| visit.domain == cx.subject.name);
    match here.map(|visit| &visit.found) {
        Some(Found::Record { text, reading }) if reading.in_force => Ok((text, reading)),
        Some(Found::Record { .. }) => Err(Verdict::not_applicable("receivers skip the DMARC record as a whole")),
        _ => Err(Verdict::not_applicable("the domain has no single DMARC record of its own")),
    }
}

/// Addresses for daily reports, each domain once.
pub(super) fn report_domains(walk: &DmarcWalk) -> Vec<(&str, &Destination)> {
    let mut seen: Vec<(&str, &Destination)> = Vec::new();
    for destination in walk.destinations.iter().filter(|d| d.tag == "rua") {
        if let Some(domain) = &destination.domain
            && !seen.iter().any(|(known, _)| known == domain)
        {
            seen.push((domain, destination));
        }
    }
    seen
}

/// A question about the addresses that had no answer.
pub(super) fn blind(walk: &DmarcWalk) -> Option<Unknown> {
    walk.destinations.iter().find_map(|d| match &d.consent {
        Consent::NoAnswer(why) => Some(Unknown::new(Why::NoAnswer, why.clone())),
        _ => None,
    })
}
