//! TLS and certificates.

mod expired;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![expired::check()]
}
