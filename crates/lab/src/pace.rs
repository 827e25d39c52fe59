//! What a round trip costs: a delay, or a wait until whoever counts lets the next round begin.

use crate::world::World;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Round trips in step: everything that was sent arrives at once when the next round begins. The number of rounds until
/// something is done is the number of round trips on its critical path, whatever the machine takes for the rest.
#[derive(Debug, Clone, Default)]
pub struct Rounds(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    begun: watch::Sender<usize>,
    waiting: AtomicUsize,
}

/// Counts a wait, also one that is given up.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Rounds {
    /// Lets everything arrive that is on its way; false when nothing is.
    pub fn next(&self) -> bool {
        let any = self.0.waiting.load(Ordering::SeqCst) > 0;
        if any {
            self.0.begun.send_modify(|n| *n += 1);
        }
        any
    }

    async fn trip(&self) {
        let mut begun = self.0.begun.subscribe();
        let now = *begun.borrow_and_update();
        self.0.waiting.fetch_add(1, Ordering::SeqCst);
        let _waiting = Waiting(&self.0.waiting);
        // The sender lives in `self`, so the wait ends by a round only.
        begun.wait_for(|n| *n > now).await.ok();
    }
}

/// The pace of one world.
#[derive(Debug, Clone)]
pub(crate) struct Pace {
    delay: Duration,
    rounds: Option<Rounds>,
}

impl Pace {
    pub(crate) fn of(world: &World) -> Self {
        Self { delay: world.delay, rounds: world.rounds.clone() }
    }

    /// Does a round trip cost nothing?
    pub(crate) fn is_free(&self) -> bool {
        self.delay.is_zero() && self.rounds.is_none()
    }

    /// One round trip.
    pub(crate) async fn trip(&self) {
        tokio::time::sleep(self.delay).await;
        if let Some(rounds) = &self.rounds {
            rounds.trip().await;
        }
    }
}
