//! Does anything answer?

mod families_differ;
mod health_missing;
mod not_answering;
mod server_error;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![not_answering::check(), server_error::check(), health_missing::check(), families_differ::check()]
}
