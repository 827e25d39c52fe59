//! What a check's file needs.

pub use crate::case::Case;
pub use crate::judge::{Check, Cx, Each};
pub use crate::sample;
pub(crate) use crate::shell;
pub use model::check::{CheckInfo, Level, Scope, Severity, Source, Stage, Wait};
pub use model::declared::{Purpose, RouteKind};
pub use model::facts::*;
pub use model::remedy::{DnsRecord, LaterRecord, Remedy};
pub use model::setting::Setting;
pub use model::subject::Origin;
pub use model::text;
pub use model::{Finding, Name, Seen, Subject, SubjectKind, Target, TargetClass, Unknown, Verdict, Why};
