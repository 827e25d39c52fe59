//! How the world is reached. Everything above speaks logical addresses; only this file knows sockets.

use crate::dns::{Resolver, Stage};
use ipnet::IpNet;
use jiff::Timestamp;
use model::{Name, Unknown, Why};
use rustls_pki_types::TrustAnchor;
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpStream, UdpSocket};

/// TCP or UDP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Transport {
    /// Connections.
    Tcp,
    /// Datagrams.
    Udp,
}

/// How a logical address becomes a socket.
#[derive(Debug, Clone, Default)]
pub enum Dial {
    /// As it is.
    #[default]
    Direct,
    /// Through a table, as the lab does it: each logical address and port has a loopback port, all others refuse.
    Mapped(Arc<HashMap<(Transport, SocketAddr), SocketAddr>>),
}

/// Certificate roots.
#[derive(Debug, Clone, Default)]
pub struct Roots {
    /// Roots that customers' browsers trust.
    pub public: Vec<TrustAnchor<'static>>,
    /// Roots given by `--ca`.
    pub declared: Vec<TrustAnchor<'static>>,
    /// Roots of this machine, for "trusted on this machine only".
    pub machine: Vec<TrustAnchor<'static>>,
}

/// Where registration data comes from.
#[derive(Debug, Clone, Default)]
pub enum Rdap {
    /// The registries' own servers, found through the bootstrap file.
    #[default]
    Bootstrap,
    /// One server, as `https://rdap.example/`.
    Server(String),
    /// Not asked.
    Off,
}

/// `--resolve HOST:PORT:ADDR` and `--connect-to`, as curl has them.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// Host and port → addresses that stand in for DNS; port 0 stands for any.
    pub resolve: HashMap<(String, u16), Vec<IpAddr>>,
    /// Host and port → host and port to connect to instead; empty host and port 0 stand for any or the same.
    pub connect_to: Vec<ConnectTo>,
}

impl Overrides {
    /// Where a connection meant for `host:port` really goes.
    #[must_use]
    pub fn route(&self, host: &str, port: u16) -> (String, u16) {
        let hit =
            self.connect_to.iter().find(|c| (c.host.is_empty() || c.host == host) && (c.port == 0 || c.port == port));
        match hit {
            None => (host.to_owned(), port),
            Some(c) => (
                if c.to_host.is_empty() { host.to_owned() } else { c.to_host.clone() },
                if c.to_port == 0 { port } else { c.to_port },
            ),
        }
    }
}

/// One `--connect-to HOST1:PORT1:HOST2:PORT2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectTo {
    /// Host asked for; empty for any.
    pub host: String,
    /// Port asked for; 0 for any.
    pub port: u16,
    /// Host to use instead; empty for the same.
    pub to_host: String,
    /// Port to use instead; 0 for the same.
    pub to_port: u16,
}

/// The world as one run reaches it.
#[derive(Debug, Clone)]
pub struct Net {
    /// Sockets.
    pub dial: Dial,
    /// Resolvers, asked in order until one answers.
    pub resolvers: Vec<Resolver>,
    /// What stands in for a domain that is judged before it is live.
    pub stage: Option<Stage>,
    /// Port of authoritative name servers: 53, unless `--dns-port` says otherwise.
    pub dns_port: u16,
    /// Root servers, for following delegations ourselves.
    pub root_hints: Vec<(Name, IpAddr)>,
    /// Certificate roots.
    pub roots: Roots,
    /// Registration data.
    pub rdap: Rdap,
    /// Ranges that count as public although they are reserved (`--public-range`, the lab).
    pub public_ranges: Vec<IpNet>,
    /// The time.
    pub clock: fn() -> Timestamp,
    /// `--resolve`, `--connect-to`.
    pub overrides: Overrides,
    /// `Some(true)` for `-4`, `Some(false)` for `-6`.
    pub only_v4: Option<bool>,
    /// What of the above differs from the plain network, in words, for the report.
    pub notes: Vec<String>,
}

/// Why a connection did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectError {
    /// The other side refused.
    Refused,
    /// No answer in time.
    TimedOut,
    /// Not their doing: no route from here, no permission.
    Ours(Unknown),
}

impl Net {
    /// Is the address reachable by the public, as far as its range tells (RFC 6890)?
    #[must_use]
    pub fn is_public(&self, address: IpAddr) -> bool {
        self.public_ranges.iter().any(|r| r.contains(&address)) || !is_special(address)
    }

    /// Opens a connection to a logical address.
    ///
    /// # Errors
    /// [`ConnectError`] tells the target's doing from ours.
    pub async fn tcp(&self, to: SocketAddr, limit: Duration) -> Result<TcpStream, ConnectError> {
        if matches!((self.only_v4, to.is_ipv4()), (Some(true), false) | (Some(false), true)) {
            return Err(ConnectError::Ours(Unknown::new(Why::NoRoute, "switched off by -4 or -6")));
        }
        let Some(physical) = self.physical(Transport::Tcp, to) else { return Err(ConnectError::Refused) };
        match tokio::time::timeout(limit, TcpStream::connect(physical)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true).ok();
                Ok(stream)
            }
            Ok(Err(error)) => Err(connect_error(&error, to)),
            Err(_) => Err(ConnectError::TimedOut),
        }
    }

    /// A socket that speaks to one logical address only.
    ///
    /// # Errors
    /// As [`Net::tcp`]; an unmapped address counts as refused.
    pub async fn udp(&self, to: SocketAddr) -> Result<UdpSocket, ConnectError> {
        let Some(physical) = self.physical(Transport::Udp, to) else { return Err(ConnectError::Refused) };
        let local: SocketAddr = if physical.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0u16; 8], 0).into() };
        let socket = UdpSocket::bind(local).await.map_err(|e| connect_error(&e, to))?;
        socket.connect(physical).await.map_err(|e| connect_error(&e, to))?;
        Ok(socket)
    }

    fn physical(&self, transport: Transport, logical: SocketAddr) -> Option<SocketAddr> {
        match &self.dial {
            Dial::Direct => Some(logical),
            Dial::Mapped(table) => table.get(&(transport, logical)).copied(),
        }
    }
}

/// Sorts an I/O error into the target's doing and ours.
fn connect_error(error: &io::Error, to: SocketAddr) -> ConnectError {
    match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionReset => ConnectError::Refused,
        io::ErrorKind::TimedOut => ConnectError::TimedOut,
        io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::PermissionDenied => ConnectError::Ours(Unknown::new(Why::NoRoute, format!("{to}: {error}"))),
        _ => ConnectError::Ours(Unknown::new(Why::NoNetwork, format!("{to}: {error}"))),
    }
}

/// Ranges that are not globally reachable (IANA special-purpose registries, RFC 6890).
fn is_special(address: IpAddr) -> bool {
    const V4: [(&[u8; 4], u8); 13] = [
        (&[0, 0, 0, 0], 8),
        (&[10, 0, 0, 0], 8),
        (&[100, 64, 0, 0], 10),
        (&[127, 0, 0, 0], 8),
        (&[169, 254, 0, 0], 16),
        (&[172, 16, 0, 0], 12),
        (&[192, 0, 0, 0], 24),
        (&[192, 0, 2, 0], 24),
        (&[192, 168, 0, 0], 16),
        (&[198, 18, 0, 0], 15),
        (&[198, 51, 100, 0], 24),
        (&[203, 0, 113, 0], 24),
        (&[224, 0, 0, 0], 3),
    ];
    match address {
        IpAddr::V4(ip) => V4.iter().any(|(net, bits)| {
            let shift = 32 - u32::from(*bits);
            (u32::from(ip) >> shift) == (u32::from_be_bytes(**net) >> shift)
        }),
        IpAddr::V6(ip) => {
            let s = ip.segments();
            ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_multicast()
                || (s[0] & 0xfe00) == 0xfc00
                || (s[0] & 0xffc0) == 0xfe80
                || (s[0] == 0x2001 && s[1] == 0x0db8)
                || ip.to_ipv4_mapped().is_some_and(|v4| is_special(v4.into()))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reserved_ranges_are_not_public() {
        for ip in ["10.1.2.3", "192.168.0.1", "100.64.0.1", "203.0.113.9", "::1", "fd00::1", "2001:db8::1", "fe80::1"] {
            assert!(is_special(ip.parse().unwrap()), "{ip}");
        }
        for ip in ["8.8.8.8", "100.128.0.1", "172.32.0.1", "2606:4700::1111"] {
            assert!(!is_special(ip.parse().unwrap()), "{ip}");
        }
    }
}
