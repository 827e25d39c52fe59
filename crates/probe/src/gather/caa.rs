//! Which authorities may issue for a host: CAA up the tree (RFC 8659 §3).

use super::name_of;
use crate::look::{Gather, Look};
use hickory_proto::rr::{RData, RecordType};
use model::facts::{Caa, CaaRecord, Lookup};
use model::{Seen, Subject, Unknown, Why};

impl Gather for Caa {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let mut name = Some(name_of(subject)?);
        while let Some(current) = name {
            let reply = look.ask(&current, RecordType::CAA).await?;
            // An authority that can't read CAA must not issue: neither do we know what stands there.
            if matches!(reply.lookup, Lookup::ServerFailure | Lookup::Refused) {
                return Err(Unknown::new(Why::NoAnswer, format!("the CAA records of {current}")));
            }
            let records: Vec<CaaRecord> = reply
                .records
                .iter()
                .filter_map(|r| match &r.data {
                    RData::CAA(caa) => Some(CaaRecord {
                        critical: caa.issuer_critical,
                        tag: caa.tag.to_ascii_lowercase(),
                        value: String::from_utf8_lossy(&caa.value).into_owned(),
                    }),
                    _ => None,
                })
                .collect();
            if !records.is_empty() {
                return Ok(Self { found_at: Some(current), records });
            }
            name = current.parent();
        }
        Ok(Self { found_at: None, records: Vec::new() })
    }
}
