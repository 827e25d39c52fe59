//! Which old versions and weak suites a host accepts: bare ClientHellos, at one address of each family.

use crate::look::{Gather, Look};
use crate::net::ConnectError;
use crate::tls::hello::{self, Offer};
use futures_util::future::join_all;
use model::facts::{HelloAnswer, HelloKind, HelloLook, Tls, TlsFailure, TlsOffer, TlsOffers, TlsOutcome};
use model::{Level, Seen, Subject, Unknown};
use std::net::{IpAddr, SocketAddr};

/// Questions that are asked of each address as they stand, the most telling first.
const FIRST: [HelloKind; 4] = [HelloKind::Usual, HelloKind::Ssl3, HelloKind::Tls10, HelloKind::Tls11];
/// Suites of one version that a modern server refuses all. They are offered together first, and one by one only where
/// something of it was chosen or nothing was answered: mostly one connection instead of four.
const WEAK: [HelloKind; 4] = [HelloKind::Broken, HelloKind::TripleDes, HelloKind::StaticRsa, HelloKind::FiniteField];

impl Gather for TlsOffers {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let tls = look.get::<Tls>(subject).await?;
        let speaks = |o: &TlsOutcome| match o {
            TlsOutcome::Session(_) => true,
            TlsOutcome::Failed(failure) => matches!(failure, TlsFailure::Alert(_) | TlsFailure::Closed),
        };
        let mut addresses = Vec::new();
        for v6 in [false, true] {
            let of_family = tls.endpoints.iter().filter(|e| e.address.is_ipv6() == v6 && speaks(&e.outcome));
            addresses.extend(of_family.map(|e| e.address).take(1));
        }
        let each = join_all(addresses.into_iter().map(|address| at(look, &subject.name, address))).await;
        Ok(Self { endpoints: each.into_iter().collect::<Seen<Vec<_>>>()? })
    }
}

async fn at(look: &Look, host: &str, address: IpAddr) -> Seen<TlsOffer> {
    let each = |kinds: [HelloKind; 4]| {
        join_all(kinds.into_iter().map(|asked| async move {
            let answer = one(look, host, address, Offer::of(asked)).await?;
            Ok::<_, Unknown>(HelloLook { asked, answer })
        }))
    };
    let weak = async {
        match one(look, host, address, Offer::sum(&WEAK)).await {
            Ok(HelloAnswer::Refused) => WEAK.map(|asked| Ok(HelloLook { asked, answer: HelloAnswer::Refused })).into(),
            Ok(_) => each(WEAK).await,
            Err(unknown) => vec![Err(unknown)],
        }
    };
    let (first, weak) = tokio::join!(each(FIRST), weak);
    Ok(TlsOffer { address, hellos: first.into_iter().chain(weak).collect::<Seen<Vec<_>>>()? })
}

async fn one(look: &Look, host: &str, address: IpAddr, offer: Offer) -> Seen<HelloAnswer> {
    look.pay()?;
    let _seat = look.hosts.connection(host).await?;
    look.make_room(host);
    let (to_host, to_port) = look.net.overrides.route(host, look.web_ports(host)[0]);
    let socket = SocketAddr::new(to_host.parse().unwrap_or(address), to_port);
    let limit = look.plan.limits.timeout;
    match look.net.tcp(socket, limit).await {
        Ok(stream) => Ok(hello::ask(stream, host, &offer, limit).await),
        // The port was open a moment ago: what closed it now is a limit on connections, not an answer.
        Err(ConnectError::Refused | ConnectError::TimedOut) => Ok(HelloAnswer::NoAnswer),
        Err(ConnectError::Ours(unknown)) => Err(unknown),
    }
}
