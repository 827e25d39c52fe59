//! What the walk looks up and judges for single terms and for the record as a whole.

use std::net::IpAddr;

use super::audit::{AuditKind, AuditProblem, Network, Node};
use super::walk::{Seen, Spot, Walker, is_all};
use super::{DualCidr, Modifier, Qualifier, Term, TermKind};
use crate::dns::Dns;
use crate::name::{can_be_asked, trimmed};

/// The most servers an `mx` may have (RFC 7208 §4.6.4).
const MOST_MX: usize = 10;
/// Bytes that fit an answer for certain (RFC 7208 §3.4).
const SHORT_RECORD: usize = 450;
/// The widest IPv4 network taken for one sender's: the /16 of old class B. No RFC says so.
const WIDEST_IP4: u8 = 16;
/// The widest IPv6 network taken for one sender's: the /32 a registry gives to a provider. No RFC says so.
const WIDEST_IP6: u8 = 32;

impl<D: Dns> Walker<'_, D> {
    /// Keeps a network that may send, and says if it is too wide.
    pub fn network(&mut self, address: IpAddr, prefix: u8, written: bool, spot: &Spot<'_>) -> Seen {
        if !spot.grants {
            return Seen::default();
        }
        let widest = if address.is_ipv4() { WIDEST_IP4 } else { WIDEST_IP6 };
        if prefix < widest {
            let message = format!("{} lets a /{prefix} network send as you, name a narrower one", spot.term());
            self.problem(AuditKind::Broad, spot.path, spot.span.clone(), message);
        }
        if self.networks.len() < self.bounds.kept {
            let (path, term) = (spot.path.to_vec(), spot.term().to_owned());
            self.networks.push(Network { address, prefix, path, term, written });
        } else {
            self.complete = false;
        }
        Seen::default()
    }

    /// The addresses of an `a`.
    pub async fn hosts(&mut self, name: &str, cidr: DualCidr, spot: &Spot<'_>) -> Seen {
        match self.addresses(name).await {
            Err(why) => {
                self.unanswered(spot.path, spot.span.clone(), name, &why);
                Seen::words("no answer")
            }
            Ok(found) if found.is_empty() => self.void(spot, format!("{name} has no address")),
            Ok(found) => {
                self.near(&found, cidr, spot);
                Seen::words(format!("{name} has {}", count(found.len(), "address", "addresses")))
            }
        }
    }

    /// The servers of an `mx`.
    pub async fn servers(&mut self, name: &str, cidr: DualCidr, spot: &Spot<'_>) -> Seen {
        if !can_be_asked(name) || !self.may_ask() {
            return Seen::words("not asked");
        }
        let servers = match self.dns.mx(name).await.known() {
            Ok(servers) => servers,
            Err(why) => {
                self.unanswered(spot.path, spot.span.clone(), name, &why);
                return Seen::words("no answer");
            }
        };
        if servers.is_empty() {
            return self.void(spot, format!("{name} has no mail server"));
        }
        let servers_in_words = count(servers.len(), "mail server", "mail servers");
        if servers.len() > MOST_MX {
            let message =
                format!("{name} has {servers_in_words}, receivers stop at {MOST_MX}, name the addresses instead");
            self.problem(AuditKind::TooManyMx, spot.path, spot.span.clone(), message);
        }
        let hosts: Vec<&str> = servers.iter().map(|server| trimmed(&server.exchange)).collect();
        let hosts: Vec<&str> = hosts.into_iter().filter(|host| !host.is_empty()).take(MOST_MX).collect();
        let mut any = hosts.is_empty();
        for host in hosts {
            match self.addresses(host).await {
                Err(why) => {
                    any = true;
                    self.unanswered(spot.path, spot.span.clone(), host, &why);
                }
                Ok(found) => {
                    any |= !found.is_empty();
                    self.near(&found, cidr, spot);
                }
            }
        }
        match any {
            true => Seen::words(format!("{name} has {servers_in_words}")),
            false => self.void(spot, format!("no mail server of {name} has an address")),
        }
    }

    /// The name of an `exists` without macros.
    pub async fn exists(&mut self, name: &str, spot: &Spot<'_>) -> Seen {
        if !can_be_asked(name) || !self.may_ask() {
            return Seen::words("not asked");
        }
        match self.dns.a(name).await.known() {
            Err(why) => {
                self.unanswered(spot.path, spot.span.clone(), name, &why);
                Seen::words("no answer")
            }
            Ok(found) if found.is_empty() => self.void(spot, format!("{name} has no address")),
            Ok(_) => Seen::words(format!("{name} exists")),
        }
    }

    async fn addresses(&mut self, name: &str) -> Result<Vec<IpAddr>, String> {
        if !can_be_asked(name) {
            return Ok(Vec::new());
        }
        if !(self.may_ask() && self.may_ask()) {
            return Err("the audit has asked enough".to_owned());
        }
        let v4 = self.dns.a(name).await.known()?;
        let v6 = self.dns.aaaa(name).await.known()?;
        let v4 = v4.into_iter().map(IpAddr::V4);
        Ok(v4.chain(v6.into_iter().map(IpAddr::V6)).collect())
    }

    fn near(&mut self, found: &[IpAddr], cidr: DualCidr, spot: &Spot<'_>) {
        for address in found {
            let prefix = match address {
                IpAddr::V4(_) => cidr.ip4.unwrap_or(32),
                IpAddr::V6(_) => cidr.ip6.unwrap_or(128),
            };
            self.network(*address, prefix, false, spot);
        }
    }

    fn void(&mut self, spot: &Spot<'_>, words: String) -> Seen {
        self.voids += 1;
        let message = format!("{} finds nothing, as {words}, remove it", spot.term());
        self.problem(AuditKind::Void, spot.path, spot.span.clone(), message);
        Seen::words(words)
    }

    /// What can be said of a record without looking anything up.
    pub fn shape(&mut self, path: &[String], text: &str, terms: &[Term]) {
        if text.len() > SHORT_RECORD {
            let message = format!("the record has {} bytes, more than {SHORT_RECORD}, shorten or split it", text.len());
            self.problem(AuditKind::LongRecord, path, 0..text.len(), message);
        }
        let Some(all) = terms.iter().position(is_all) else {
            return;
        };
        for (index, term) in terms.iter().enumerate() {
            match &term.kind {
                TermKind::Modifier(Modifier::Redirect { .. }) => {
                    let message = "redirect= does nothing beside all, remove one of them".to_owned();
                    self.problem(AuditKind::RedirectIgnored, path, term.span.clone(), message);
                }
                TermKind::Directive { .. } if index > all => {
                    let message = format!("{term} stands after all and is never reached, move it before all");
                    self.problem(AuditKind::AfterAll, path, term.span.clone(), message);
                }
                _ => {}
            }
        }
    }

    /// How the domain's own record ends, through `redirect=` too; in included records the end means nothing.
    pub fn ending(&mut self, tree: &Node) -> Option<Qualifier> {
        let mut path = vec![tree.domain.clone()];
        let mut node = tree;
        let redirect = |node: &Node| node.terms.iter().position(|term| term.is_redirect());
        while let Some(index) = redirect(node) {
            // A target that can't be followed has its own problem.
            node = node.terms[index].node.as_ref()?;
            path.push(node.domain.clone());
        }
        let is_faulty = |problem: &AuditProblem| problem.kind == AuditKind::Syntax && problem.path == path;
        match (node.all, node.terms.last()) {
            (Some(Qualifier::Neutral), Some(last)) => {
                let message = "?all says nothing about forgeries, write ~all or -all".to_owned();
                self.problem(AuditKind::OpenEnded, &path, last.span.clone(), message);
            }
            (None, _) if !self.problems.iter().any(is_faulty) => {
                let end = node.record.len();
                let message = "the record has no end, add ~all or -all".to_owned();
                self.problem(AuditKind::OpenEnded, &path, end..end, message);
            }
            _ => {}
        }
        node.all
    }

    /// Whether the counts of the whole tree are within the limits.
    pub fn totals(&mut self, path: &[String], most_lookups: u32, most_voids: u32) {
        if self.lookups > most_lookups {
            let message = format!(
                "{} terms need a lookup and receivers stop at {most_lookups}, remove or flatten includes",
                self.lookups
            );
            self.problem(AuditKind::TooManyLookups, path, 0..0, message);
        }
        if self.voids > most_voids {
            let message = format!(
                "{} lookups find nothing and receivers stop after {most_voids}, remove the dead terms",
                self.voids
            );
            self.problem(AuditKind::TooManyVoids, path, 0..0, message);
        }
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    }
}
