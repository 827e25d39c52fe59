//! Which DMARC record applies to a domain: the DNS tree walk (RFC 9989 §4.10).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Policy, Psd, Reading, Record, is_dmarc, is_nearly_dmarc};
use crate::dns::{Answer, Dns};
use crate::name::{can_be_asked, canonical};
use crate::problem::LONGEST_TXT;

/// The most questions of one walk: the domain itself and its last seven labels (RFC 9989 §4.10, steps 1 and 4).
const LONGEST_WALK: usize = 8;

/// What applies to mail that says it is from a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Discovery {
    /// The domain in From.
    pub domain: String,
    /// The names asked, from the longest, and what stood there.
    pub walk: Vec<Visit>,
    /// The organisation's domain: what relaxed alignment compares (RFC 9989 §4.10.2).
    pub organization: String,
    /// For mail of the domain itself; absent if no record applies.
    pub own: Option<Effective>,
    /// For mail of a subdomain that exists and has no record of its own.
    pub subdomain: Option<Effective>,
    /// For mail of a subdomain that doesn't exist.
    pub nonexistent: Option<Effective>,
    /// False if a question had no answer: the truth may be another.
    pub complete: bool,
}

/// One name of the walk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Visit {
    /// The domain; the name asked has `_dmarc.` before it.
    pub domain: String,
    /// What stood there.
    pub found: Found,
}

/// What stands at a `_dmarc` name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// One record, as a receiver reads it.
    Record {
        /// Its text.
        text: String,
        /// What it says and what is wrong with it.
        reading: Box<Reading>,
    },
    /// Two or more: all are ignored (RFC 9989 §4.10, steps 2 and 6).
    Several(Vec<String>),
    /// Texts meant as DMARC that receivers ignore.
    Ignored(Vec<String>),
    /// Nothing of DMARC.
    Nothing,
    /// Nobody knows; the text says why.
    NoAnswer(String),
}

/// A policy in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effective {
    /// What is asked of receivers.
    pub policy: Policy,
    /// What they do under `t=y`: one level less; otherwise the same.
    pub applied: Policy,
    /// The domain whose record says so.
    pub from: String,
    /// The tag that says so: `p`, `sp` or `np`.
    pub tag: String,
}

/// Which record and which policy apply to `domain`.
pub async fn discover<D: Dns>(dns: &D, domain: &str) -> Discovery {
    let domain = canonical(domain);
    let walk = walk(dns, &domain).await;
    let organization = organization(&domain, &walk);
    let mut complete = walk.iter().all(|visit| !matches!(visit.found, Found::NoAnswer(_)));
    let own = match record_at(&walk, &domain) {
        Some(reading) => effective(reading, &domain, Tag::P),
        None => match upper(&walk, &domain, &organization) {
            Some((reading, from)) => {
                let tag = match exists(dns, &domain, reading).await {
                    Ok(true) => Tag::Sp,
                    Ok(false) => Tag::Np,
                    Err(_) => {
                        complete = false;
                        Tag::Sp
                    }
                };
                effective(reading, &from, tag)
            }
            None => None,
        },
    };
    let below = below(&walk, &domain, &organization);
    let [subdomain, nonexistent] = [Tag::Sp, Tag::Np].map(|tag| {
        let (reading, from) = below.as_ref()?;
        effective(reading, from, tag)
    });
    Discovery { domain, walk, organization, own, subdomain, nonexistent, complete }
}

impl Discovery {
    /// The record that applies to the domain itself.
    #[must_use]
    pub fn record(&self) -> Option<&Record> {
        let from = &self.own.as_ref()?.from;
        record_at(&self.walk, from).map(|reading| &reading.record)
    }
}

/// The tree walk (RFC 9989 §4.10).
async fn walk<D: Dns>(dns: &D, domain: &str) -> Vec<Visit> {
    let mut visits: Vec<Visit> = Vec::new();
    for target in targets(domain) {
        let found = look(dns, &target).await;
        let psd = match &found {
            Found::Record { reading, .. } => reading.record.psd,
            _ => Psd::Unsaid,
        };
        // Either psd=y or psd=n ends the walk (steps 2 and 6).
        let ends = psd != Psd::Unsaid;
        visits.push(Visit { domain: target, found });
        if ends {
            break;
        }
    }
    visits
}

/// The domains of a walk: itself, then shorter and shorter ones, the first of them with at most seven labels.
fn targets(domain: &str) -> Vec<String> {
    if !can_be_asked(domain) {
        return Vec::new();
    }
    let labels: Vec<&str> = domain.split('.').collect();
    let above = (labels.len() - 1).min(LONGEST_WALK - 1);
    let mut targets = vec![domain.to_owned()];
    targets.extend((1..=above).rev().map(|count| last_labels(&labels, count)));
    targets
}

fn last_labels(labels: &[&str], count: usize) -> String {
    labels[labels.len().saturating_sub(count)..].join(".")
}

/// What stands at the `_dmarc` name of one domain.
async fn look<D: Dns>(dns: &D, domain: &str) -> Found {
    let name = format!("_dmarc.{domain}");
    if !can_be_asked(&name) {
        return Found::Nothing;
    }
    let texts = match dns.txt(&name).await.known() {
        Ok(texts) => texts,
        Err(why) => return Found::NoAnswer(why),
    };
    let (mut real, mut nearly) = (Vec::new(), Vec::new());
    for text in texts.iter().filter_map(|bytes| text_of(bytes)) {
        if is_dmarc(&text) {
            real.push(text);
        } else if is_nearly_dmarc(&text) {
            nearly.push(text);
        }
    }
    match (real.len(), real.pop()) {
        (1, Some(text)) => match Record::read(&text) {
            Some(reading) => Found::Record { text, reading: Box::new(reading) },
            None => Found::Nothing,
        },
        (_, Some(last)) => {
            real.push(last);
            Found::Several(real)
        }
        (_, None) if nearly.is_empty() => Found::Nothing,
        (_, None) => Found::Ignored(nearly),
    }
}

/// A TXT record as text; none if it is longer than any DNS message can carry (RFC 1035 §4.2.2).
fn text_of(bytes: &[u8]) -> Option<String> {
    let fits = bytes.len() <= LONGEST_TXT;
    fits.then(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The organisation's domain (RFC 9989 §4.10.2).
fn organization(domain: &str, walk: &[Visit]) -> String {
    let mut shortest = domain;
    for visit in walk {
        let Found::Record { reading, .. } = &visit.found else {
            continue;
        };
        match reading.record.psd {
            Psd::No => return visit.domain.clone(),
            Psd::Yes if visit.domain != domain => {
                let labels: Vec<&str> = domain.split('.').collect();
                return last_labels(&labels, visit.domain.split('.').count() + 1);
            }
            _ => shortest = &visit.domain,
        }
    }
    shortest.to_owned()
}

fn record_at<'w>(walk: &'w [Visit], domain: &str) -> Option<&'w Reading> {
    walk.iter().find(|visit| visit.domain == domain).and_then(|visit| match &visit.found {
        Found::Record { reading, .. } => Some(reading.as_ref()),
        _ => None,
    })
}

/// The record of the organisation, else that of the public suffix above it (RFC 9989 §4.10.1).
fn upper<'w>(walk: &'w [Visit], domain: &str, organization: &str) -> Option<(&'w Reading, String)> {
    if organization != domain
        && let Some(reading) = record_at(walk, organization)
    {
        return Some((reading, organization.to_owned()));
    }
    let suffix = walk.last().filter(|visit| visit.domain != domain)?;
    let reading = record_at(walk, &suffix.domain)?;
    (reading.record.psd == Psd::Yes).then(|| (reading, suffix.domain.clone()))
}

/// The record that applies below `domain`, where a subdomain has none of its own. That of a domain which is neither the
/// organisation's nor a public suffix is not used for its subdomains.
fn below<'w>(walk: &'w [Visit], domain: &str, organization: &str) -> Option<(&'w Reading, String)> {
    let own = record_at(walk, domain);
    match own {
        Some(reading) if organization == domain || reading.record.psd == Psd::Yes => Some((reading, domain.to_owned())),
        _ => upper(walk, domain, organization),
    }
}

#[derive(Clone, Copy)]
enum Tag {
    P,
    Sp,
    Np,
}

fn effective(reading: &Reading, from: &str, wanted: Tag) -> Option<Effective> {
    if !reading.in_force {
        return None;
    }
    let record = &reading.record;
    let [own, existing, nonexistent] = record.policies();
    let (policy, tag) = match wanted {
        Tag::P => (own, "p"),
        Tag::Np if record.nonexistent_policy.is_some() => (nonexistent, "np"),
        Tag::Sp | Tag::Np if record.subdomain_policy.is_some() => (existing, "sp"),
        Tag::Sp | Tag::Np => (existing, "p"),
    };
    let applied = if record.testing { policy.one_lower() } else { policy };
    Some(Effective { policy, applied, from: from.to_owned(), tag: tag.to_owned() })
}

/// Whether the domain exists (RFC 8020: only NXDOMAIN says it does not). Not asked when the answer changes nothing.
async fn exists<D: Dns>(dns: &D, domain: &str, reading: &Reading) -> Result<bool, String> {
    if reading.record.nonexistent_policy.is_none() {
        return Ok(true);
    }
    match dns.a(domain).await {
        Answer::NxDomain => Ok(false),
        Answer::TempError(why) => Err(why),
        Answer::Records(_) | Answer::NoData => Ok(true),
    }
}

#[cfg(test)]
mod tests {
    use super::targets;

    #[test]
    fn a_long_name_is_asked_for_eight_times_at_most() {
        let names = targets("a.b.c.d.e.f.g.h.i.j.mail.example.com");
        assert_eq!(names.len(), 8);
        assert_eq!(names[1], "g.h.i.j.mail.example.com");
        assert_eq!(names[7], "com");
        assert_eq!(targets("mail.example.com"), ["mail.example.com", "example.com", "com"]);
        assert_eq!(targets("a.b.c.d.e.f.g.com").len(), 8);
        assert!(targets("a..b").is_empty());
    }
}
