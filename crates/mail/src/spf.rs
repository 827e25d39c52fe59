//! SPF (RFC 7208): the record, what it says about one message, and what is wrong with it for any message.

mod audit;
mod eval;
mod expand;
mod look;
mod macros;
mod matching;
mod outcome;
mod parse;
mod print;
mod record;
mod session;
mod show;
mod walk;

pub use audit::{Audit, AuditKind, AuditProblem, Bounds, Network, Node, NodeTerm, audit, audit_within};
pub use eval::{Options, check_host};
pub use macros::{DomainSpec, Letter, MacroPart, MacroString};
pub(crate) use matching::in_network;
pub use outcome::{Branch, Deciding, Evaluation, SpfResult, Step, StepOutcome};
pub use record::{DualCidr, Mechanism, Modifier, Qualifier, Record, Term, TermKind, is_spf};
