//! Finds secrets in bytes. No I/O, no clock: bytes in, hits out.
//!
//! [`Engine`] holds the rules (`rules/*.toml`, written for this crate). One pass of a keyword automaton over the
//! text tells which rules are worth their regex, which then runs in a window round the keyword only. [`pairs`] reads
//! configuration formats, [`unwrap`] takes encodings and archives apart. A [`Hit`] is a place, never a value:
//! [`Salt`] turns the value into a keyed hash where two places have to be recognised as the same secret.

mod assign;
mod check;
mod deep;
mod engine;
mod hit;
mod jwt;
mod kind;
pub mod pairs;
mod placeholder;
mod rare;
mod rule;
mod salt;
mod shape;
pub mod unwrap;

pub use deep::Outcome;
pub use engine::{Engine, Needle};
pub use hit::{Found, Hit, Position, position};
pub use kind::FileKind;
pub use placeholder::is_placeholder;
pub use rare::{entropy, looks_random};
pub use rule::{Class, LoadError, Provider, Rule, Severity, load};
pub use salt::{Digest, Salt};
