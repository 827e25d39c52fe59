//! HTTPS records of a host (RFC 9460).

use super::name_of;
use crate::dns::to_name;
use crate::look::{Gather, Look};
use hickory_proto::rr::rdata::svcb::SvcParamValue;
use hickory_proto::rr::{RData, RecordType};
use model::facts::{HttpsRecords, HttpsService, Lookup};
use model::{Seen, Subject, Unknown, Why};
use std::net::IpAddr;

impl Gather for HttpsRecords {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        if look.is_pinned(&subject.name) {
            return Ok(Self { services: Vec::new() });
        }
        let name = name_of(subject)?;
        let reply = look.ask(&name, RecordType::HTTPS).await?;
        if matches!(reply.lookup, Lookup::ServerFailure | Lookup::Refused) {
            return Err(Unknown::new(Why::NoAnswer, format!("the HTTPS records of {name}")));
        }
        let mut services = Vec::new();
        for record in &reply.records {
            let RData::HTTPS(https) = &record.data else { continue };
            if https.0.svc_priority == 0 {
                continue;
            }
            let mut service =
                HttpsService { target: to_name(&https.0.target_name), alpn: Vec::new(), port: None, hints: Vec::new() };
            for (_, value) in &https.0.svc_params {
                match value {
                    SvcParamValue::Alpn(alpn) => service.alpn.extend(alpn.0.iter().cloned()),
                    SvcParamValue::Port(port) => service.port = Some(*port),
                    SvcParamValue::Ipv4Hint(hint) => service.hints.extend(hint.0.iter().map(|a| IpAddr::V4(a.0))),
                    SvcParamValue::Ipv6Hint(hint) => service.hints.extend(hint.0.iter().map(|a| IpAddr::V6(a.0))),
                    _ => {}
                }
            }
            services.push(service);
        }
        Ok(Self { services })
    }
}
