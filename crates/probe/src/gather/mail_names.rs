//! Domains that mail of a domain rests on: do they exist?

use super::{domain_state, name_of};
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use model::facts::{MailName, MailNames, Mx, Spf};
use model::{Name, Seen, Subject};
use std::net::IpAddr;

/// Domains that are asked for; more than these stand behind no mail.
const MOST: usize = 20;

impl Gather for MailNames {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let own = name_of(subject)?.registrable();
        let (mx, spf) = tokio::join!(look.get::<Mx>(subject), look.get::<Spf>(subject));
        let mut named: Vec<(Name, String)> = Vec::new();
        // An MX that is an address names no domain; `mail/mx-is-address` tells it.
        for server in mx?.servers.into_iter().filter(|s| s.host.as_str().parse::<IpAddr>().is_err()) {
            named.push((server.host.clone(), format!("MX {} {}", server.preference, server.host)));
        }
        for record in spf?.records {
            named.extend(record.split_whitespace().filter_map(of_term));
        }
        let mut domains: Vec<(Name, String)> = Vec::new();
        for (name, via) in named {
            let Some(domain) = name.registrable().filter(|d| Some(d) != own.as_ref()) else { continue };
            if domains.len() < MOST && !domains.iter().any(|(d, _)| *d == domain) {
                domains.push((domain, via));
            }
        }
        let each = domains.into_iter().map(|(domain, via)| async move {
            let standing = domain_state::of(look, domain).await?;
            Ok(MailName { domain: standing.domain, via, exists: standing.exists, registered: standing.registered })
        });
        Ok(Self { domains: join_all(each).await.into_iter().collect::<Seen<Vec<_>>>()? })
    }
}

/// The domain of an SPF term that names one without macros (RFC 7208 §5, §6.1).
fn of_term(term: &str) -> Option<(Name, String)> {
    let bare = term.trim_start_matches(['+', '-', '~', '?']).to_ascii_lowercase();
    let domain = ["include:", "redirect=", "a:", "mx:", "exists:"].iter().find_map(|p| bare.strip_prefix(p))?;
    let domain = domain.split('/').next()?;
    let name = Name::parse(domain).ok().filter(|_| !domain.contains('%'))?;
    Some((name, model::text::quote(term, 100)))
}
