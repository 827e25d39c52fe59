//! TLSA records of a host's web port (RFC 6698).

use super::name_of;
use crate::look::{Gather, Look};
use crate::tls::certificate::hex;
use hickory_proto::rr::{RData, RecordType};
use model::facts::{Dane, Lookup, TlsaRecord};
use model::{Seen, Subject, Unknown, Why};
use sha2::{Digest, Sha256};

impl Gather for Dane {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let none = Self { records: Vec::new(), secure: false };
        if look.is_pinned(&subject.name) {
            return Ok(none);
        }
        let name = name_of(subject)?;
        let holder = name.child("_tcp").and_then(|n| n.child("_443"));
        let Ok(holder) = holder else { return Ok(none) };
        let reply = look.ask(&holder, RecordType::TLSA).await?;
        if matches!(reply.lookup, Lookup::ServerFailure | Lookup::Refused) {
            return Err(Unknown::new(Why::NoAnswer, format!("the TLSA records of {name}")));
        }
        let records: Vec<TlsaRecord> = reply
            .records
            .iter()
            .filter_map(|r| match &r.data {
                RData::TLSA(tlsa) => {
                    let matching = u8::from(tlsa.matching);
                    Some(TlsaRecord {
                        usage: u8::from(tlsa.cert_usage),
                        selector: u8::from(tlsa.selector),
                        matching,
                        sha256: match matching {
                            0 => Some(hex(&Sha256::digest(&tlsa.cert_data))),
                            1 => Some(hex(&tlsa.cert_data)),
                            _ => None,
                        },
                        sha512: (matching == 2).then(|| hex(&tlsa.cert_data)),
                    })
                }
                _ => None,
            })
            .collect();
        Ok(Self { secure: reply.secure, records })
    }
}
