//! The catalogue: every check is one file that declares itself, judges named facts, and carries its cases.
//!
//! A judge sees its facts and a [`Cx`], nothing else: no socket, no file, no clock.

mod access;
mod cache;
pub mod case;
mod content;
mod cookie;
mod dns;
mod dnssec;
mod edge;
mod env;
mod exposure;
mod header;
pub mod judge;
mod mail;
mod people;
pub mod prelude;
mod reach;
mod redirect;
mod registration;
pub mod registry;
pub mod sample;
mod shell;
mod tls;

pub use judge::{Check, Cx, Each, Need};
pub use registry::{all, by_id, infos, judge_all, judge_one, wanted};
