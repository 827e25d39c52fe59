//! One look at the target: what was asked is asked once, within the bounds, and stops when it must.

use crate::host::Hosts;
use crate::http::pool::Pool;
use crate::net::Net;
use crate::plan::Plan;
use futures_util::FutureExt;
use model::evidence::Cost;
use model::{Fact, FactKey, FactType, Record, Seen, Subject, Unknown, Why};
use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{OnceCell, mpsc, watch};
use tokio::time::Instant;

/// A kind of fact that can be gathered.
pub trait Gather: FactType {
    /// Looks at the world once for one subject.
    fn gather(look: &Look, subject: &Subject) -> impl Future<Output = Seen<Self>> + Send;
}

/// What happens during a look, for whoever watches it.
#[derive(Debug, Clone)]
pub enum Event {
    /// A subject belongs to the look.
    Announced(Subject),
    /// A fact was seen, or could not be.
    Seen(Box<Record>),
}

/// A cell of the memo: the fact, and when it was complete.
type Cell = Arc<OnceCell<(Seen<Fact>, Instant)>>;
/// A plain visit to an address and its answer.
type Visited = Arc<OnceCell<Seen<Arc<crate::http::Fetched>>>>;
/// A question to the resolver and its answer.
pub(crate) type Asked = Arc<OnceCell<Seen<crate::dns::Reply>>>;

/// What each address of a mail server did.
pub(crate) type Met = Arc<OnceCell<Seen<Vec<model::facts::SmtpEndpoint>>>>;

/// Shared state of one look. Cheap to clone.
#[derive(Clone)]
pub struct Look(Arc<Inner>);

/// What the clones of a [`Look`] share.
pub struct Inner {
    pub(crate) net: Net,
    pub(crate) plan: Plan,
    pub(crate) hosts: Hosts,
    pub(crate) pool: Pool,
    pub(crate) asked: Mutex<HashMap<(String, u16), Asked>>,
    pub(crate) pages: Mutex<HashMap<String, Visited>>,
    pub(crate) met: Mutex<HashMap<String, Met>>,
    memo: Mutex<HashMap<FactKey, Cell>>,
    announced: Mutex<HashSet<Subject>>,
    new_subjects: mpsc::UnboundedSender<Subject>,
    events: mpsc::UnboundedSender<Event>,
    stop: watch::Receiver<bool>,
    deadline: Instant,
    requests: AtomicU64,
    bytes: AtomicU64,
    /// Ports, by address family, on which some connection of this look succeeded: the control against our blindness.
    reached_ports: Mutex<HashSet<(bool, u16)>>,
    /// Seconds that each host's clock is ahead of ours, the smallest seen.
    clocks: Mutex<HashMap<String, i64>>,
    nonce: String,
}

impl std::ops::Deref for Look {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// A poisoned lock holds plain data that is still whole; go on with it.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Look {
    pub(crate) fn new(
        net: Net,
        plan: Plan,
        stop: watch::Receiver<bool>,
        events: mpsc::UnboundedSender<Event>,
    ) -> (Self, mpsc::UnboundedReceiver<Subject>) {
        let (new_subjects, subjects) = mpsc::unbounded_channel();
        let deadline = Instant::now() + plan.limits.deadline;
        let nonce = crate::nonce();
        let inner = Inner {
            hosts: Hosts::new(&plan.limits),
            net,
            plan,
            pool: Pool::default(),
            asked: Mutex::default(),
            pages: Mutex::default(),
            met: Mutex::default(),
            memo: Mutex::default(),
            announced: Mutex::default(),
            new_subjects,
            events,
            stop,
            deadline,
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            reached_ports: Mutex::default(),
            clocks: Mutex::default(),
            nonce,
        };
        (Self(Arc::new(inner)), subjects)
    }

    /// The fact of a subject, looked up once however many ask.
    pub async fn get<T: Gather>(&self, subject: &Subject) -> Seen<T> {
        let key = FactKey { kind: T::KIND, subject: subject.clone() };
        let cell = lock(&self.memo).entry(key.clone()).or_default().clone();
        let (seen, _) = cell
            .get_or_init(|| async {
                let seen = self.guarded(Box::pin(T::gather(self, subject))).await.map(T::into_fact);
                let record = Record { key, seen: seen.clone() };
                // The watcher may have gone; the evidence is complete all the same.
                self.events.send(Event::Seen(Box::new(record))).ok();
                (seen, Instant::now())
            })
            .await;
        match seen {
            Ok(fact) => T::of(fact).cloned().ok_or_else(|| Why::Bug.into()),
            Err(unknown) => Err(unknown.clone()),
        }
    }

    /// Runs a gatherer until it is done, the deadline has come or the user stops; a panic is our bug.
    pub(crate) async fn guarded<T>(&self, gatherer: impl Future<Output = Seen<T>> + Send) -> Seen<T> {
        if let Some(why) = self.over() {
            return Err(why.into());
        }
        tokio::select! {
            seen = AssertUnwindSafe(gatherer).catch_unwind() => {
                seen.unwrap_or_else(|_| Err(Unknown::new(Why::Bug, "a gatherer panicked")))
            }
            why = self.halted() => Err(why.into()),
        }
    }

    /// Why the look is over, if it is.
    pub(crate) fn over(&self) -> Option<Why> {
        if *self.stop.borrow() {
            Some(Why::Stopped)
        } else if Instant::now() >= self.deadline {
            Some(Why::DeadlinePassed)
        } else {
            None
        }
    }

    /// Comes back when the look must end.
    async fn halted(&self) -> Why {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = tokio::time::sleep_until(self.deadline) => Why::DeadlinePassed,
            stopped = async { stop.wait_for(|s| *s).await.is_ok() } => {
                if stopped {
                    return Why::Stopped;
                }
                // Nobody is left who could stop it.
                tokio::time::sleep_until(self.deadline).await;
                Why::DeadlinePassed
            }
        }
    }

    /// Makes a subject part of the look.
    pub(crate) fn announce(&self, subject: Subject) {
        if lock(&self.announced).insert(subject.clone()) {
            self.events.send(Event::Announced(subject.clone())).ok();
            self.new_subjects.send(subject).ok();
        }
    }

    /// Pays for a request before it is made.
    pub(crate) fn pay(&self) -> Result<(), Unknown> {
        let limit = self.plan.limits.requests;
        if self.requests.fetch_add(1, Ordering::Relaxed) >= limit {
            self.requests.fetch_sub(1, Ordering::Relaxed);
            return Err(Unknown::new(Why::BudgetSpent, format!("{limit} requests in all")));
        }
        Ok(())
    }

    /// Notes bytes that came in.
    pub(crate) fn received(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// What the look cost so far.
    #[must_use]
    pub fn cost(&self) -> Cost {
        Cost { requests: self.requests.load(Ordering::Relaxed), bytes: self.bytes.load(Ordering::Relaxed) }
    }

    /// Notes that a connection worked.
    pub(crate) fn reached(&self, to: SocketAddr) {
        lock(&self.reached_ports).insert((to.is_ipv6(), to.port()));
    }

    /// Did any connection of this address family to this port work in this look?
    pub(crate) fn has_reached(&self, to: SocketAddr) -> bool {
        lock(&self.reached_ports).contains(&(to.is_ipv6(), to.port()))
    }

    /// Notes how far a host's clock is off; the answer that is nearest to ours counts, since others may be stored ones.
    pub(crate) fn clock_seen(&self, host: &str, ahead: i64) {
        let mut clocks = lock(&self.clocks);
        let kept = clocks.entry(host.to_owned()).or_insert(ahead);
        if ahead.abs() < kept.abs() {
            *kept = ahead;
        }
    }

    /// Seconds that a host's clock is ahead of ours, if it told.
    pub(crate) fn clock_of(&self, host: &str) -> Option<i64> {
        lock(&self.clocks).get(host).copied()
    }

    /// Hosts whose clock was seen.
    pub(crate) fn clock_hosts(&self) -> Vec<String> {
        lock(&self.clocks).keys().cloned().collect()
    }

    /// A word of this run that no path or cache key of the target has.
    pub(crate) fn nonce(&self) -> &str {
        &self.nonce
    }

    /// Facts with the moment they were complete.
    pub(crate) fn completed(&self) -> Vec<(FactKey, Seen<Fact>, Instant)> {
        let memo = lock(&self.memo);
        memo.iter().filter_map(|(k, c)| c.get().map(|(seen, at)| (k.clone(), seen.clone(), *at))).collect()
    }

    /// Everything that belongs to the look.
    pub(crate) fn announced(&self) -> Vec<Subject> {
        lock(&self.announced).iter().cloned().collect()
    }
}
