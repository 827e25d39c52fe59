//! Mail records: MX, SPF, DMARC.

use super::name_of;
use crate::look::{Gather, Look};
use hickory_proto::rr::{RData, RecordType};
use model::facts::{Dmarc, Lookup, Mx, MxServer, Spf};
use model::{Name, Seen, Subject, Unknown, Why};

/// RFC 9989 §4.10: at most eight questions on the way up the tree.
const DMARC_QUESTIONS: usize = 8;
/// Longest text of a record that is kept; the longest that receivers read is far below.
const MAX_TEXT: usize = 8 << 10;

/// Texts of TXT records; a failure of the resolver is not "none".
async fn texts(look: &Look, name: &Name) -> Seen<Vec<String>> {
    let reply = look.ask(name, RecordType::TXT).await?;
    if matches!(reply.lookup, Lookup::ServerFailure | Lookup::Refused) {
        return Err(Unknown::new(Why::NoAnswer, format!("the TXT records of {name}")));
    }
    Ok(reply.texts().map(|t| cut(t, MAX_TEXT)).collect())
}

fn cut(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        let end = (0..=limit).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        text.truncate(end);
    }
    text
}

impl Gather for Spf {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let all = texts(look, &name_of(subject)?).await?;
        Ok(Self { records: all.into_iter().filter(|t| mail::spf::is_spf(t)).collect() })
    }
}

impl Gather for Dmarc {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let mut name = Some(name_of(subject)?);
        for _ in 0..DMARC_QUESTIONS {
            let Some(current) = name else { break };
            let holder = current.child("_dmarc").map_err(|e| Unknown::new(Why::Bug, e.to_string()))?;
            let records: Vec<String> =
                texts(look, &holder).await?.into_iter().filter(|t| mail::dmarc::is_dmarc(t)).collect();
            if !records.is_empty() {
                return Ok(Self { found_at: Some(current), records });
            }
            name = current.parent();
        }
        Ok(Self { found_at: None, records: Vec::new() })
    }
}

impl Gather for Mx {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = name_of(subject)?;
        let reply = look.ask(&name, RecordType::MX).await?;
        if matches!(reply.lookup, Lookup::ServerFailure | Lookup::Refused) {
            return Err(Unknown::new(Why::NoAnswer, format!("the MX records of {name}")));
        }
        let mut null = false;
        let mut servers = Vec::new();
        for record in &reply.records {
            let RData::MX(mx) = &record.data else { continue };
            null |= mx.exchange.is_root();
            if let Some(host) = crate::dns::to_name(&mx.exchange) {
                servers.push(MxServer { preference: mx.preference, host });
            }
        }
        servers.sort_by(|a, b| (a.preference, &a.host).cmp(&(b.preference, &b.host)));
        Ok(Self { servers, null })
    }
}
