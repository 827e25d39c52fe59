//! Connections kept for the next request to the same place.

use crate::look::lock;
use bytes::Bytes;
use http_body_util::Empty;
use hyper::client::conn::http1::SendRequest;
use std::collections::HashMap;
use std::sync::Mutex;

/// Where a connection leads: TLS, host, port.
pub(crate) type Place = (bool, String, u16);
pub(crate) type Sender = SendRequest<Empty<Bytes>>;

/// Idle connections.
#[derive(Default)]
pub(crate) struct Pool(Mutex<HashMap<Place, Vec<Sender>>>);

impl Pool {
    /// An idle connection to that place that is still open.
    pub(crate) fn take(&self, place: &Place) -> Option<Sender> {
        let mut pool = lock(&self.0);
        let idle = pool.get_mut(place)?;
        while let Some(sender) = idle.pop() {
            if sender.is_ready() {
                return Some(sender);
            }
        }
        None
    }

    /// Closes idle connections to a host until at most `keep` are left: idle ones count against its limit as well.
    pub(crate) fn trim(&self, host: &str, mut keep: usize) {
        for (_, idle) in lock(&self.0).iter_mut().filter(|(place, _)| place.1 == host) {
            idle.truncate(keep);
            keep -= idle.len();
        }
    }

    /// Keeps a connection whose answer was read to the end.
    pub(crate) fn put(&self, place: Place, sender: Sender) {
        if !sender.is_closed() {
            lock(&self.0).entry(place).or_default().push(sender);
        }
    }
}
