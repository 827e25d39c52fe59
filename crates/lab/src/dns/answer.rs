//! How an authoritative server answers, and what is common to all answers.

use super::zone::{Found, Tree, Zone, text};
use crate::world::Manner;
use hickory_proto::op::{Edns, Message, MessageType, Metadata, OpCode, ResponseCode};
use hickory_proto::rr::rdata::opt::EdnsOption;
use hickory_proto::rr::{DNSClass, RData, RecordType};
use std::net::Ipv4Addr;

/// Code of the Extended DNS Error option (RFC 8914).
const EXTENDED_ERROR: u16 = 15;

/// The empty answer to a question: same id, question, RD and CD; EDNS when the question has it (RFC 6891 §6.1.1).
pub(crate) fn blank(question: &Message) -> Message {
    let mut answer = Message::new(question.metadata.id, MessageType::Response, question.metadata.op_code);
    answer.metadata = Metadata::response_from_request(&question.metadata);
    answer.add_queries(question.queries.iter().cloned());
    if let Some(asked) = &question.edns {
        let mut edns = Edns::new();
        edns.set_max_payload(1232).set_dnssec_ok(asked.flags().dnssec_ok);
        answer.set_edns(edns);
        if asked.version() > 0 {
            answer.metadata.response_code = ResponseCode::BADVERS;
        }
    }
    answer
}

/// Name and type asked, when the question is one that can be answered.
pub(crate) fn asked(question: &Message) -> Option<(String, RecordType)> {
    let query = question.queries.first()?;
    let usual = question.metadata.op_code == OpCode::Query
        && question.queries.len() == 1
        && query.query_class == DNSClass::IN
        && question.edns.as_ref().is_none_or(|e| e.version() == 0);
    usual.then(|| (text(&query.name), query.query_type))
}

/// Adds an extended error, if the question speaks EDNS.
pub(crate) fn extended_error(answer: &mut Message, code: u16, words: &str) {
    if let Some(edns) = &mut answer.edns {
        let data = [&code.to_be_bytes(), words.as_bytes()].concat();
        edns.options_mut().insert(EdnsOption::Unknown(EXTENDED_ERROR, data));
    }
}

/// The answer of one authoritative server; `None` when it stays silent.
pub(crate) fn authoritative(tree: &Tree, server: &str, manner: Manner, question: &Message) -> Option<Message> {
    let mut answer = blank(question);
    if manner == Manner::WithoutEdns && question.edns.as_ref().is_some_and(|e| e.version() > 0) {
        answer.edns = None;
        answer.metadata.response_code = ResponseCode::FormErr;
        return Some(answer);
    }
    let Some((name, kind)) = asked(question) else {
        if answer.metadata.response_code == ResponseCode::NoError {
            answer.metadata.response_code = ResponseCode::NotImp;
        }
        return Some(answer);
    };
    match manner {
        Manner::Silent => return None,
        Manner::Refuses => answer.metadata.response_code = ResponseCode::Refused,
        Manner::Fails => answer.metadata.response_code = ResponseCode::ServFail,
        Manner::Lame => {
            // Old servers point to the root for names they don't carry.
            if let Some(root) = tree.zone_of("", |_| true)
                && let Found::Records(servers) = root.find_inside("", RecordType::NS)
            {
                answer.add_authorities(servers);
            }
        }
        Manner::Answers
        | Manner::Stale
        | Manner::OldAddress
        | Manner::OpenToAll
        | Manner::UdpOnly
        | Manner::WithoutEdns
        | Manner::GivesTransfers
        | Manner::LongDatagrams => {
            let carries = |zone: &Zone| zone.servers.iter().any(|s| s == server);
            // DS belongs to the parent's side of a cut (RFC 4035 §3.1.4.1).
            let parent_side =
                |zone: &Zone| carries(zone) && !(kind == RecordType::DS && zone.name == name && !name.is_empty());
            match tree.zone_of(&name, parent_side).or_else(|| tree.zone_of(&name, carries)) {
                Some(zone) if kind == RecordType::AXFR && manner == Manner::GivesTransfers => {
                    answer.metadata.authoritative = true;
                    answer.add_answers(zone.whole());
                }
                Some(_) if kind == RecordType::AXFR => answer.metadata.response_code = ResponseCode::Refused,
                Some(zone) => {
                    fill(&mut answer, zone, name, kind);
                    grow_old(&mut answer, manner, &zone.name);
                }
                None if manner == Manner::OpenToAll && question.metadata.recursion_desired => {
                    return Some(super::resolver::resolve(tree, question));
                }
                None => answer.metadata.response_code = ResponseCode::Refused,
            }
        }
    }
    Some(answer)
}

/// Makes an answer that of an earlier day.
fn grow_old(answer: &mut Message, manner: Manner, zone: &str) {
    for record in &mut answer.answers {
        let top = text(&record.name) == zone;
        match &mut record.data {
            RData::SOA(soa) if manner == Manner::Stale => soa.serial = soa.serial.wrapping_sub(3),
            RData::A(ip) if manner == Manner::OldAddress && top => ip.0 = Ipv4Addr::new(198, 51, 100, 99),
            _ => {}
        }
    }
}

/// Fills in what the zone holds, following aliases as far as this zone reaches.
fn fill(answer: &mut Message, zone: &Zone, mut name: String, kind: RecordType) {
    for _ in 0..16 {
        match zone.find(&name, kind) {
            Found::Records(records) => {
                answer.metadata.authoritative = true;
                answer.add_answers(records);
                return;
            }
            Found::Alias(record, target) => {
                answer.metadata.authoritative = true;
                answer.add_answer(*record);
                if !crate::world::is_under(&target, &zone.name) {
                    return;
                }
                name = target;
            }
            found @ (Found::NoData | Found::NoName) => {
                answer.metadata.authoritative = true;
                if matches!(found, Found::NoName) {
                    answer.metadata.response_code = ResponseCode::NXDomain;
                }
                answer.add_authority(zone.negative_soa());
                return;
            }
            Found::Elsewhere(servers, glue) => {
                // AA stands for the first owner name only (RFC 1035 §4.1.1): an alias before keeps it.
                answer.add_authorities(servers);
                answer.add_additionals(glue);
                return;
            }
        }
    }
}

/// Longest datagram of a server that is set as it should be, in bytes (DNS Flag Day 2020).
const LONGEST: u16 = 1232;

/// The octets to send over UDP: cut to nothing with TC when longer than the asker takes (RFC 6891 §6.2.5), or than fits
/// one packet, unless the server sends `any` length.
pub(crate) fn for_udp(question: &Message, answer: &Message, any: bool) -> Option<Vec<u8>> {
    let asked = question.edns.as_ref().map_or(512, |e| e.max_payload().max(512));
    let limit = usize::from(if any { asked } else { asked.min(LONGEST) });
    let whole = answer.to_vec().ok()?;
    if whole.len() <= limit { Some(whole) } else { answer.truncate().to_vec().ok() }
}
