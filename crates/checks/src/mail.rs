//! Mail: who may send in the name of a domain, and who takes its mail.

mod dmarc_missing;
mod dmarc_not_enforced;
mod dmarc_several;
mod no_mx;
mod repair;
mod spf_allows_everyone;
mod spf_missing;
mod spf_open_ended;
mod spf_several;
mod spf_syntax;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        spf_missing::check(),
        spf_several::check(),
        spf_syntax::check(),
        spf_allows_everyone::check(),
        spf_open_ended::check(),
        dmarc_missing::check(),
        dmarc_several::check(),
        dmarc_not_enforced::check(),
        no_mx::check(),
    ]
}

/// The one SPF record that there is to judge.
fn only(spf: &Spf) -> Result<&str, Verdict> {
    match spf.records.as_slice() {
        [] => Err(Verdict::not_applicable("the domain has no SPF record")),
        [one] => Ok(one),
        _ => Err(Verdict::not_applicable("the domain has several SPF records, which cancel each other")),
    }
}

/// The name that holds the DMARC records.
fn dmarc_name(cx: &Cx, dmarc: &Dmarc) -> String {
    format!("_dmarc.{}", dmarc.found_at.as_ref().map_or(cx.subject.name.as_str(), Name::as_str))
}

/// Puts `new` in the place of TXT records.
fn replace(name: &str, old: &[&str], new: &str) -> Remedy {
    let record = |value: &str| DnsRecord { name: name.into(), kind: "TXT".into(), value: value.into(), ttl: 3600 };
    Remedy::SetDns { set: vec![record(new)], delete: old.iter().map(|v| record(v)).collect() }
}

/// A command that prints the SPF records of a domain.
fn show_spf(domain: &str) -> String {
    format!("dig +short {domain} TXT | grep -i 'v=spf1'")
}

/// A command that prints the TXT records of a name.
fn show_txt(name: &str) -> String {
    format!("dig +short {name} TXT")
}
