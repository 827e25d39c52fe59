//! Mail: who may send in the name of a domain, and who takes its mail.

mod certificate_wrong;
mod dkim_key_missing;
mod dkim_key_refused;
mod dkim_key_weak;
mod dkim_revoked;
mod dkim_syntax;
mod dkim_test_mode;
mod dmarc_missing;
mod dmarc_no_reports;
mod dmarc_not_enforced;
mod dmarc_removed_tags;
mod dmarc_reports_unauthorised;
mod dmarc_reports_undeliverable;
mod dmarc_several;
mod dmarc_subdomains_weaker;
mod dmarc_syntax;
mod keys;
pub(crate) mod mended;
mod mta_sts_missing;
mod mta_sts_mx_mismatch;
mod mta_sts_not_enforced;
mod mta_sts_policy;
mod mta_sts_record;
mod mx_does_not_resolve;
mod mx_is_address;
mod mx_is_alias;
mod no_mx;
mod open_relay;
mod provider;
mod reverse_dns_missing;
mod sample_no_unsubscribe;
mod sample_not_aligned;
mod sending_domain_without_mx;
mod server_not_answering;
mod servers;
mod spf_allows_everyone;
mod spf_include_broken;
mod spf_loop;
mod spf_missing;
mod spf_mx_limit;
mod spf_near_limit;
mod spf_open_ended;
mod spf_ptr;
mod spf_several;
mod spf_syntax;
mod spf_too_broad;
mod spf_too_long;
mod spf_too_many_lookups;
mod spf_void_lookups;
mod starttls_fails;
mod starttls_missing;
mod tls_old;
mod tls_reports_missing;
mod tls_reports_record;
mod tree;
mod unused_domain_open;
mod walk;

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
        spf_too_many_lookups::check(),
        spf_near_limit::check(),
        spf_void_lookups::check(),
        spf_mx_limit::check(),
        spf_too_broad::check(),
        spf_loop::check(),
        spf_include_broken::check(),
        spf_ptr::check(),
        spf_too_long::check(),
        reverse_dns_missing::check(),
        dkim_key_missing::check(),
        dkim_syntax::check(),
        dkim_revoked::check(),
        dkim_key_refused::check(),
        dkim_key_weak::check(),
        dkim_test_mode::check(),
        dmarc_missing::check(),
        dmarc_several::check(),
        dmarc_not_enforced::check(),
        dmarc_syntax::check(),
        dmarc_subdomains_weaker::check(),
        dmarc_no_reports::check(),
        dmarc_reports_unauthorised::check(),
        dmarc_reports_undeliverable::check(),
        dmarc_removed_tags::check(),
        sample_not_aligned::check(),
        sample_no_unsubscribe::check(),
        no_mx::check(),
        sending_domain_without_mx::check(),
        unused_domain_open::check(),
        mx_does_not_resolve::check(),
        mx_is_address::check(),
        mx_is_alias::check(),
        server_not_answering::check(),
        starttls_missing::check(),
        starttls_fails::check(),
        tls_old::check(),
        certificate_wrong::check(),
        open_relay::check(),
        mta_sts_missing::check(),
        mta_sts_record::check(),
        mta_sts_policy::check(),
        mta_sts_mx_mismatch::check(),
        mta_sts_not_enforced::check(),
        tls_reports_missing::check(),
        tls_reports_record::check(),
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

/// The domain whose `_dmarc` holds the records.
fn dmarc_holder<'a>(cx: &'a Cx, dmarc: &'a Dmarc) -> &'a str {
    dmarc.found_at.as_ref().map_or(cx.subject.name.as_str(), Name::as_str)
}

/// Puts `new` in the place of TXT records.
fn replace(name: &str, old: &[&str], new: &str) -> Remedy {
    let record = |value: &str| DnsRecord { name: name.into(), kind: "TXT".into(), value: value.into(), ttl: 3600 };
    Remedy::dns(vec![record(new)], old.iter().map(|v| record(v)).collect())
}

/// A command that prints the SPF records of a domain.
fn show_spf(domain: &str) -> String {
    format!("dig +short {domain} TXT | grep -i 'v=spf1'")
}

/// A command that prints the TXT records of a name.
fn show_txt(name: &str) -> String {
    format!("dig +short {name} TXT")
}

/// Is this the domain of the target, or one that is declared to send? Subdomains of mail services take bounces only.
fn main_domain(cx: &Cx) -> bool {
    let name = &cx.subject.name;
    cx.declared.domain.iter().chain(&cx.declared.sending).any(|d| d.as_str() == name)
}

/// An id of a policy that no earlier one has: the moment of the look.
fn new_id(cx: &Cx) -> String {
    cx.at.strftime("%Y%m%dT%H%M%S").to_string()
}

/// The message that was given, with the domain in its From, where the judged domain is answerable for that one.
fn sample_of<'a>(cx: &Cx, given: &'a MailSample) -> Option<(&'a ::mail::Sample, &'a str)> {
    let sample = given.sample.as_ref()?;
    let from = sample.from.as_deref()?;
    let main = cx.declared.domain.as_ref().is_some_and(|d| d.as_str() == cx.subject.name);
    let below = Name::parse(from).is_ok_and(|f| cx.subject.dns_name().is_some_and(|s| f.is_under(&s)));
    (from == cx.subject.name || (main && below)).then_some((sample, from))
}
