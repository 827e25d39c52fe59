//! What is known of each host while looking: its budget, its pace, and whether it has shut us out.

use crate::look::lock;
use crate::plan::Limits;
use model::{Unknown, Why};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// All hosts of a look.
pub(crate) struct Hosts {
    limits: Limits,
    hosts: Mutex<HashMap<String, Host>>,
}

struct Host {
    requests: u64,
    connections: Arc<Semaphore>,
    /// When the next request may leave, if the pace is limited.
    next: Instant,
    blocked: Option<String>,
    first_refusal: Option<Instant>,
}

impl Hosts {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { limits: limits.clone(), hosts: Mutex::default() }
    }

    fn with<T>(&self, name: &str, act: impl FnOnce(&mut Host) -> T) -> T {
        let mut hosts = lock(&self.hosts);
        act(hosts.entry(name.to_owned()).or_insert_with(|| Host {
            requests: 0,
            connections: Arc::new(Semaphore::new(self.limits.connections_per_host)),
            next: Instant::now(),
            blocked: None,
            first_refusal: None,
        }))
    }

    /// Waits for a place and the right moment to send one request; the permit is held until the answer is read.
    pub(crate) async fn admit(&self, name: &str) -> Result<OwnedSemaphorePermit, Unknown> {
        let limit = self.limits.requests_per_host;
        let connections = self.with(name, |host| {
            if let Some(what) = &host.blocked {
                return Err(Unknown::new(Why::Challenged, what.clone()));
            }
            if host.requests >= limit {
                return Err(Unknown::new(Why::BudgetSpent, format!("{limit} requests to {name}")));
            }
            host.requests += 1;
            Ok(host.connections.clone())
        })?;
        let permit = self.seat(connections).await?;
        if self.limits.requests_per_second > 0 {
            let gap = Duration::from_secs(1) / self.limits.requests_per_second;
            let when = self.with(name, |host| {
                let when = host.next.max(Instant::now());
                host.next = when + gap;
                when
            });
            tokio::time::sleep_until(when).await;
        }
        Ok(permit)
    }

    /// A place among the connections to a host, without request.
    pub(crate) async fn connection(&self, name: &str) -> Result<OwnedSemaphorePermit, Unknown> {
        self.seat(self.with(name, |host| host.connections.clone())).await
    }

    /// Places that are free besides the ones taken.
    pub(crate) fn free(&self, name: &str) -> usize {
        self.with(name, |host| host.connections.available_permits())
    }

    async fn seat(&self, connections: Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Unknown> {
        connections.acquire_owned().await.map_err(|_| Unknown::from(Why::Bug))
    }

    /// A protection page answered: nothing more is asked of this host.
    pub(crate) fn block(&self, name: &str, what: &str) {
        self.with(name, |host| {
            host.blocked.get_or_insert_with(|| what.to_owned());
            host.first_refusal.get_or_insert_with(Instant::now);
        });
    }

    /// A 403 came; if the front page is refused at the end as well, this was the moment.
    pub(crate) fn refused(&self, name: &str) {
        self.with(name, |host| {
            host.first_refusal.get_or_insert_with(Instant::now);
        });
    }

    /// Requests that may still be sent to it.
    pub(crate) fn left(&self, name: &str) -> u64 {
        let limit = self.limits.requests_per_host;
        self.with(name, |host| limit.saturating_sub(host.requests))
    }

    /// When the host first refused something, if it did.
    pub(crate) fn first_refusal(&self, name: &str) -> Option<Instant> {
        self.with(name, |host| host.first_refusal)
    }

    /// Why the host shut us out, if it did.
    pub(crate) fn blocked(&self, name: &str) -> Option<String> {
        self.with(name, |host| host.blocked.clone())
    }
}
