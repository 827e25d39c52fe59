//! DNS servers that misbehave.

use super::{Chaos, noise};
use crate::dns::blank;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::TXT;
use hickory_proto::rr::{RData, Record, RecordType};
use std::io;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Messages of 64 KB that make 10 MB.
const HUGE_MESSAGES: usize = 160;

/// What to send for a question over UDP: `None` to answer as usual, `Some(None)` for silence.
#[allow(clippy::option_option)]
pub(crate) fn datagram(chaos: Chaos, question: &Message) -> Option<Option<Vec<u8>>> {
    let mut answer = blank(question);
    match chaos {
        Chaos::Refuse | Chaos::Hang | Chaos::HalfClose => return Some(None),
        Chaos::Garbage => return Some(Some(noise(97))),
        Chaos::ServerFailure => answer.metadata.response_code = ResponseCode::ServFail,
        Chaos::AlwaysTruncated | Chaos::OneByteASecond => answer.metadata.truncation = true,
        Chaos::HugeTxt if is_txt(question) => answer.metadata.truncation = true,
        Chaos::WrongId => answer.metadata.id = answer.metadata.id.wrapping_add(1),
        _ => return None,
    }
    Some(answer.to_vec().ok())
}

/// Answers over TCP; false when the usual answer should follow.
pub(crate) async fn connection(chaos: Chaos, question: &Message, stream: &mut TcpStream) -> io::Result<bool> {
    let mut answer = blank(question);
    match chaos {
        Chaos::Refuse | Chaos::Hang => return std::future::pending().await,
        Chaos::HalfClose => {
            stream.shutdown().await?;
            return std::future::pending().await;
        }
        Chaos::Garbage => {
            stream.write_all(&noise(4096)).await?;
            return Ok(true);
        }
        Chaos::OneByteASecond => {
            for byte in framed(&answer)? {
                stream.write_all(&[byte]).await?;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            return Ok(true);
        }
        Chaos::HugeTxt if is_txt(question) => {
            let strings = vec![[b'x'; 255].as_slice(); 250];
            let name = question.queries.first().map(|q| q.name.clone()).unwrap_or_default();
            answer.add_answer(Record::from_rdata(name, 60, RData::TXT(TXT::from_bytes(strings))));
            let message = framed(&answer)?;
            for _ in 0..HUGE_MESSAGES {
                stream.write_all(&message).await?;
            }
            return Ok(true);
        }
        Chaos::ServerFailure => answer.metadata.response_code = ResponseCode::ServFail,
        Chaos::AlwaysTruncated => answer.metadata.truncation = true,
        Chaos::WrongId => answer.metadata.id = answer.metadata.id.wrapping_add(1),
        _ => return Ok(false),
    }
    stream.write_all(&framed(&answer)?).await?;
    Ok(true)
}

fn is_txt(question: &Message) -> bool {
    question.queries.iter().any(|q| q.query_type == RecordType::TXT)
}

fn framed(answer: &Message) -> io::Result<Vec<u8>> {
    let bytes = answer.to_vec().map_err(io::Error::other)?;
    let length = u16::try_from(bytes.len()).map_err(io::Error::other)?;
    Ok([length.to_be_bytes().as_slice(), &bytes].concat())
}
