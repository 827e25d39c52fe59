//! `launch.toml`: text in, values out, and everything that is wrong with it at once.
//!
//! The way of a file: [`decode`] makes text of bytes; `shape` walks the parsed text along the schema made from the
//! types in `raw` and takes out what does not fit; `validate` and `names` read the rest into a [`Config`]. Each step
//! adds to the same list of problems.
//!
//! Nothing in here reads a file, a clock or the environment: text comes in by argument, variables by closure.

mod config;
pub mod edit;
mod init;
mod names;
mod parse;
mod problem;
mod profiles;
mod raw;
mod read;
mod reference;
mod schema;
mod shape;
mod source;
mod suggest;
mod syntax;
mod validate;

pub use config::{Config, Contact, Domain, MALFORMED_UNTIL, Mail, Overrides};
pub use init::{Detected, init};
pub use model::Claim;
pub use parse::parse;
pub use problem::{Problem, Problems};
pub use profiles::{DEFAULT_PROFILE, UnknownProfile, profile, profiles};
pub use reference::reference;
pub use schema::schema;
pub use source::{MAX_BYTES, decode, decode_up_to};
