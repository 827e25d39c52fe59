//! Parts of the zone that were handed to other name servers: are those still there, and do they serve it?

use super::delegation::{glue, judge, servers};
use super::{domain_state, name_of};
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use hickory_proto::op::Message;
use hickory_proto::rr::RecordType;
use model::facts::{Delegation, Lookup, ServerAnswer, Subzone, SubzoneServer, SubzoneState, Subzones};
use model::{Name, Seen, Subject, Unknown, Why};
use std::net::IpAddr;

/// Names that are often handed to another provider, besides those that are declared.
const USUAL: [&str; 14] = [
    "admin", "api", "app", "blog", "cdn", "dev", "docs", "internal", "k8s", "mail", "shop", "staging", "status", "test",
];
/// Servers of one delegation that are asked, and addresses of one server.
const MOST: (usize, usize) = (6, 2);

impl Gather for Subzones {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let domain = name_of(subject)?;
        let delegation = look.get::<Delegation>(subject).await?;
        let mut answers = delegation.servers.iter().flat_map(|s| &s.answers);
        let good = answers.find(|(_, a)| matches!(a, ServerAnswer::Authoritative { .. }));
        // A server that has the zone is the one that knows where it ends.
        let Some((address, _)) = good else {
            return Err(Unknown::new(Why::Prerequisite, "no name server answered with authority"));
        };
        let mut names: Vec<Name> = USUAL.iter().filter_map(|label| domain.child(label).ok()).collect();
        let declared = look.plan.declared.hosts.iter().map(|h| &h.name);
        names.extend(declared.filter(|n| n.is_under(&domain) && **n != domain).cloned());
        names.sort();
        names.dedup();
        let zones = join_all(names.into_iter().map(|name| cut(look, *address, name))).await;
        Ok(Self { zones: zones.into_iter().filter_map(Result::transpose).collect::<Seen<Vec<_>>>()? })
    }
}

/// The delegation at a name, if there is one.
async fn cut(look: &Look, address: IpAddr, name: Name) -> Seen<Option<Subzone>> {
    let asked = look.ask_server(address, &name, RecordType::NS).await;
    let Ok(referral) = asked else { return Err(Unknown::new(Why::NoAnswer, format!("who serves {name}"))) };
    let names = servers(&referral.authorities, &name);
    // With authority the server has that part as well, and then it is served.
    if referral.metadata.authoritative || names.is_empty() {
        return Ok(None);
    }
    let each = names.into_iter().take(MOST.0).map(|server| async {
        let state = state(look, &name, &server, &referral).await?;
        Ok(SubzoneServer { name: server, state })
    });
    let servers = join_all(each).await.into_iter().collect::<Seen<Vec<_>>>()?;
    Ok(Some(Subzone { name, servers }))
}

async fn state(look: &Look, zone: &Name, server: &Name, referral: &Message) -> Seen<SubzoneState> {
    let given = glue(referral).into_iter().find(|(name, _)| name == server).map(|(_, addresses)| addresses);
    let addresses = match given {
        Some(addresses) => addresses,
        None if look.ask(server, RecordType::A).await?.lookup == Lookup::NoSuchName => {
            return gone(look, server).await;
        }
        None => look.server_addresses(server).await?,
    };
    let mut code = None;
    for address in addresses.into_iter().take(MOST.1) {
        match judge(look.ask_server(address, zone, RecordType::SOA).await, zone) {
            Some(ServerAnswer::Authoritative { .. }) => return Ok(SubzoneState::Serves),
            Some(ServerAnswer::Lame { code: said }) => code = Some(said),
            Some(ServerAnswer::NoAnswer) | None => return Ok(SubzoneState::Unclear),
        }
    }
    Ok(code.map_or(SubzoneState::Unclear, SubzoneState::Lame))
}

/// A server whose name does not exist: can anybody register its domain?
async fn gone(look: &Look, server: &Name) -> Seen<SubzoneState> {
    let Some(domain) = server.registrable() else { return Ok(SubzoneState::NoSuchName) };
    let standing = domain_state::of(look, domain).await?;
    Ok(match standing.free() {
        Some(true) => SubzoneState::Free(standing.domain),
        Some(false) => SubzoneState::NoSuchName,
        None => SubzoneState::Unclear,
    })
}
