//! From judged rows to a report, and from a report to what people and machines read.
//!
//! Pure: evidence and rows come in as values, texts go out. No file, no clock, no network; `clippy.toml`
//! beside this crate keeps it so. [`assemble()`] applies profile, waivers and baseline; every renderer
//! reads the finished [`model::Report`] and decides nothing.

pub mod agent;
mod assemble;
pub mod badge;
mod clean;
pub mod compare;
pub mod dates;
pub mod html;
pub mod ics;
pub mod junit;
pub mod markdown;
mod open;
pub mod plan;
pub mod redirects;
pub mod risks;
pub mod sarif;
mod schema;
pub mod setting;
pub mod snippet;
mod terms;
pub mod text;

pub use assemble::{Assembly, assemble, exit_code};
pub use clean::clean;
pub use schema::schema;
