//! Signatures of the domain.

mod bogus;
mod ds_mismatch;
mod signature_ending;
mod unsigned;
mod weak_algorithm;

use crate::Check;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![ds_mismatch::check(), bogus::check(), signature_ending::check(), weak_algorithm::check(), unsigned::check()]
}
