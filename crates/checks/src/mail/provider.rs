//! Mail services that a domain seems to use, from its MX and SPF records.

use crate::prelude::*;
use ::mail::provider::{Provider, recognized};
use ::mail::spf::{Mechanism, Record, TermKind};

/// The services, in a fixed order.
pub(super) fn of(mx: Seen<&Mx>, spf: Seen<&Spf>) -> Vec<&'static Provider> {
    let servers: Vec<String> = mx.map(|mx| mx.servers.iter().map(|s| s.host.to_string()).collect()).unwrap_or_default();
    let included = spf.map(includes).unwrap_or_default();
    recognized(&servers, &included)
}

fn includes(spf: &Spf) -> Vec<String> {
    let terms = spf.records.iter().flat_map(|record| Record::parse_lenient(record).0);
    let target = |kind: TermKind| match kind {
        TermKind::Directive { mechanism: Mechanism::Include { domain }, .. } => domain.fixed(),
        _ => None,
    };
    terms.filter_map(|term| target(term.kind)).collect()
}

/// Does the domain send mail: declared, or by a record that lets somebody send?
pub(super) fn sends(cx: &Cx, spf: Seen<&[String]>) -> bool {
    let declared = cx.declared.sending.iter().any(|d| d.as_str() == cx.subject.name);
    // A record that can't be seen is no reason to think that nobody sends.
    declared || spf.map_or(true, |records| records.iter().any(|record| allows(record)))
}

/// Does the record name any sender? A word that can't be read is mostly one.
fn allows(record: &str) -> bool {
    use ::mail::spf::{Modifier, Qualifier};
    let (terms, problems) = Record::parse_lenient(record);
    !problems.is_empty()
        || terms.iter().any(|term| match &term.kind {
            TermKind::Directive { qualifier, .. } => *qualifier == Qualifier::Pass,
            TermKind::Modifier(modifier) => matches!(modifier, Modifier::Redirect { .. }),
        })
}

/// Does the domain neither take nor send mail, as far as its records tell?
pub(super) fn unused(cx: &Cx, mx: Seen<&Mx>, spf: Seen<&Spf>) -> bool {
    unused_by(cx, mx, spf.map(|spf| spf.records.as_slice()))
}

/// The same, from the texts of its SPF records.
pub(super) fn unused_by(cx: &Cx, mx: Seen<&Mx>, spf: Seen<&[String]>) -> bool {
    mx.is_ok_and(|mx| mx.servers.is_empty()) && !sends(cx, spf)
}
