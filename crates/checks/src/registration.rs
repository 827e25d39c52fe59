//! Registration of the domain.

mod expires_soon;
mod transfer_unlocked;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![expires_soon::check(), transfer_unlocked::check()]
}
