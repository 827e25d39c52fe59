//! Names, addresses and name servers.

mod caa_forbids_issuer;
mod dangling_cname;
mod does_not_resolve;
mod issuers;
mod lame_server;
mod one_name_server;
mod private_address;
mod www_missing;

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

/// A record for a remedy.
fn record(name: impl Into<String>, kind: &str, value: impl Into<String>) -> DnsRecord {
    DnsRecord { name: name.into(), kind: kind.into(), value: value.into(), ttl: 3600 }
}
