//! Servers that take mail: where their names lead, and how they meet a sender.

use super::name_of;
use crate::look::{Gather, Look, Met, lock};
use crate::smtp;
use futures_util::future::join_all;
use model::facts::{Addresses, MailHost, MailRelay, Mx, RelayAnswer, RelaySaid, Smtp, SmtpEndpoint, SmtpOutcome};
use model::{Level, Seen, Subject, SubjectKind, Unknown, Why};
use std::net::{IpAddr, SocketAddr};

/// Addresses of one server that are tried; more belong to a network that balances itself.
const MAX_ADDRESSES: usize = 4;
/// Servers of one domain that are looked at, in the order in which senders try them.
pub(crate) const MAX_SERVERS: usize = 6;

impl Gather for MailHost {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let literal = subject.name.parse::<IpAddr>().is_ok();
        let found = look.get::<Addresses>(&Subject::host(&subject.name)).await?;
        Ok(Self { literal, lookup: found.lookup, addresses: found.all().collect(), aliases: found.aliases })
    }
}

impl Gather for Smtp {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let met = look.met(&subject.name).await?;
        if met.iter().any(|e| needs_control(&e.outcome)) {
            control(look, &subject.name).await;
        }
        // Decision 9: silence counts only if another server greeted us over the same family of addresses.
        let greeted = |e: &SmtpEndpoint| look.has_reached(SocketAddr::new(e.address, smtp::PORT));
        let believed = met.into_iter().filter(|e| !needs_control(&e.outcome) || greeted(e));
        let endpoints: Vec<_> = believed.collect();
        if endpoints.is_empty() {
            return Err(Unknown::new(
                Why::NoRoute,
                "port 25 is blocked from here: no mail server greeted this machine",
            ));
        }
        Ok(Self { endpoints })
    }
}

impl Gather for MailRelay {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = name_of(subject)?;
        let skipped = |why: &str| Ok(Self { skipped: Some(why.to_owned()), answers: Vec::new() });
        if look.plan.limits.level < Level::Active {
            return skipped("asked at --level active only");
        }
        let met = look.get::<Smtp>(subject).await?;
        let talks: Vec<IpAddr> = met.sessions().map(|(address, _)| address).collect();
        // Decision 7: whose server it is must be declared; at a mail service it is the service's to look after.
        let own = look.plan.declared.domain.as_ref().is_some_and(|domain| name.is_under(domain));
        if !(look.plan.declared.owned && own || !talks.is_empty() && talks.iter().all(IpAddr::is_loopback)) {
            return skipped("asked only of servers below a domain that launch.toml declares as owned");
        }
        let mut answers = Vec::new();
        for address in talks {
            let said = match smtp::relay(look, name.as_str(), address).await {
                Ok(said) => said,
                Err(unknown) => RelaySaid::Untold(unknown.to_string()),
            };
            answers.push(RelayAnswer { address, said });
        }
        Ok(Self { skipped: None, answers })
    }
}

/// What a network between us and the server can do as well.
fn needs_control(outcome: &SmtpOutcome) -> bool {
    !matches!(outcome, SmtpOutcome::Session(_) | SmtpOutcome::TurnedAway { .. })
}

/// Meets the other servers of the look, so that one may greet.
async fn control(look: &Look, except: &str) {
    let domains = look.announced().into_iter().filter(|s| s.kind == SubjectKind::MailDomain);
    for domain in domains.collect::<Vec<_>>() {
        let Ok(mx) = look.get::<Mx>(&domain).await else { continue };
        let others = mx.servers.iter().take(MAX_SERVERS).map(|s| s.host.to_string()).filter(|h| h != except);
        let others: Vec<String> = others.collect();
        join_all(others.iter().map(|host| look.met(host))).await;
    }
}

impl Look {
    /// What each address of a mail server did, met once for all who ask.
    async fn met(&self, host: &str) -> Seen<Vec<SmtpEndpoint>> {
        let cell: Met = lock(&self.met).entry(host.to_owned()).or_default().clone();
        cell.get_or_init(|| meet_all(self, host)).await.clone()
    }
}

async fn meet_all(look: &Look, host: &str) -> Seen<Vec<SmtpEndpoint>> {
    let subject = Subject::new(SubjectKind::MailServer, host);
    name_of(&subject)?;
    let found = look.get::<MailHost>(&subject).await?;
    let mut ours = None;
    let mut endpoints = Vec::new();
    // One after the other: a small server counts connections.
    for address in found.addresses.iter().copied().take(MAX_ADDRESSES) {
        match smtp::meet(look, host, address).await {
            Ok(outcome) => endpoints.push(SmtpEndpoint { address, outcome }),
            Err(unknown) => ours = Some(unknown),
        }
    }
    match (endpoints.is_empty(), ours) {
        (true, Some(unknown)) => Err(unknown),
        (true, None) => Err(Unknown::new(Why::Prerequisite, format!("{host} has no address"))),
        _ => Ok(endpoints),
    }
}
