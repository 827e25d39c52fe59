//! SPF (RFC 7208): the record, what it says about one message, and what is wrong with it for any message.

mod macros;
mod parse;
mod print;
mod record;

pub use macros::{DomainSpec, Letter, MacroPart, MacroString};
pub use record::{DualCidr, Mechanism, Modifier, Qualifier, Record, Term, TermKind, is_spf};
