//! What the lab was asked, for tests of budget and politeness.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
}

/// Counters that the servers share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Counters(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    seen: Requests,
    open: BTreeMap<String, Vec<Watched>>,
    next: u64,
}

/// A connection that is served.
#[derive(Debug)]
struct Watched {
    number: u64,
    /// A second handle on the socket: it tells whether the visitor has closed before the server notices.
    socket: Option<TcpStream>,
}

/// A connection that is served as long as this lives.
pub(crate) struct Open {
    counters: Counters,
    host: String,
    number: u64,
}

impl Watched {
    /// False once the visitor has closed. Octets that were not read yet hide it: then it counts as open.
    fn open(&self) -> bool {
        match self.socket.as_ref().map(|s| s.peek(&mut [0])) {
            None | Some(Ok(1..)) => true,
            Some(Ok(0)) => false,
            Some(Err(error)) => error.kind() == ErrorKind::WouldBlock,
        }
    }
}

impl Counters {
    /// A copy of what was seen.
    pub(crate) fn read(&self) -> Requests {
        self.lock().seen.clone()
    }

    /// Forgets what was seen. Connections that are still open are counted with the next one only.
    pub(crate) fn reset(&self) {
        self.lock().seen = Requests::default();
    }

    pub(crate) fn question(&self, server: &str, question: String) {
        self.lock().seen.dns.entry(server.to_owned()).or_default().push(question);
    }

    pub(crate) fn request(&self, host: &str, request: String) {
        self.lock().seen.http.entry(host.to_owned()).or_default().requests.push(request);
    }

    /// Counts a connection that begins now, together with those that the visitor has not closed by now.
    pub(crate) fn open(&self, host: &str, socket: Option<TcpStream>) -> Open {
        let mut state = self.lock();
        let state = &mut *state;
        state.next += 1;
        let all = state.open.entry(host.to_owned()).or_default();
        all.push(Watched { number: state.next, socket });
        let now = all.iter().filter(|w| w.open()).count();
        let count = state.seen.http.entry(host.to_owned()).or_default();
        count.connections += 1;
        count.most_at_once = count.most_at_once.max(now);
        Open { counters: self.clone(), host: host.to_owned(), number: state.next }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(all) = self.counters.lock().open.get_mut(&self.host) {
            all.retain(|w| w.number != self.number);
        }
    }
}
