//! What one look covers and what it may cost.

use model::{Declared, FactKind, Level, Target};
use std::collections::BTreeSet;
use std::time::Duration;

/// Bounds of one look.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How closely to look.
    pub level: Level,
    /// Requests in all (HTTP requests, questions to DNS, bare connections).
    pub requests: u64,
    /// HTTP requests to one host (decision 7).
    pub requests_per_host: u64,
    /// Open connections to one host at a time (decision 7).
    pub connections_per_host: usize,
    /// HTTP requests a second to one host; 0 for no limit.
    pub requests_per_second: u32,
    /// One operation: a question, a connection, a handshake, an answer.
    pub timeout: Duration,
    /// The whole look.
    pub deadline: Duration,
    /// Hosts that are looked at (decision 6); others are listed as not looked at.
    pub hosts: usize,
}

/// HTTP requests to one host unless told otherwise (decision 7); more is spent on further usual places of files.
pub(crate) const REQUESTS_PER_HOST: u64 = 60;

impl Default for Limits {
    fn default() -> Self {
        Self {
            level: Level::Safe,
            requests: 1_000,
            requests_per_host: REQUESTS_PER_HOST,
            // Decision 7 promises eight. The other side notices late that a connection was closed, and counts it.
            connections_per_host: 4,
            requests_per_second: 0,
            timeout: Duration::from_secs(5),
            deadline: Duration::from_secs(60),
            hosts: 12,
        }
    }
}

/// What to look at, and for what.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The target.
    pub target: Target,
    /// What the user declared.
    pub declared: Declared,
    /// Facts that a chosen check names.
    pub wanted: BTreeSet<FactKind>,
    /// Bounds.
    pub limits: Limits,
    /// `User-Agent` of every request.
    pub user_agent: String,
    /// Extra headers, sent to the target's own hosts only.
    pub headers: Vec<(String, String)>,
}

/// How the program names itself to the servers it asks.
#[must_use]
pub fn user_agent() -> String {
    format!("launch-ready/{} (launch audit on behalf of the site's owner)", env!("CARGO_PKG_VERSION"))
}
