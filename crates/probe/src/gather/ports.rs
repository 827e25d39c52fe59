//! Do the web ports of each address accept connections?

use crate::look::{Gather, Look};
use crate::net::ConnectError;
use futures_util::future::join_all;
use model::facts::{Addresses, Connect, PortLook, Ports, Registration};
use model::{Seen, Subject, Unknown, Why};
use std::net::{IpAddr, SocketAddr};

/// Addresses of a host that are tried; a host with more is served by a network that balances itself.
const MAX_ADDRESSES: usize = 8;

impl Gather for Ports {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let addresses = look.get::<Addresses>(subject).await?;
        let ports = look.web_ports(&subject.name);
        let pairs = addresses.all().take(MAX_ADDRESSES).flat_map(|ip| ports.iter().map(move |p| (ip, *p)));
        let looks = join_all(pairs.map(|(ip, port)| try_one(look, &subject.name, ip, port))).await;
        let mut tried = Vec::new();
        let mut ours = None;
        for result in looks {
            match result {
                Ok(port) => tried.push(port),
                Err(unknown) => ours = Some(unknown),
            }
        }
        match (tried.is_empty(), ours) {
            // One family without a route (IPv6, as a rule) must not hide the other.
            (true, Some(unknown)) => Err(unknown),
            (true, None) => Err(Unknown::new(Why::Prerequisite, format!("{subject} has no address"))),
            _ => Ok(Self { tried }),
        }
    }
}

impl Look {
    /// Ports on which a host's sites are expected: the usual two, or the one that was typed.
    pub(crate) fn web_ports(&self, host: &str) -> Vec<u16> {
        match &self.plan.target.origin {
            Some(o) if o.host == host && !o.default_port() => vec![o.port],
            _ => vec![443, 80],
        }
    }

    /// Silence counts against the target only if somebody else answered from here, in the same address family (many
    /// networks have IPv6 that leads nowhere) and on the same port.
    async fn control(&self, to: SocketAddr) -> bool {
        if !self.has_reached(to)
            && to.port() == 443
            && let Some(domain) = &self.plan.declared.domain
        {
            // The registry's server speaks https: a control that is asked anyway.
            drop(self.get::<Registration>(&Subject::domain(domain)).await);
        }
        self.has_reached(to)
    }
}

async fn try_one(look: &Look, host: &str, address: IpAddr, port: u16) -> Seen<PortLook> {
    look.pay()?;
    let _seat = look.hosts.connection(host).await?;
    look.make_room(host);
    let (to_host, to_port) = look.net.overrides.route(host, port);
    let address = to_host.parse().unwrap_or(address);
    let to = SocketAddr::new(address, to_port);
    let outcome = match look.net.tcp(to, look.plan.limits.timeout).await {
        Ok(_) => {
            look.reached(to);
            Connect::Open
        }
        Err(ConnectError::Refused) => Connect::Refused,
        Err(ConnectError::TimedOut) if look.control(to).await => Connect::TimedOut,
        Err(ConnectError::TimedOut) => {
            let family = if to.is_ipv6() { "IPv6" } else { "IPv4" };
            return Err(Unknown::new(
                Why::NoRoute,
                format!("no connection to port {to_port} worked from here, over {family}"),
            ));
        }
        Err(ConnectError::Ours(unknown)) => return Err(unknown),
    };
    Ok(PortLook { address, port, outcome })
}
