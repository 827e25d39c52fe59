//! Records as a zone file.

use crate::Record;
use crate::kind::Kind;
use crate::name::Name;
use std::fmt::Write;

/// A zone file of records: the start of authority first, then the domain's own records, then the names below it.
#[must_use]
pub fn write(origin: &Name, records: &[Record]) -> String {
    let mut out = format!("$ORIGIN {origin}\n$TTL 3600\n");
    let mut sorted: Vec<&Record> = records.iter().collect();
    let order = |r: &Record| (r.kind != Kind::SOA, r.name != *origin, r.kind != Kind::NS || r.name != *origin);
    sorted.sort_by(|a, b| (order(a), &a.name, a.kind, &a.data).cmp(&(order(b), &b.name, b.kind, &b.data)));
    for r in sorted {
        let _ = writeln!(out, "{:<28} {:>6} IN {:<6} {}", r.name.within(origin), r.ttl, r.kind, r.value());
    }
    out
}
