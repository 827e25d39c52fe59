//! The words of Launch Ready as types: subjects, facts, evidence, checks, verdicts, findings, reports.
//!
//! Nothing in here looks at the world: no socket, no file, no clock, no environment. Every other
//! crate speaks these types; `clippy.toml` beside this crate keeps the door shut.

pub mod check;
pub mod claim;
pub mod declared;
pub mod evidence;
pub mod facts;
pub mod finding;
pub mod name;
pub mod profile;
pub mod remedy;
pub mod report;
pub mod setting;
pub mod subject;
pub mod target;
pub mod text;
pub mod unknown;

pub use check::{Applies, CheckInfo, Level, Question, Scope, Severity, Source, Stage, Wait};
pub use claim::{Claim, Said, Standing};
pub use declared::Declared;
pub use evidence::{Evidence, FactKey, Record};
pub use facts::{Fact, FactKind, FactType};
pub use finding::{Finding, Judged, Verdict};
pub use name::Name;
pub use profile::{Profile, Thresholds};
pub use remedy::{DnsRecord, LaterRecord, Remedy};
pub use report::{Report, Row, State};
pub use subject::{Origin, Subject, SubjectKind};
pub use target::{Target, TargetClass};
pub use unknown::{Seen, Unknown, Why};
