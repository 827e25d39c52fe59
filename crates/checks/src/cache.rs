//! What shared caches keep.

mod private_page_shared;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![private_page_shared::check()]
}
