//! The recursive resolver: it has all zones at hand and plays a validating resolver.

use super::answer::{asked, blank, extended_error};
use super::zone::{Found, Tree};
use crate::world::Dnssec;
use hickory_proto::op::{Message, ResponseCode};

/// Most aliases followed for one question.
const MOST_ALIASES: usize = 12;

/// The answer to a question.
pub(crate) fn resolve(tree: &Tree, question: &Message) -> Message {
    let mut answer = blank(question);
    answer.metadata.recursion_available = true;
    let Some((mut name, kind)) = asked(question) else {
        if answer.metadata.response_code == ResponseCode::NoError {
            answer.metadata.response_code = ResponseCode::NotImp;
        }
        return answer;
    };
    let mut secure = true;
    for _ in 0..MOST_ALIASES {
        // DS is data of the parent (RFC 4035 §3.1.4.1), so the zone of that very name does not count.
        let holds =
            |z: &super::zone::Zone| !(kind == hickory_proto::rr::RecordType::DS && z.name == name && !name.is_empty());
        let Some(zone) = tree.zone_of(&name, holds) else {
            return failed(answer, 22, "no zone holds the name");
        };
        if !zone.reachable {
            return failed(answer, 22, "no name server of the zone answers");
        }
        match zone.dnssec {
            Dnssec::Signed => {}
            Dnssec::Unsigned => secure = false,
            Dnssec::Bogus if question.metadata.checking_disabled => secure = false,
            Dnssec::Bogus => return failed(answer, 6, "the signatures of the zone don't verify"),
        }
        match zone.find_inside(&name, kind) {
            Found::Records(records) => {
                answer.add_answers(records);
                if question.edns.as_ref().is_some_and(|e| e.flags().dnssec_ok) {
                    answer.add_answers(zone.signatures(&name, kind));
                }
                return finish(answer, question, secure);
            }
            Found::Alias(record, target) => {
                answer.add_answer(*record);
                name = target;
            }
            Found::NoData | Found::Elsewhere(..) => {
                answer.add_authority(zone.negative_soa());
                return finish(answer, question, secure);
            }
            Found::NoName => {
                answer.metadata.response_code = ResponseCode::NXDomain;
                answer.add_authority(zone.negative_soa());
                return finish(answer, question, secure);
            }
        }
    }
    failed(answer, 0, "the aliases don't end")
}

/// AD when every zone on the way is secure and the asker wants to know (RFC 6840 §5.8).
fn finish(mut answer: Message, question: &Message, secure: bool) -> Message {
    let wants = question.metadata.authentic_data || question.edns.as_ref().is_some_and(|e| e.flags().dnssec_ok);
    answer.metadata.authentic_data = secure && wants && !question.metadata.checking_disabled;
    answer
}

fn failed(mut answer: Message, code: u16, words: &str) -> Message {
    answer.answers.clear();
    answer.metadata.response_code = ResponseCode::ServFail;
    extended_error(&mut answer, code, words);
    answer
}
