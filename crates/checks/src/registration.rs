//! Registration of the domain.

mod expires_soon;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![expires_soon::check()]
}
