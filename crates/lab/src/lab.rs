//! Starting a world: a socket for each logical address and port, and the table that leads there.

use crate::ca::{Ca, CaError};
use crate::chaos::Chaos;
use crate::count::{Counters, Requests};
use crate::dns::{self, Role, Tree, ZoneError};
use crate::pace::Pace;
use crate::smtp;
use crate::web::{self, Caches, Host, Listener, Page};
use crate::world::{Post, RESOLVER, SECOND_RESOLVER, SecondResolver, World};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use model::Name;
use probe::{Dial, Net, Overrides, Rdap, Roots, Transport};
use rustls_pki_types::{CertificateDer, TrustAnchor};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use tokio::task::JoinSet;

/// Host that answers questions about registrations.
pub(crate) const RDAP_HOST: &str = "rdap.lab-registry.example";

/// Why a world did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A record of a zone.
    #[error(transparent)]
    Zone(#[from] ZoneError),
    /// A certificate.
    #[error(transparent)]
    Ca(#[from] CaError),
    /// A loopback socket.
    #[error("a loopback socket could not be opened: {0}")]
    Socket(#[from] io::Error),
    /// The world has no root server.
    #[error("the world has no zone for the root, or no name server carries it")]
    NoRoot,
}

/// A world that answers, until it is dropped.
#[derive(Debug)]
pub struct Lab {
    dial: Arc<HashMap<(Transport, SocketAddr), SocketAddr>>,
    root_hints: Vec<(Name, IpAddr)>,
    resolvers: Vec<IpAddr>,
    anchor: TrustAnchor<'static>,
    root: CertificateDer<'static>,
    counters: Counters,
    // Dropping the set stops every server and connection.
    _tasks: JoinSet<()>,
}

impl Lab {
    /// Makes a world answer. Needs a tokio runtime with time and network.
    ///
    /// # Errors
    /// [`Error`] names the record, certificate or socket.
    pub async fn start(world: World) -> Result<Self, Error> {
        let now = Timestamp::now();
        let ca = Ca::new(now)?;
        let counters = Counters::default();
        let mut start = Start { world: &world, counters: &counters, table: HashMap::new(), tasks: JoinSet::new() };
        start.name_servers().await?;
        start.web(&ca, now).await?;
        start.mail(&ca).await?;
        let Start { table, tasks, .. } = start;
        Ok(Self {
            dial: Arc::new(table),
            root_hints: root_hints(&world)?,
            resolvers: std::iter::once(RESOLVER)
                .chain(world.second_resolver.as_ref().map(|_| SECOND_RESOLVER))
                .collect(),
            anchor: ca.anchor()?,
            root: ca.root().clone(),
            counters,
            _tasks: tasks,
        })
    }

    /// The network through which the lab is the whole world.
    #[must_use]
    pub fn net(&self) -> Net {
        Net {
            dial: Dial::Mapped(Arc::clone(&self.dial)),
            resolvers: self.resolvers.iter().map(|ip| SocketAddr::new(*ip, 53).into()).collect(),
            stage: None,
            dns_port: 53,
            root_hints: self.root_hints.clone(),
            roots: Roots { public: vec![self.anchor.clone()], ..Roots::default() },
            rdap: Rdap::Server(format!("https://{RDAP_HOST}/")),
            public_ranges: ["203.0.113.0/24", "198.51.100.0/24", "2001:db8::/32"]
                .iter()
                .filter_map(|range| range.parse().ok())
                .collect(),
            clock: Timestamp::now,
            overrides: Overrides::default(),
            only_v4: None,
            notes: vec!["the built-in world".to_owned()],
        }
    }

    /// The loopback port behind a logical address and port, if anything listens there.
    #[must_use]
    pub fn physical(&self, transport: Transport, logical: SocketAddr) -> Option<SocketAddr> {
        self.dial.get(&(transport, logical)).copied()
    }

    /// The root certificate of the lab's authority.
    #[must_use]
    pub fn root_certificate(&self) -> &CertificateDer<'static> {
        &self.root
    }

    /// What was asked so far.
    #[must_use]
    pub fn requests(&self) -> Requests {
        self.counters.read()
    }

    /// Begins to count anew.
    pub fn forget_requests(&self) {
        self.counters.reset();
    }
}

fn root_hints(world: &World) -> Result<Vec<(Name, IpAddr)>, Error> {
    let root = world.zones.iter().find(|z| z.name.is_empty()).ok_or(Error::NoRoot)?;
    let servers = world.name_servers.iter().filter(|s| root.servers.contains(&s.name));
    let hints: Vec<_> = servers
        .filter_map(|s| Some((Name::parse(&s.name).ok()?, s)))
        .flat_map(|(name, s)| s.addresses.iter().map(move |a| (name.clone(), *a)))
        .collect();
    if hints.is_empty() { Err(Error::NoRoot) } else { Ok(hints) }
}

/// What is under way while a world starts.
struct Start<'a> {
    world: &'a World,
    counters: &'a Counters,
    table: HashMap<(Transport, SocketAddr), SocketAddr>,
    tasks: JoinSet<()>,
}

impl Start<'_> {
    async fn name_servers(&mut self) -> Result<(), Error> {
        let tree = Arc::new(Tree::of(self.world)?);
        let machines = self.world.name_servers.iter().flat_map(|server| {
            server.addresses.iter().map(|a| (server.name.as_str(), *a, Role::Authoritative(server.manner)))
        });
        let second = self.world.second_resolver.as_ref().map(|second| match second {
            SecondResolver::Honest => ("second resolver", SECOND_RESOLVER, Role::Resolver),
            SecondResolver::MakesUp(name) => ("second resolver", SECOND_RESOLVER, Role::MakesUp(name.clone())),
        });
        for (name, address, role) in machines.chain([("resolver", RESOLVER, Role::Resolver)]).chain(second) {
            let logical = SocketAddr::new(address, 53);
            let chaos = self.chaos(&[name], logical);
            if chaos == Some(Chaos::Refuse) {
                continue;
            }
            let server = dns::Server {
                name: name.to_owned(),
                role,
                chaos,
                tree: Arc::clone(&tree),
                counters: self.counters.clone(),
                pace: Pace::of(self.world),
            };
            let physical = dns::serve(server, &mut self.tasks).await?;
            self.table.insert((Transport::Udp, logical), physical);
            self.table.insert((Transport::Tcp, logical), physical);
        }
        Ok(())
    }

    async fn web(&mut self, ca: &Ca, now: Timestamp) -> Result<(), Error> {
        let mut by_address: HashMap<IpAddr, Vec<Host>> = HashMap::new();
        for (name, site) in &self.world.sites {
            let mut site = site.clone();
            if name == RDAP_HOST {
                site.pages.extend(registrations(self.world, now));
            }
            if name == "ca.lab-trust.example" {
                let page = |der: &[u8]| Page::new("application/pkix-cert", der);
                site.pages.extend(ca.intermediates().map(|(path, der)| (path.to_owned(), page(der))));
            }
            let host = Host { name: name.clone(), key: ca.issue(&site.certificate)?, site: Arc::new(site) };
            let other = host.site.other_certificate.as_ref().map(|c| ca.issue(c)).transpose()?;
            for (n, address) in host.site.addresses.iter().enumerate() {
                let key = other.as_ref().filter(|_| n > 0).unwrap_or(&host.key);
                by_address.entry(*address).or_default().push(Host { key: Arc::clone(key), ..host.clone() });
            }
        }
        let caches = Arc::new(Caches::default());
        for (address, mut hosts) in by_address {
            // The first one names the listener in counts and switches, so a whole name goes before a wildcard.
            hosts.sort_by_key(|h| h.name.starts_with('*'));
            let names: Vec<_> = hosts.iter().map(|h| h.name.clone()).collect();
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            for (port, tls) in [(80, false), (443, true)] {
                let logical = SocketAddr::new(address, port);
                let listener = Listener {
                    tls,
                    hosts: hosts.clone(),
                    chaos: self.chaos(&names, logical),
                    counters: self.counters.clone(),
                    pace: Pace::of(self.world),
                    caches: Arc::clone(&caches),
                };
                if listener.open() {
                    let physical = web::serve(listener, &mut self.tasks).await?;
                    self.table.insert((Transport::Tcp, logical), physical);
                }
            }
        }
        Ok(())
    }

    async fn mail(&mut self, ca: &Ca) -> Result<(), Error> {
        for (name, machine) in &self.world.mail_servers {
            let chaos = machine.addresses.iter().find_map(|a| self.chaos(&[name], SocketAddr::new(*a, 25)));
            let server = smtp::Server {
                chaos,
                name: name.clone(),
                post: machine.post,
                key: ca.issue(&machine.certificate)?,
                pace: Pace::of(self.world),
            };
            for address in &machine.addresses {
                let logical = SocketAddr::new(*address, 25);
                if machine.post != Post::Closed && chaos != Some(Chaos::Refuse) {
                    let physical = smtp::serve(server.clone(), &mut self.tasks).await?;
                    self.table.insert((Transport::Tcp, logical), physical);
                }
            }
        }
        Ok(())
    }

    /// The switch for an address and port, set by address or by a name it carries.
    fn chaos(&self, names: &[&str], logical: SocketAddr) -> Option<Chaos> {
        let ip = logical.ip().to_string();
        let mut keys = std::iter::once(ip.as_str()).chain(names.iter().copied());
        keys.find_map(|key| self.world.chaos.get(&(key.to_owned(), logical.port())).copied())
    }
}

/// Answers of the registry (RFC 9083).
fn registrations(world: &World, now: Timestamp) -> Vec<(String, Page)> {
    let utc = now.to_zoned(TimeZone::UTC);
    let day = |days: i64| {
        utc.checked_add(days.days()).map_or(now, |t| t.timestamp()).strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    };
    let page = |domain: &String, r: &crate::world::Registration| {
        let status = r.status.iter().map(|s| format!("\"{s}\"")).collect::<Vec<_>>().join(",");
        let body = format!(
            r#"{{"objectClassName":"domain","rdapConformance":["rdap_level_0"],"handle":"D-{domain}","ldhName":"{domain}",
"status":[{status}],
"events":[{{"eventAction":"registration","eventDate":"{}"}},{{"eventAction":"expiration","eventDate":"{}"}},
{{"eventAction":"last update of RDAP database","eventDate":"{}"}}],
"entities":[{{"objectClassName":"entity","handle":"9999","roles":["registrar"],
"publicIds":[{{"type":"IANA Registrar ID","identifier":"9999"}}],
"vcardArray":["vcard",[["version",{{}},"text","4.0"],["fn",{{}},"text","{}"]]]}}],
"secureDNS":{{"delegationSigned":false}}}}"#,
            day(r.expires_in_days - 730),
            day(r.expires_in_days),
            day(0),
            r.registrar,
        );
        (format!("/domain/{domain}"), Page::new("application/rdap+json", body))
    };
    world.registrations.iter().map(|(domain, r)| page(domain, r)).collect()
}
