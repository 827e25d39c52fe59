//! Who gets in.

mod admin_open;
mod login_over_http;
mod staging_open;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![admin_open::check(), login_over_http::check(), staging_open::check()]
}
