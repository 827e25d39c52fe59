//! A DNS in memory, and a way to run what needs no waiting.
#![allow(dead_code, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::future::Future;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use mail::dns::{Answer, Dns, Mx};

/// The result of a future that never waits.
pub fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the DNS in memory answers at once"),
    }
}

#[derive(Default)]
pub struct Host {
    pub txt: Vec<Vec<u8>>,
    pub a: Vec<Ipv4Addr>,
    pub aaaa: Vec<Ipv6Addr>,
    pub mx: Vec<Mx>,
    pub ptr: Vec<String>,
    pub cname: Option<String>,
    /// Whatever is not listed gets no answer.
    pub times_out: bool,
}

/// Hosts by name in lower case.
#[derive(Default)]
pub struct Memory {
    pub hosts: BTreeMap<String, Host>,
    pub questions: AtomicUsize,
}

impl Memory {
    /// From lines such as `example.com TXT v=spf1 -all`; `example.com TIMEOUT`.
    pub fn of(lines: &str) -> Self {
        let mut memory = Self::default();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (name, rest) = line.split_once(' ').unwrap();
            let (kind, value) = rest.trim().split_once(' ').unwrap_or((rest.trim(), ""));
            memory.add(name, kind, value.trim());
        }
        memory
    }

    pub fn add(&mut self, name: &str, kind: &str, value: &str) {
        let host = self.hosts.entry(name.to_ascii_lowercase()).or_default();
        match kind {
            "TXT" => host.txt.push(value.as_bytes().to_vec()),
            "A" => host.a.push(value.parse().unwrap()),
            "AAAA" => host.aaaa.push(value.parse().unwrap()),
            "MX" => {
                let (preference, exchange) = value.split_once(' ').unwrap_or((value, ""));
                let exchange = exchange.trim_end_matches('.').to_owned();
                host.mx.push(Mx { preference: preference.parse().unwrap(), exchange });
            }
            "PTR" => host.ptr.push(value.to_owned()),
            "CNAME" => host.cname = Some(value.trim_end_matches('.').to_owned()),
            "TIMEOUT" => host.times_out = true,
            _ => panic!("no such type: {kind}"),
        }
    }

    fn answer<T: Clone>(&self, name: &str, records: impl Fn(&Host) -> &Vec<T>) -> Answer<Vec<T>> {
        self.questions.fetch_add(1, Ordering::Relaxed);
        let mut name = name.to_ascii_lowercase();
        for _ in 0..16 {
            let Some(host) = self.hosts.get(&name) else {
                let below = format!(".{name}");
                return match self.hosts.keys().any(|key| key.ends_with(&below)) {
                    true => Answer::NoData,
                    false => Answer::NxDomain,
                };
            };
            match (&host.cname, records(host)) {
                (Some(target), _) => name = target.to_ascii_lowercase(),
                (None, records) if !records.is_empty() => return Answer::Records(records.clone()),
                (None, _) if host.times_out => return Answer::TempError("time-out".to_owned()),
                (None, _) => return Answer::NoData,
            }
        }
        Answer::TempError("CNAME loop".to_owned())
    }
}

impl Dns for Memory {
    async fn txt(&self, name: &str) -> Answer<Vec<Vec<u8>>> {
        self.answer(name, |host| &host.txt)
    }
    async fn a(&self, name: &str) -> Answer<Vec<Ipv4Addr>> {
        self.answer(name, |host| &host.a)
    }
    async fn aaaa(&self, name: &str) -> Answer<Vec<Ipv6Addr>> {
        self.answer(name, |host| &host.aaaa)
    }
    async fn mx(&self, name: &str) -> Answer<Vec<Mx>> {
        self.answer(name, |host| &host.mx)
    }
    async fn ptr(&self, name: &str) -> Answer<Vec<String>> {
        self.answer(name, |host| &host.ptr)
    }
}
