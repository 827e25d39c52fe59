//! What pages hold.

mod insecure_resource;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![insecure_resource::check()]
}
