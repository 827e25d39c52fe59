//! What the lab was asked, for tests of budget and politeness.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Everything that was asked so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requests {
    /// Web servers by host name.
    pub http: BTreeMap<String, HostCount>,
    /// Questions such as `acme.example A`, by name of the server; `resolver` is the recursive resolver.
    pub dns: BTreeMap<String, Vec<String>>,
}

/// What one host was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostCount {
    /// Requests such as `GET https://acme.example/path?query`, in order.
    pub requests: Vec<String>,
    /// TCP connections, on ports 80 and 443 of all its addresses.
    pub connections: usize,
    /// Most of them open at the same time.
    pub most_at_once: usize,
    open: usize,
}

/// Counters that the servers share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counters(Arc<Mutex<Requests>>);

/// A connection that is open as long as this lives.
pub(crate) struct Open {
    counters: Counters,
    host: String,
}

impl Counters {
    /// A copy of the state.
    pub(crate) fn read(&self) -> Requests {
        self.with(|all| all.clone())
    }

    /// Forgets everything but the connections that are open.
    pub(crate) fn reset(&self) {
        self.with(|all| {
            all.dns.clear();
            for host in all.http.values_mut() {
                *host =
                    HostCount { open: host.open, connections: host.open, most_at_once: host.open, requests: vec![] };
            }
        });
    }

    pub(crate) fn question(&self, server: &str, question: String) {
        self.with(|all| all.dns.entry(server.to_owned()).or_default().push(question));
    }

    pub(crate) fn request(&self, host: &str, request: String) {
        self.with(|all| all.http.entry(host.to_owned()).or_default().requests.push(request));
    }

    /// Counts a connection until the returned value is dropped.
    pub(crate) fn open(&self, host: &str) -> Open {
        self.with(|all| {
            let count = all.http.entry(host.to_owned()).or_default();
            count.connections += 1;
            count.open += 1;
            count.most_at_once = count.most_at_once.max(count.open);
        });
        Open { counters: self.clone(), host: host.to_owned() }
    }

    fn with<T>(&self, work: impl FnOnce(&mut Requests) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.counters.with(|all| {
            if let Some(count) = all.http.get_mut(&self.host) {
                count.open = count.open.saturating_sub(1);
            }
        });
    }
}
