//! Where a host name points.

use super::name_of;
use crate::look::{Gather, Look};
use hickory_proto::rr::{RData, RecordType};
use model::facts::{Addresses, Lookup};
use model::{Name, Seen, Subject};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Aliases followed by ourselves where a resolver stops early; longer chains are broken in practice.
const MAX_ALIASES: usize = 8;

impl Gather for Addresses {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        if let Some(fixed) = look.without_dns(&subject.name) {
            return Ok(fixed);
        }
        let name = name_of(subject)?;
        let mut found = look_up(look, &name).await?;
        let mut target = found.aliases.last().cloned();
        while let Some(next) = target.take() {
            let stuck = found.v4.is_empty() && found.v6.is_empty() && found.lookup == Lookup::NoData;
            if !stuck || found.aliases.len() > MAX_ALIASES {
                break;
            }
            let more = look_up(look, &next).await?;
            found.lookup = more.lookup;
            found.v4 = more.v4;
            found.v6 = more.v6;
            found.ttl = more.ttl;
            for alias in more.aliases {
                if found.aliases.contains(&alias) || alias == name {
                    break;
                }
                found.aliases.push(alias.clone());
                target = Some(alias);
            }
        }
        found.not_public = found.all().filter(|ip| !look.net.is_public(*ip)).collect();
        Ok(found)
    }
}

impl Look {
    /// Hosts that DNS is not asked for: addresses, localhost, and those of `--resolve`.
    fn without_dns(&self, host: &str) -> Option<Addresses> {
        let literal = host.trim_matches(['[', ']']).parse::<IpAddr>().ok();
        let local = host == "localhost" || host.ends_with(".localhost");
        let pinned: Vec<IpAddr> = self
            .net
            .overrides
            .resolve
            .iter()
            .filter(|((h, _), _)| h == host)
            .flat_map(|(_, ips)| ips.clone())
            .collect();
        let list: Vec<IpAddr> = match literal {
            Some(ip) => vec![ip],
            None if !pinned.is_empty() => pinned,
            None if local => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            None => return None,
        };
        let mut found = Addresses {
            lookup: Lookup::Found,
            aliases: Vec::new(),
            v4: Vec::new(),
            v6: Vec::new(),
            ttl: None,
            extended_errors: Vec::new(),
            not_public: Vec::new(),
        };
        for ip in list {
            match ip {
                IpAddr::V4(ip) if !found.v4.contains(&ip) => found.v4.push(ip),
                IpAddr::V6(ip) if !found.v6.contains(&ip) => found.v6.push(ip),
                _ => {}
            }
        }
        Some(found)
    }
}

async fn look_up(look: &Look, name: &Name) -> Seen<Addresses> {
    let (a, aaaa) = tokio::join!(look.ask(name, RecordType::A), look.ask(name, RecordType::AAAA));
    let (a, aaaa) = (a?, aaaa?);
    let mut found = Addresses {
        lookup: worse(a.lookup, aaaa.lookup),
        aliases: a.aliases(name),
        v4: Vec::new(),
        v6: Vec::new(),
        ttl: None,
        extended_errors: a.extended_errors.clone(),
        not_public: Vec::new(),
    };
    if found.aliases.is_empty() {
        found.aliases = aaaa.aliases(name);
    }
    for record in a.records.iter().chain(&aaaa.records) {
        match &record.data {
            RData::A(ip) => found.v4.push(ip.0),
            RData::AAAA(ip) => found.v6.push(ip.0),
            _ => continue,
        }
        found.ttl = Some(found.ttl.map_or(record.ttl, |ttl| ttl.min(record.ttl)));
    }
    // Round-robin servers shuffle; an order of our own keeps two looks comparable.
    found.v4.sort();
    found.v4.dedup();
    found.v6.sort();
    found.v6.dedup();
    Ok(found)
}

/// One family with addresses is enough; else the more telling of two failures.
fn worse(a: Lookup, b: Lookup) -> Lookup {
    use Lookup::{Found, NoData, NoSuchName, Refused, ServerFailure};
    for kind in [Found, ServerFailure, Refused, NoSuchName] {
        if a == kind || b == kind {
            return kind;
        }
    }
    NoData
}
