//! Whether reports will arrive: an address at another organisation must be authorised there (RFC 9990, before it RFC 7489 §7.1).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Record, discover, is_dmarc};
use crate::dns::Dns;
use crate::name::{can_be_asked, canonical, trimmed};

/// The most addresses looked at; receivers may stop at two (RFC 7489 §6.2).
const MOST: usize = 20;

/// An address for reports and whether reports will get there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Destination {
    /// `rua` or `ruf`.
    pub tag: String,
    /// The URI as written.
    pub uri: String,
    /// The domain of the mail address; absent for other URIs, which few receivers use.
    pub domain: Option<String>,
    /// Whether that domain allows it.
    pub consent: Consent,
    /// Whether that domain takes mail: it has an MX that is not null, or an address. `None` if nobody knows.
    pub takes_mail: Option<bool>,
}

/// Whether a domain agrees to get the reports of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// The same organisation: not needed.
    NotNeeded,
    /// Given by a TXT record at the name.
    Given {
        /// The name asked.
        name: String,
    },
    /// Missing: receivers send no reports there. The owner must publish `v=DMARC1;` at the name.
    Missing {
        /// The name at which the record is missing.
        name: String,
    },
    /// No mail address, so there is nobody to ask.
    NotMail,
    /// Nobody knows; the text says why.
    NoAnswer(String),
}

/// Where the reports that `record` (published for `policy_domain`) asks for will go.
pub async fn destinations<D: Dns>(dns: &D, policy_domain: &str, record: &Record) -> Vec<Destination> {
    let policy_domain = canonical(policy_domain);
    let organization = discover(dns, &policy_domain).await.organization;
    let mut known: BTreeMap<String, (Consent, Option<bool>)> = BTreeMap::new();
    let mut destinations = Vec::new();
    let uris = record.rua.iter().map(|uri| ("rua", uri));
    for (tag, uri) in uris.chain(record.ruf.iter().map(|uri| ("ruf", uri))).take(MOST) {
        let address = uri.address.as_ref().and_then(|address| address.rsplit_once('@'));
        let domain = address.map(|(_, domain)| canonical(domain));
        let (consent, takes_mail) = match &domain {
            None => (Consent::NotMail, None),
            Some(domain) => match known.get(domain) {
                Some(known) => known.clone(),
                None => {
                    let consent = consent(dns, &policy_domain, &organization, domain).await;
                    let pair = (consent, takes_mail(dns, domain).await);
                    known.insert(domain.clone(), pair.clone());
                    pair
                }
            },
        };
        let (tag, uri) = (tag.to_owned(), uri.uri.clone());
        destinations.push(Destination { tag, uri, domain, consent, takes_mail });
    }
    destinations
}

async fn consent<D: Dns>(dns: &D, policy_domain: &str, organization: &str, domain: &str) -> Consent {
    let other = discover(dns, domain).await;
    if other.organization == organization {
        return Consent::NotNeeded;
    }
    let name = format!("{policy_domain}._report._dmarc.{domain}");
    if !can_be_asked(&name) {
        return Consent::Missing { name };
    }
    match dns.txt(&name).await.known() {
        Err(why) => Consent::NoAnswer(why),
        Ok(texts) => {
            let given = |bytes: &Vec<u8>| std::str::from_utf8(bytes).is_ok_and(is_dmarc);
            match texts.iter().any(given) {
                true => Consent::Given { name },
                false if !other.complete => Consent::NoAnswer("the organisation of the receiver is unknown".to_owned()),
                false => Consent::Missing { name },
            }
        }
    }
}

/// Whether a domain has somewhere to deliver to (RFC 5321 §5.1, RFC 7505).
async fn takes_mail<D: Dns>(dns: &D, domain: &str) -> Option<bool> {
    let servers = dns.mx(domain).await.known().ok()?;
    if !servers.is_empty() {
        return Some(servers.iter().any(|server| !trimmed(&server.exchange).is_empty()));
    }
    let v4 = dns.a(domain).await.known().ok()?;
    if !v4.is_empty() {
        return Some(true);
    }
    Some(!dns.aaaa(domain).await.known().ok()?.is_empty())
}
