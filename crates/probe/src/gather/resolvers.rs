//! What several resolvers say of a host, compared with what the name servers of its domain say.

use super::name_of;
use crate::dns::exchange::Question;
use crate::dns::resolver::is_under;
use crate::dns::{Resolver, to_wire};
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::RecordType;
use model::facts::{Delegation, Lookup, ResolverAnswers, ResolverSays, ServerAnswer};
use model::{Name, Seen, Subject, Unknown, Why};
use std::net::IpAddr;
use std::time::Duration;

/// Types that lead visitors.
const KINDS: [RecordType; 2] = [RecordType::A, RecordType::AAAA];
/// After this long a stored answer is visibly older: times to live count seconds.
const A_WHILE: Duration = Duration::from_millis(2_200);

impl Gather for ResolverAnswers {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = name_of(subject)?;
        let domain = name.registrable().unwrap_or_else(|| name.clone());
        let all = &look.net.resolvers;
        if all.len() < 2 || look.is_pinned(&subject.name) {
            let resolvers = all.iter().map(|r| one(r, &Answer::default())).collect();
            return Ok(Self { resolvers, servers: None });
        }
        if let Some(stage) = &look.net.stage {
            return Err(stage.unknown());
        }
        let said =
            join_all(all.iter().map(|r| ask(look, r, &name, &domain))).await.into_iter().collect::<Seen<Vec<_>>>()?;
        let mut resolvers: Vec<ResolverSays> = all.iter().zip(&said).map(|(r, a)| one(r, a)).collect();
        let mut heard = said.iter().filter(|a| a.lookup.is_some());
        let same = heard.next().is_none_or(|first| heard.all(|a| a.records == first.records));
        if same {
            return Ok(Self { resolvers, servers: None });
        }
        let servers = at_servers(look, &name, &domain).await?;
        if let Some(servers) = &servers {
            tokio::time::sleep(A_WHILE).await;
            for ((resolver, says), first) in all.iter().zip(&mut resolvers).zip(&said) {
                let odd = says.lookup.is_some() && !within(&says.records, &servers.records);
                if odd {
                    let again = ask(look, resolver, &name, &domain).await?;
                    says.ages = Some(grew_old(first, &again, servers));
                }
            }
        }
        Ok(Self { resolvers, servers: servers.map(|s| s.records) })
    }
}

/// What somebody answered about a host.
#[derive(Debug, Default, Clone, PartialEq)]
struct Answer {
    lookup: Option<Lookup>,
    records: Vec<String>,
    /// Times to live of the records, or of the start of authority that came with "no such name".
    ttls: Vec<u32>,
}

fn one(resolver: &Resolver, answer: &Answer) -> ResolverSays {
    ResolverSays { resolver: resolver.to_string(), lookup: answer.lookup, records: answer.records.clone(), ages: None }
}

/// Nothing, where the servers have nothing either, or a part of what they have.
fn within(records: &[String], servers: &[String]) -> bool {
    if records.is_empty() { servers.is_empty() } else { records.iter().all(|r| servers.contains(r)) }
}

/// Only what stood still and is not freshly fetched did not come from a cache. An answer without any time can't be kept
/// at all (RFC 2308 §5), so somebody makes it up anew each time.
fn grew_old(first: &Answer, again: &Answer, servers: &Answer) -> bool {
    let still = first.records == again.records && first.lookup == again.lookup && first.ttls == again.ttls;
    let fresh = !first.ttls.is_empty() && first.ttls.iter().all(|ttl| servers.ttls.contains(ttl));
    !still || fresh
}

async fn ask(look: &Look, resolver: &Resolver, name: &Name, domain: &Name) -> Seen<Answer> {
    let mut all = Answer::default();
    for kind in KINDS {
        look.pay()?;
        let question = Question::new(to_wire(name)?, kind, true);
        let asked = resolver.ask(&look.net, &question, look.plan.limits.timeout, look).await;
        let Ok((message, bytes)) = asked else { return Ok(Answer::default()) };
        look.received(bytes);
        let Some(answer) = read(&message, domain) else { return Ok(Answer::default()) };
        merge(&mut all, answer);
    }
    Ok(all)
}

fn merge(all: &mut Answer, more: Answer) {
    all.lookup = match (all.lookup, more.lookup) {
        (Some(Lookup::Found), _) | (_, None) => all.lookup,
        (_, more) => more,
    };
    all.records.extend(more.records);
    all.records.sort();
    all.records.dedup();
    all.ttls.extend(more.ttls);
}

/// `None` for a failure, which says nothing about the name.
fn read(message: &Message, domain: &Name) -> Option<Answer> {
    let code = message.metadata.response_code;
    let own: Vec<_> = message
        .answers
        .iter()
        .filter(|r| matches!(r.record_type(), RecordType::A | RecordType::AAAA | RecordType::CNAME))
        .filter(|r| is_under(&r.name, domain))
        .collect();
    let lookup = match code {
        ResponseCode::NoError if !own.is_empty() => Lookup::Found,
        ResponseCode::NoError => Lookup::NoData,
        ResponseCode::NXDomain if own.is_empty() => Lookup::NoSuchName,
        // The end of an alias is missing; the alias is there.
        ResponseCode::NXDomain => Lookup::Found,
        _ => return None,
    };
    let mut ttls: Vec<u32> = own.iter().map(|r| r.ttl).collect();
    if own.is_empty() {
        ttls.extend(message.authorities.iter().filter(|r| r.record_type() == RecordType::SOA).map(|r| r.ttl));
    }
    let shown =
        |r: &&hickory_proto::rr::Record| format!("{} {} {}", r.name, r.record_type(), r.data).to_ascii_lowercase();
    Some(Answer { lookup: Some(lookup), records: own.iter().map(shown).collect(), ttls })
}

/// What all name servers of the domain say together; `None` when none answered with authority.
async fn at_servers(look: &Look, name: &Name, domain: &Name) -> Seen<Option<Answer>> {
    let delegation = look.get::<Delegation>(&Subject::domain(domain)).await?;
    let answers = delegation.servers.iter().flat_map(|s| &s.answers);
    let good: Vec<IpAddr> =
        answers.filter(|(_, a)| matches!(a, ServerAnswer::Authoritative { .. })).map(|(ip, _)| *ip).collect();
    let mut all: Option<Answer> = None;
    for address in good {
        for kind in KINDS {
            let Ok(message) = look.ask_server(address, name, kind).await else { continue };
            // A subdomain that others serve: what these servers say of it is a pointer.
            if !message.metadata.authoritative {
                return Err(Unknown::new(Why::NoAnswer, format!("{name} is served by others than {domain}")));
            }
            if let Some(answer) = read(&message, domain) {
                merge(all.get_or_insert_with(Answer::default), answer);
            }
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(record: &str, ttls: &[u32]) -> Answer {
        Answer { lookup: Some(Lookup::Found), records: vec![record.to_owned()], ttls: ttls.to_vec() }
    }

    #[test]
    fn only_what_stands_still_is_no_cache() {
        let servers = answer("new", &[3600]);
        for (first, again, old) in [
            (answer("old", &[1200]), answer("old", &[1198]), true),
            (answer("old", &[1200]), answer("new", &[1200]), true),
            (answer("old", &[3600]), answer("old", &[3600]), true),
            (answer("odd", &[1800]), answer("odd", &[1800]), false),
            (answer("", &[]), answer("", &[]), false),
        ] {
            assert_eq!(grew_old(&first, &again, &servers), old, "{first:?}");
        }
        assert!(within(&["a".into()], &["a".into(), "b".into()]));
        assert!(!within(&[], &["a".into()]));
    }
}
