//! Do name servers hand the whole zone to strangers (AXFR, RFC 5936)? Only on the user's own domains.

use super::name_of;
use crate::dns::exchange::ExchangeError;
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::RecordType;
use model::facts::{Delegation, ServerAnswer, TransferAnswer, TransferLook, Transfers};
use model::{Level, Seen, Subject};

impl Gather for Transfers {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Active)?;
        let domain = name_of(subject)?;
        let delegation = look.get::<Delegation>(subject).await?;
        let serving = delegation.servers.iter().flat_map(|server| {
            let good = server.answers.iter().filter(|(_, a)| matches!(a, ServerAnswer::Authoritative { .. }));
            good.map(move |(address, _)| (server.name.clone(), *address))
        });
        let looks = join_all(serving.map(|(server, address)| {
            let domain = &domain;
            async move {
                let answer = judge(look.ask_tcp(address, domain, RecordType::AXFR).await)?;
                Ok(TransferLook { server, address, answer })
            }
        }));
        Ok(Self { looks: looks.await.into_iter().collect::<Seen<Vec<_>>>()? })
    }
}

/// The first message is enough: a zone begins with its SOA record (RFC 5936 §2.2), and no more of it is read.
fn judge(answer: Result<Message, ExchangeError>) -> Seen<TransferAnswer> {
    let message = match answer {
        Ok(message) => message,
        Err(ExchangeError::Ours(unknown)) => return Err(unknown),
        Err(ExchangeError::NoAnswer | ExchangeError::Malformed) => return Ok(TransferAnswer::NoAnswer),
    };
    let begins = message.answers.first().is_some_and(|r| r.record_type() == RecordType::SOA);
    Ok(if message.metadata.response_code == ResponseCode::NoError && begins {
        TransferAnswer::Given(u16::try_from(message.answers.len()).unwrap_or(u16::MAX))
    } else if message.metadata.response_code == ResponseCode::NoError {
        TransferAnswer::Refused("an empty answer".into())
    } else {
        TransferAnswer::Refused(super::delegation::code(message.metadata.response_code))
    })
}
