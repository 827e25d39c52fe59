//! Can the server behind an edge be reached past it? Asked are addresses that the target's own records give away.

use super::name_of;
use super::pages::answer;
use crate::http::{Request, Response};
use crate::look::{Gather, Look};
use model::facts::{Addresses, Answer, Mx, OriginLook, Origins, Spf};
use model::{Level, Name, Origin, Seen, Subject};
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use url::Url;

/// Names that lead to the server itself where an edge stands in front of the others.
const DIRECT: [&str; 4] = ["direct", "origin", "ftp", "mail"];
/// Addresses that are asked.
const MAX_ASKED: usize = 4;

impl Gather for Origins {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let domain = name_of(subject)?;
        let mut behind: Option<(Url, Answer, &'static str)> = None;
        let (mut edges, mut found) = (BTreeSet::new(), Vec::new());
        for host in hosts(look, &domain) {
            let here = addresses(look, &host).await;
            let url = super::url(&Origin::https(&host), "/")?;
            if here.is_empty() {
                continue;
            }
            let Ok(visited) = look.visit(&url).await else { continue };
            let Ok(seen) = visited.as_ref().as_ref().map(|r| answer(r, &url)) else { continue };
            match seen.edge() {
                Some(edge) => {
                    edges.extend(here);
                    // A host that only redirects shows nothing to compare with.
                    if behind.as_ref().is_none_or(|(_, front, _)| front.status != 200) {
                        behind = Some((url, seen, edge));
                    }
                }
                None => found.extend(here.into_iter().map(|ip| (ip, host.clone()))),
            }
        }
        let Some((url, front, edge)) = behind else { return Ok(Self { behind: None, asked: Vec::new() }) };
        found.extend(given_away(look, &domain).await);
        let mut asked: Vec<OriginLook> = Vec::new();
        for (address, found_by) in found {
            let known = edges.contains(&address) || asked.iter().any(|a| a.address == address);
            if known || asked.len() == MAX_ASKED || !look.net.is_public(address) {
                continue;
            }
            let same = serves(look, &url, &front, address).await?;
            asked.push(OriginLook { address, found_by, same });
        }
        let host = url.host_str().unwrap_or_default().to_owned();
        Ok(Self { behind: Some((host, edge.to_owned())), asked })
    }
}

/// Hosts that an edge mostly stands in front of, the one where visitors end up first.
fn hosts(look: &Look, domain: &Name) -> Vec<String> {
    let declared = &look.plan.declared;
    let mut hosts: Vec<String> = declared.canonical.iter().map(|o| o.host.clone()).collect();
    hosts.push(declared.host.clone());
    hosts.push(domain.to_string());
    hosts.extend(["www", "app", "api"].map(|label| format!("{label}.{domain}")));
    let mut seen = BTreeSet::new();
    hosts.retain(|h| declared.owns(h) && seen.insert(h.clone()));
    hosts
}

async fn addresses(look: &Look, host: &str) -> Vec<IpAddr> {
    let found = look.get::<Addresses>(&Subject::host(host)).await;
    found.map_or_else(|_| Vec::new(), |a| a.v4.into_iter().map(IpAddr::V4).collect())
}

/// Addresses that mail records and telling names give away, with what leads to them.
async fn given_away(look: &Look, domain: &Name) -> Vec<(IpAddr, String)> {
    let mail = Subject::mail_domain(domain);
    let mut names: Vec<String> = DIRECT.iter().map(|label| format!("{label}.{domain}")).collect();
    if let Ok(mx) = look.get::<Mx>(&mail).await {
        names.extend(mx.servers.iter().filter(|s| s.host.is_under(domain)).map(|s| s.host.to_string()));
    }
    let mut found = Vec::new();
    for name in names {
        found.extend(addresses(look, &name).await.into_iter().map(|ip| (ip, name.clone())));
    }
    if let Ok(spf) = look.get::<Spf>(&mail).await {
        let single = |term: &str| {
            let value = term.trim_start_matches(['+', '?', '~', '-']).strip_prefix("ip4:")?;
            value.strip_suffix("/32").unwrap_or(value).parse::<Ipv4Addr>().ok()
        };
        let terms = spf.records.iter().flat_map(|r| r.split_ascii_whitespace());
        found.extend(terms.filter_map(single).map(|ip| (IpAddr::V4(ip), "the SPF record".to_owned())));
    }
    found
}

/// Does the machine at an address show the site, without the edge? The same page, or one of the same title.
async fn serves(look: &Look, url: &Url, front: &Answer, address: IpAddr) -> Seen<bool> {
    let request = Request { at: Some(address), ..Request::get(url.clone()) };
    let Ok(response) = look.fetch_raw(request).await? else { return Ok(false) };
    Ok(same(&response, front, url))
}

fn same(response: &Response, front: &Answer, url: &Url) -> bool {
    let seen = answer(response, url);
    let title = |a: &Answer| a.html.as_ref().and_then(|h| h.title.clone());
    let body = seen.sha256 == front.sha256 && seen.bytes > 0;
    let titles = title(&seen).is_some() && title(&seen) == title(front);
    seen.edge().is_none() && front.status == 200 && seen.status == 200 && (body || titles)
}
