//! What shared caches keep.

mod callback_stored;
mod control;
mod error_stored;
mod health_stored;
mod html_long;
mod private_page_shared;
mod set_cookie_shared;
mod static_short;
mod vary_missing;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        private_page_shared::check(),
        error_stored::check(),
        health_stored::check(),
        callback_stored::check(),
        set_cookie_shared::check(),
        vary_missing::check(),
        html_long::check(),
        static_short::check(),
    ]
}

/// What was seen of a header.
fn seen(answer: &Answer, name: &str) -> String {
    match answer.header(name) {
        Some(value) => format!("{name}: {}", text::quote(value, 100)),
        None => format!("no {name} header"),
    }
}
