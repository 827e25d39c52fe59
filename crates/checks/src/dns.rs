//! Names, addresses and name servers.

mod alias_broken;
mod answers_differ;
mod apex_alias;
mod caa_forbids_issuer;
mod caa_invalid;
mod caa_missing;
mod dangling_cname;
mod dangling_mail_name;
mod dangling_ns;
mod does_not_resolve;
mod edns_broken;
mod glue_wrong;
mod https_record_wrong;
mod ipv6_dead;
mod ipv6_missing;
mod issuers;
mod lame_server;
mod large_datagrams;
mod name_server_alias;
mod name_server_private;
mod negative_ttl_long;
mod no_tcp;
mod not_delegated;
mod one_name_server;
mod one_network;
mod open_recursion;
mod parent_differs;
mod private_address;
mod resolvers_disagree;
mod soa_differs;
mod soa_timers;
mod ttl_extreme;
mod undeclared_host;
mod wildcard;
mod www_missing;
mod zone_transfer;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        dangling_cname::check(),
        does_not_resolve::check(),
        www_missing::check(),
        lame_server::check(),
        one_name_server::check(),
        private_address::check(),
        caa_forbids_issuer::check(),
        apex_alias::check(),
        ipv6_dead::check(),
        dangling_mail_name::check(),
        name_server_alias::check(),
        name_server_private::check(),
        parent_differs::check(),
        glue_wrong::check(),
        soa_differs::check(),
        answers_differ::check(),
        resolvers_disagree::check(),
        no_tcp::check(),
        open_recursion::check(),
        wildcard::check(),
        caa_missing::check(),
        caa_invalid::check(),
        one_network::check(),
        edns_broken::check(),
        ipv6_missing::check(),
        https_record_wrong::check(),
        ttl_extreme::check(),
        negative_ttl_long::check(),
        soa_timers::check(),
        not_delegated::check(),
        alias_broken::check(),
        dangling_ns::check(),
        undeclared_host::check(),
        zone_transfer::check(),
        large_datagrams::check(),
    ]
}

/// Has the host no address at all?
fn nowhere(addresses: &Addresses) -> bool {
    addresses.all().next().is_none()
}

/// What the resolver said to a search for addresses that found none.
fn said(addresses: &Addresses) -> String {
    let words = match addresses.lookup {
        Lookup::Found | Lookup::NoData => "NOERROR without A or AAAA records: the name exists, its address does not",
        Lookup::NoSuchName => "NXDOMAIN: the name does not exist",
        Lookup::ServerFailure => "SERVFAIL: the name servers gave no usable answer",
        Lookup::Refused => "REFUSED",
    };
    match addresses.extended_errors.first() {
        Some(error) => format!("{words} (\"{}\")", text::quote(error, 80)),
        None => words.to_owned(),
    }
}

/// One finding for each server, whose name is the key: its addresses are one machine to mend.
fn by_server(findings: impl IntoIterator<Item = Finding>) -> Verdict {
    let mut seen = std::collections::BTreeSet::new();
    Verdict::of(findings.into_iter().filter(|f| seen.insert(f.key.clone())).collect())
}

/// A record for a remedy.
fn record(name: impl Into<String>, kind: &str, value: impl Into<String>) -> DnsRecord {
    DnsRecord { name: name.into(), kind: kind.into(), value: value.into(), ttl: 3600 }
}
