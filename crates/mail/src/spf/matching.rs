//! Whether one mechanism matches the sender's address (RFC 7208 §5).

use std::net::IpAddr;

use super::session::{Session, Stop};
use super::{Branch, DomainSpec, DualCidr, Mechanism, SpfResult};
use crate::dns::Dns;
use crate::name::{can_be_asked, is_within, trimmed};

/// What came of a mechanism.
#[derive(Default)]
pub(super) struct Matched {
    pub yes: bool,
    pub seen: Option<String>,
    pub branch: Option<Branch>,
    /// Set if the branch ended the evaluation.
    pub stop: Option<Stop>,
}

impl Matched {
    fn when(yes: bool, seen: impl Into<String>) -> Self {
        Self { yes, seen: Some(seen.into()), ..Self::default() }
    }
}

impl<D: Dns> Session<'_, D> {
    /// Compares the mechanism, which stands in the record of `domain`.
    pub async fn matches(&mut self, mechanism: &Mechanism, domain: &str) -> Result<Matched, Stop> {
        match mechanism {
            Mechanism::All => Ok(Matched { yes: true, ..Matched::default() }),
            Mechanism::Ip4 { address, prefix } => {
                let yes = in_network(self.ip, IpAddr::V4(*address), *prefix);
                Ok(Matched { yes, ..Matched::default() })
            }
            Mechanism::Ip6 { address, prefix } => {
                let yes = in_network(self.ip, IpAddr::V6(*address), *prefix);
                Ok(Matched { yes, ..Matched::default() })
            }
            Mechanism::Include { domain: target } => self.include(target, domain).await,
            Mechanism::A { domain: target, cidr } => self.a(target.as_ref(), *cidr, domain).await,
            Mechanism::Mx { domain: target, cidr } => self.mx(target.as_ref(), *cidr, domain).await,
            Mechanism::Ptr { domain: target } => self.ptr(target.as_ref(), domain).await,
            Mechanism::Exists { domain: target } => self.exists(target, domain).await,
        }
    }

    async fn target(&mut self, target: Option<&DomainSpec>, domain: &str) -> String {
        match target {
            Some(DomainSpec(text)) => self.name(text, domain).await,
            None => domain.to_owned(),
        }
    }

    /// The table of RFC 7208 §5.2.
    async fn include(&mut self, target: &DomainSpec, domain: &str) -> Result<Matched, Stop> {
        let name = self.target(Some(target), domain).await;
        let (branch, _) = self.branch(name.clone()).await;
        let reason = || branch.reason.clone().unwrap_or_default();
        let stop = match branch.result {
            SpfResult::TempError => Some(Stop::Temp(reason())),
            SpfResult::PermError => Some(Stop::Perm(reason())),
            SpfResult::None => Some(Stop::Perm(format!("the included {}", reason()))),
            _ => None,
        };
        let yes = branch.result == SpfResult::Pass;
        Ok(Matched { yes, seen: None, branch: Some(branch), stop })
    }

    async fn a(&mut self, target: Option<&DomainSpec>, cidr: DualCidr, domain: &str) -> Result<Matched, Stop> {
        let name = self.target(target, domain).await;
        if !can_be_asked(&name) {
            return Ok(Matched::when(false, format!("{name} is no name that can be asked for")));
        }
        let found = self.addresses(&name).await?;
        if found.is_empty() {
            self.count_void()?;
        }
        let yes = found.iter().any(|address| self.is_near(*address, cidr));
        Ok(Matched::when(yes, listed(&name, &found)))
    }

    async fn mx(&mut self, target: Option<&DomainSpec>, cidr: DualCidr, domain: &str) -> Result<Matched, Stop> {
        let name = self.target(target, domain).await;
        if !can_be_asked(&name) {
            return Ok(Matched::when(false, format!("{name} is no name that can be asked for")));
        }
        let servers = self
            .dns
            .mx(&name)
            .await
            .known()
            .map_err(|why| Stop::Temp(format!("the mail servers of {name} can't be looked up: {why}")))?;
        if servers.is_empty() {
            self.count_void()?;
            return Ok(Matched::when(false, format!("{name} has no mail server")));
        }
        if servers.len() > self.options.mx_limit {
            let (count, most) = (servers.len(), self.options.mx_limit);
            return Err(Stop::Perm(format!("{name} has {count} mail servers, more than {most}")));
        }
        let mut all = Vec::new();
        for server in &servers {
            let found = self.addresses(trimmed(&server.exchange)).await?;
            if found.iter().any(|address| self.is_near(*address, cidr)) {
                return Ok(Matched::when(true, listed(&server.exchange, &found)));
            }
            all.extend(found);
        }
        // One void per term, as §4.6.4 counts terms: an IPv6 sender and three servers with IPv4 only are not three.
        let is_null = servers.iter().all(|server| trimmed(&server.exchange).is_empty());
        if all.is_empty() && !is_null {
            self.count_void()?;
        }
        Ok(Matched::when(false, listed(&name, &all)))
    }

    async fn ptr(&mut self, target: Option<&DomainSpec>, domain: &str) -> Result<Matched, Stop> {
        let wanted = self.target(target, domain).await;
        let names = self.checked_names().await;
        if names.void {
            self.count_void()?;
        }
        let yes = names.checked.iter().any(|name| is_within(name, &wanted));
        let seen = match names.checked.is_empty() {
            true => "the address has no name that leads back to it".to_owned(),
            false => format!("the address is named {}", names.checked.join(", ")),
        };
        Ok(Matched::when(yes, seen))
    }

    /// Always asks for A, whatever the family of the sender (RFC 7208 §5.7).
    async fn exists(&mut self, target: &DomainSpec, domain: &str) -> Result<Matched, Stop> {
        let name = self.target(Some(target), domain).await;
        if !can_be_asked(&name) {
            return Ok(Matched::when(false, format!("{name} is no name that can be asked for")));
        }
        let found =
            self.dns.a(&name).await.known().map_err(|why| Stop::Temp(format!("{name} can't be looked up: {why}")))?;
        if found.is_empty() {
            self.count_void()?;
            return Ok(Matched::when(false, format!("{name} does not exist")));
        }
        Ok(Matched::when(true, format!("{name} exists")))
    }

    fn is_near(&self, address: IpAddr, cidr: DualCidr) -> bool {
        let prefix = match address {
            IpAddr::V4(_) => cidr.ip4.unwrap_or(32),
            IpAddr::V6(_) => cidr.ip6.unwrap_or(128),
        };
        in_network(self.ip, address, prefix)
    }
}

fn listed(name: &str, found: &[IpAddr]) -> String {
    const MOST: usize = 8;
    if found.is_empty() {
        return format!("{name} has no address");
    }
    let shown: Vec<String> = found.iter().take(MOST).map(ToString::to_string).collect();
    let more = if found.len() > MOST { " and more" } else { "" };
    format!("{name} has {}{more}", shown.join(", "))
}

/// Whether both addresses are of one family and agree in their first `prefix` bits.
pub(crate) fn in_network(ip: IpAddr, network: IpAddr, prefix: u8) -> bool {
    match (ip, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            let differing = u32::from(a) ^ u32::from(b);
            differing.leading_zeros() >= u32::from(prefix.min(32))
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            let differing = u128::from(a) ^ u128::from(b);
            differing.leading_zeros() >= u32::from(prefix.min(128))
        }
        _ => false,
    }
}
