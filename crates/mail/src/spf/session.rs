//! The running evaluation: the message, the counts, and the limits of RFC 7208 §4.6.4.

use std::net::IpAddr;

use super::expand::{self, Values};
use super::{Letter, MacroString, Options};
use crate::dns::{Dns, reverse_name};
use crate::name::{can_be_asked, is_within};

/// Why an evaluation ends with an error.
pub(super) enum Stop {
    Temp(String),
    Perm(String),
}

pub(super) struct Session<'a, D> {
    pub dns: &'a D,
    pub options: &'a Options,
    pub ip: IpAddr,
    pub helo: &'a str,
    pub local: String,
    pub sender_domain: String,
    pub lookups: u32,
    pub voids: u32,
    names: Option<Names>,
}

/// The names of the address that lead back to it, and whether the question for them was void.
#[derive(Clone)]
pub(super) struct Names {
    pub checked: Vec<String>,
    pub void: bool,
}

impl<'a, D: Dns> Session<'a, D> {
    pub fn new(dns: &'a D, ip: IpAddr, helo: &'a str, mail_from: &str, options: &'a Options) -> Self {
        // No sender (a bounce) means the postmaster of the greeting host (RFC 7208 §2.4); no local part means postmaster
        // (§4.3).
        let sender = if mail_from.is_empty() { helo } else { mail_from };
        let (local, domain) = sender.rsplit_once('@').unwrap_or(("", sender));
        let local = if local.is_empty() { "postmaster" } else { local };
        Self {
            dns,
            options,
            // An IPv4 address in IPv6 clothes is an IPv4 address (RFC 7208 §5).
            ip: ip.to_canonical(),
            helo: shortened(helo),
            local: shortened(local).to_owned(),
            sender_domain: domain.to_owned(),
            lookups: 0,
            voids: 0,
            names: None,
        }
    }

    /// Counts a term that costs a lookup.
    pub fn count_lookup(&mut self) -> Result<(), Stop> {
        self.lookups += 1;
        match self.lookups > self.options.lookup_limit {
            false => Ok(()),
            true => Err(Stop::Perm(format!("more than {} terms need a lookup", self.options.lookup_limit))),
        }
    }

    /// Counts a term whose lookup found nothing.
    pub fn count_void(&mut self) -> Result<(), Stop> {
        self.voids += 1;
        match self.voids > self.options.void_limit {
            false => Ok(()),
            true => Err(Stop::Perm(format!("more than {} lookups found nothing", self.options.void_limit))),
        }
    }

    /// A name made from a domain-spec in the record of `domain`.
    pub async fn name(&mut self, text: &MacroString, domain: &str) -> String {
        let name = self.name_macro(text, domain).await;
        expand::expand_name(text, &self.values(domain, name.as_deref()))
    }

    /// An explanation text filled in.
    pub async fn text(&mut self, text: &MacroString, domain: &str) -> String {
        let name = self.name_macro(text, domain).await;
        expand::expand(text, &self.values(domain, name.as_deref()))
    }

    fn values<'v>(&'v self, domain: &'v str, name: Option<&'v str>) -> Values<'v> {
        Values {
            local: &self.local,
            sender_domain: &self.sender_domain,
            domain,
            ip: self.ip,
            name,
            helo: self.helo,
            receiver: &self.options.receiver,
            unix_time: self.options.unix_time,
        }
    }

    /// The value of `%{p}`: the domain itself, else a name below it, else any (RFC 7208 §7.3).
    async fn name_macro(&mut self, text: &MacroString, domain: &str) -> Option<String> {
        if !text.uses(Letter::Name) {
            return None;
        }
        let names = self.checked_names().await.checked;
        let same = names.iter().find(|name| name.eq_ignore_ascii_case(domain));
        let below = || names.iter().find(|name| is_within(name, domain));
        same.or_else(below).or(names.first()).cloned()
    }

    /// The names of the address that lead back to it (RFC 7208 §5.5). Names beyond the tenth are not looked at (§4.6.4);
    /// an error means there are none.
    pub async fn checked_names(&mut self) -> Names {
        if let Some(names) = &self.names {
            return names.clone();
        }
        let answer = self.dns.ptr(&reverse_name(self.ip)).await;
        let void = answer.is_void();
        let mut checked = Vec::new();
        for name in answer.known().unwrap_or_default().iter().take(self.options.ptr_limit) {
            let name = crate::name::trimmed(name);
            if self.addresses(name).await.is_ok_and(|found| found.contains(&self.ip)) {
                checked.push(name.to_owned());
            }
        }
        let names = Names { checked, void };
        self.names = Some(names.clone());
        names
    }

    /// The addresses of a name in the family of the sender's address; none for a name nobody can ask for.
    pub async fn addresses(&self, name: &str) -> Result<Vec<IpAddr>, Stop> {
        if !can_be_asked(name) {
            return Ok(Vec::new());
        }
        let found = match self.ip {
            IpAddr::V4(_) => self.dns.a(name).await.known().map(|list| list.into_iter().map(IpAddr::V4).collect()),
            IpAddr::V6(_) => self.dns.aaaa(name).await.known().map(|list| list.into_iter().map(IpAddr::V6).collect()),
        };
        found.map_err(|why| Stop::Temp(format!("the addresses of {name} can't be looked up: {why}")))
    }
}

/// Far beyond what SMTP allows (RFC 5321 §4.5.3.1: 64 bytes of local part, 255 of domain), and short enough that a record
/// full of macros can't fill the memory.
fn shortened(text: &str) -> &str {
    const LONGEST: usize = 1_000;
    let end = (0..=LONGEST.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}
