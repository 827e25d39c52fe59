//! Records of a list of names, as they stand, for maps and backups.

use super::Account;
use super::exchange::Question;
use super::{to_name, to_wire};
use crate::net::Net;
use futures_util::future::join_all;
use hickory_proto::rr::{RData, Record, RecordType};
use hickory_proto::serialize::binary::{BinEncodable, BinEncoder, NameEncoding};
use model::facts::Lookup;
use model::{Name, Seen, Unknown, Why};

use std::time::Duration;
use zone::Kind;

/// Types that are asked for at a usual name.
const USUAL: [u16; 10] = [1, 28, 5, 15, 16, 2, 257, 33, 52, 65];
/// Types at a name that holds texts of mail: the text, or an alias to it.
const TEXTS: [u16; 2] = [16, 5];
/// Types at names of services, such as `_sip._tcp`.
const SERVICES: [u16; 4] = [33, 52, 16, 5];

/// Types that can stand at a name, by what its first labels say.
#[must_use]
pub fn kinds_of(name: &Name) -> Vec<Kind> {
    let text = name.as_str();
    let mail = ["_dmarc.", "_mta-sts.", "_smtp._tls."].iter().any(|p| text.starts_with(p));
    let kinds: &[u16] = match text {
        _ if mail || text.contains("._domainkey.") => &TEXTS,
        _ if text.starts_with('_') => &SERVICES,
        _ => &USUAL,
    };
    kinds.iter().map(|number| Kind(*number)).collect()
}
/// Questions under way at a time: a resolver of a home router drops more.
const AT_ONCE: usize = 24;

/// One record as it stands in DNS.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing {
    /// Its name.
    pub name: Name,
    /// `A`, `MX` …
    pub kind: String,
    /// Value in zone-file form.
    pub value: String,
    /// Time to live in seconds, as the resolver has it.
    pub ttl: u32,
}

/// Asks the resolver for the usual types of each name; records that lie behind an alias belong to others and are left
/// out. Also gives the start of authority of the first name.
///
/// # Errors
/// When no resolver answers a question: a part of the records would look like all of them.
pub async fn survey(net: &Net, names: &[Name], limit: Duration) -> Seen<Vec<Standing>> {
    let mut questions: Vec<(Name, RecordType)> =
        names.iter().flat_map(|n| kinds_of(n).into_iter().map(move |k| (n.clone(), RecordType::from(k.0)))).collect();
    questions.extend(names.first().map(|n| (n.clone(), RecordType::SOA)));
    let mut all = Vec::new();
    for some in questions.chunks(AT_ONCE) {
        let answers = join_all(some.iter().map(|(name, kind)| one(net, name, *kind, limit))).await;
        for records in answers {
            all.extend(records?);
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

async fn one(net: &Net, name: &Name, kind: RecordType, limit: Duration) -> Seen<Vec<Standing>> {
    let question = Question::new(to_wire(name)?, kind, true);
    let reply = super::ask_resolvers(net, &question, limit, &Free).await?;
    if matches!(reply.lookup, Lookup::ServerFailure | Lookup::Refused) {
        return Err(Unknown::new(Why::NoAnswer, format!("{name} {kind}")));
    }
    Ok(standing(&reply.records, name, kind))
}

/// Nobody counts the questions of a survey: their number is fixed.
pub(super) struct Free;

impl Account for Free {
    fn pay(&self) -> Seen<()> {
        Ok(())
    }

    fn received(&self, _: usize) {}
}

/// Records of a name and type in an answer.
pub(super) fn standing(records: &[Record], name: &Name, kind: RecordType) -> Vec<Standing> {
    let own = records.iter().filter(|r| r.record_type() == kind && to_name(&r.name).as_ref() == Some(name));
    own.map(|r| Standing { name: name.clone(), kind: kind.to_string(), value: value(&r.data), ttl: r.ttl }).collect()
}

/// A value as it stands in a zone file (RFC 1035 §5.1), names in lower case.
pub(super) fn value(data: &RData) -> String {
    let mut octets = Vec::new();
    let mut encoder = BinEncoder::new(&mut octets);
    encoder.set_name_encoding(NameEncoding::Uncompressed);
    match data.emit(&mut encoder) {
        Ok(()) => zone::show(zone::Kind(data.record_type().into()), &octets),
        Err(_) => data.to_string(),
    }
}
