//! Who looks names up for us: a resolver over UDP, TLS or HTTPS, or ourselves from the root down.

use super::exchange::{self, ExchangeError, Question};
use super::iterate::Walk;
use super::secure::{Https, Tls};
use super::{Account, to_name};
use crate::net::Net;
use hickory_proto::op::Message;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Port of DNS.
const PLAIN: u16 = 53;

/// One way to have a name looked up. Cheap to clone; clones share their connections and what they learned.
#[derive(Debug, Clone)]
pub enum Resolver {
    /// Datagrams, and TCP for long answers.
    Plain(SocketAddr),
    /// DNS over TLS (RFC 7858).
    Tls(Arc<Tls>),
    /// DNS over HTTPS (RFC 8484).
    Https(Arc<Https>),
    /// No resolver: delegations are followed from the root servers on.
    Roots(Arc<Walk>),
}

impl Resolver {
    /// Reads `IP`, `IP:PORT`, `tls://IP[:PORT][#NAME]` or `https://HOST[:PORT]/PATH`.
    ///
    /// # Errors
    /// Says how to write it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(rest) = text.strip_prefix("tls://") {
            let (place, name) = rest.split_once('#').map_or((rest, None), |(p, n)| (p, Some(n)));
            let wrong = || "write it as tls://192.0.2.53 or tls://192.0.2.53:853#dns.example".to_owned();
            let address = address(place, super::secure::TLS_PORT).ok_or_else(wrong)?;
            if name.is_some_and(|n| model::Name::parse(n).is_err()) {
                return Err(wrong());
            }
            return Ok(Self::Tls(Arc::new(Tls::new(address, name.map(str::to_owned)))));
        }
        if text.starts_with("https://") {
            let url = Url::parse(text).ok().filter(|u| u.host_str().is_some() && u.username().is_empty());
            let url = url.ok_or("write it as https://dns.example/dns-query")?;
            return Ok(Self::Https(Arc::new(Https::new(url))));
        }
        let address = address(text, PLAIN).ok_or(
            "give an address such as 192.0.2.53 or 192.0.2.53:5353, tls://192.0.2.53#dns.example, or https://dns.example/dns-query",
        )?;
        Ok(Self::Plain(address))
    }

    /// Follows delegations itself, from these root servers on.
    #[must_use]
    pub fn roots(hints: Vec<IpAddr>) -> Self {
        Self::Roots(Arc::new(Walk::new(hints)))
    }

    /// Where plain questions go, if they do.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        match self {
            Self::Plain(address) => Some(*address),
            Self::Tls(tls) => Some(tls.address()),
            Self::Https(_) | Self::Roots(_) => None,
        }
    }

    /// Asks; the answer comes with its length in bytes. The account has paid for one exchange already.
    pub(crate) async fn ask(
        &self,
        net: &Net,
        question: &Question,
        limit: Duration,
        account: &dyn Account,
    ) -> Result<(Message, usize), ExchangeError> {
        // Boxed: whoever asks from within a recursion (SPF's includes) must not carry the state of every transport on the
        // stack at each level.
        match self {
            Self::Plain(address) => Box::pin(exchange::ask(net, *address, question, limit)).await,
            Self::Tls(tls) => Box::pin(tls.ask(net, question, limit)).await,
            Self::Https(https) => Box::pin(https.ask(net, question, limit)).await,
            Self::Roots(walk) => Box::pin(walk.ask(net, question, limit, account)).await,
        }
    }
}

/// `IP` or `IP:PORT`, an address of IPv6 with or without brackets.
fn address(text: &str, port: u16) -> Option<SocketAddr> {
    let bare = text.trim_matches(['[', ']']).parse::<IpAddr>().map(|ip| SocketAddr::new(ip, port));
    bare.or_else(|_| text.parse::<SocketAddr>()).ok()
}

/// Root servers of a hints file, which has the form of a zone file (`named.root`).
///
/// # Errors
/// Says what is wrong with the file; problems of its form come with their places.
pub fn read_hints(text: &str) -> Result<Vec<IpAddr>, Vec<zone::Problem>> {
    let hints = zone::Zone::parse(text, Some(&zone::Name::root()))?;
    let roots: Vec<zone::Name> =
        hints.of(&zone::Name::root(), zone::Kind::NS).filter_map(zone::Record::target).collect();
    let wanted = |r: &&zone::Record| roots.is_empty() || roots.contains(&r.name);
    let addresses: Vec<IpAddr> = hints.records.iter().filter(wanted).filter_map(address_of).collect();
    if addresses.is_empty() {
        let message =
            "no root server with an address stands in it (lines such as \". NS a.root.\" and \"a.root. A 192.0.2.1\")";
        return Err(vec![zone::Problem { at: 0..0, message: message.into() }]);
    }
    Ok(addresses)
}

/// The address in an A or AAAA record.
pub(crate) fn address_of(record: &zone::Record) -> Option<IpAddr> {
    match record.kind {
        zone::Kind::A => <[u8; 4]>::try_from(record.data.as_slice()).ok().map(IpAddr::from),
        zone::Kind::AAAA => <[u8; 16]>::try_from(record.data.as_slice()).ok().map(IpAddr::from),
        _ => None,
    }
}

impl From<SocketAddr> for Resolver {
    fn from(address: SocketAddr) -> Self {
        Self::Plain(address)
    }
}

/// As it is typed.
impl fmt::Display for Resolver {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(address) if address.port() == PLAIN => write!(out, "{}", address.ip()),
            Self::Plain(address) => write!(out, "{address}"),
            Self::Tls(tls) => write!(out, "{tls}"),
            Self::Https(https) => write!(out, "{https}"),
            Self::Roots(_) => out.write_str("the root servers"),
        }
    }
}

/// A name of a record that is one of ours; used where the wire gives any octets.
pub(crate) fn is_under(name: &hickory_proto::rr::Name, domain: &model::Name) -> bool {
    to_name(name).is_some_and(|n| n.is_under(domain))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_kind_of_resolver_is_read_and_named_as_typed() {
        for (typed, named) in [
            ("192.0.2.53", "192.0.2.53"),
            ("127.0.0.1:5353", "127.0.0.1:5353"),
            ("[2001:db8::1]:53", "2001:db8::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("tls://192.0.2.53", "tls://192.0.2.53"),
            ("tls://192.0.2.53:8853#dns.example", "tls://192.0.2.53:8853#dns.example"),
            ("https://dns.example/dns-query", "https://dns.example/dns-query"),
        ] {
            assert_eq!(Resolver::parse(typed).unwrap().to_string(), named);
        }
        for wrong in
            ["dns.example", "tls://dns.example", "tls://192.0.2.53#", "https://", "https://u@x.example/", "http://x"]
        {
            assert!(Resolver::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_hints_file_gives_the_addresses_of_the_roots() {
        let file = ".  3600000 NS a.root.\n.  3600000 NS b.root.\na.root. 3600000 A 192.0.2.1\na.root. 3600000 AAAA 2001:db8::1\nother. 1 A 192.0.2.9\n";
        assert_eq!(read_hints(file).unwrap().len(), 2);
        assert!(read_hints("; nothing\n").is_err());
        assert!(read_hints(". NS\n").unwrap_err()[0].message.contains("lacks a name"));
    }
}
