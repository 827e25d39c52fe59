//! Records of a list of names, as they stand, for maps and backups.

use super::exchange::{self, ExchangeError, Question};
use super::{to_name, to_wire};
use crate::net::Net;
use futures_util::future::join_all;
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::{RData, RecordType};
use model::{Name, Seen, Unknown, Why};
use std::fmt::Write;
use std::time::Duration;

/// Types that are asked for at each name.
const KINDS: [RecordType; 9] = [
    RecordType::A,
    RecordType::AAAA,
    RecordType::CNAME,
    RecordType::MX,
    RecordType::TXT,
    RecordType::NS,
    RecordType::CAA,
    RecordType::SRV,
    RecordType::TLSA,
];
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
        names.iter().flat_map(|n| KINDS.iter().map(move |k| (n.clone(), *k))).collect();
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
    for resolver in &net.resolvers {
        let message = match exchange::ask(net, *resolver, &question, limit).await {
            Ok((message, _)) => message,
            Err(ExchangeError::Ours(unknown)) => return Err(unknown),
            Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => continue,
        };
        if !matches!(message.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain) {
            continue;
        }
        let own = message.answers.iter().filter(|r| r.record_type() == kind && to_name(&r.name).as_ref() == Some(name));
        let standing = |r: &hickory_proto::rr::Record| Standing {
            name: name.clone(),
            kind: kind.to_string(),
            value: value(&r.data),
            ttl: r.ttl,
        };
        return Ok(own.map(standing).collect());
    }
    Err(Unknown::new(Why::NoResolver, format!("no usable answer about {name} {kind}")))
}

/// A value as it stands in a zone file (RFC 1035 §5.1).
fn value(data: &RData) -> String {
    match data {
        RData::TXT(txt) => txt.txt_data.iter().map(|part| quoted(part)).collect::<Vec<_>>().join(" "),
        RData::CAA(caa) => format!("{} {} {}", u8::from(caa.issuer_critical) * 128, caa.tag, quoted(&caa.value)),
        other => other.to_string(),
    }
}

/// A character string in quotes; whatever is not printable as three digits.
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for byte in bytes {
        match byte {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(*byte));
            }
            0x20..=0x7E => out.push(char::from(*byte)),
            _ => drop(write!(out, "\\{byte:03}")),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_so_that_a_name_server_reads_them_back() {
        assert_eq!(quoted(b"v=spf1 -all"), "\"v=spf1 -all\"");
        assert_eq!(quoted(b"a\"b\\c\x07\xff"), "\"a\\\"b\\\\c\\007\\255\"");
    }
}
