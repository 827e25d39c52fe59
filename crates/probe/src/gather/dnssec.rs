//! Signatures of a domain: what the resolver makes of them, and what the records themselves say.

use super::name_of;
use crate::dns::exchange::extended_errors;
use crate::dns::to_wire;
use crate::look::{Gather, Look};
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{Name as Wire, RData, RecordType};
use jiff::Timestamp;
use model::facts::{DnsKey, Dnssec, DnssecState, DsRecord, Signature};
use model::{Seen, Subject};
use sha2::{Digest, Sha256, Sha384};

impl Gather for Dnssec {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let name = to_wire(&name_of(subject)?)?;
        let root = Wire::root();
        let (root, checked, unchecked, keys, ds) = tokio::join!(
            look.ask_signed(&root, RecordType::SOA, false),
            look.ask_signed(&name, RecordType::SOA, false),
            look.ask_signed(&name, RecordType::SOA, true),
            look.ask_signed(&name, RecordType::DNSKEY, true),
            look.ask_signed(&name, RecordType::DS, true),
        );
        let (root, checked, unchecked, keys, ds) = (root?, checked?, unchecked?, keys?, ds?);
        let key_data = data(&keys, RecordType::DNSKEY);
        let signatures = [&unchecked, &keys].into_iter().flat_map(|m| data(m, RecordType::RRSIG));
        Ok(Self {
            validating: root.metadata.authentic_data,
            state: state(&checked, &unchecked),
            ds: data(&ds, RecordType::DS).iter().filter_map(|d| read_ds(d, &name, &key_data)).collect(),
            keys: key_data.iter().filter_map(|k| read_key(k)).collect(),
            signatures: signatures.filter_map(|s| read_signature(&s)).collect(),
        })
    }
}

/// SERVFAIL that goes away when checking is off is the mark of broken signatures; SERVFAIL alone is not (decision 9).
fn state(checked: &Message, unchecked: &Message) -> DnssecState {
    let fine = |m: &Message| matches!(m.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain);
    match (fine(checked), fine(unchecked)) {
        (true, _) if checked.metadata.authentic_data => DnssecState::Secure,
        (true, _) => DnssecState::Insecure,
        (false, true) if checked.metadata.response_code == ResponseCode::ServFail => {
            DnssecState::Bogus(extended_errors(checked).join("; "))
        }
        _ => DnssecState::Unclear,
    }
}

/// The octets of each record of a type.
fn data(message: &Message, kind: RecordType) -> Vec<Vec<u8>> {
    let records = message.answers.iter().filter(|r| r.record_type() == kind);
    records
        .filter_map(|r| match &r.data {
            RData::Unknown { rdata, .. } => Some(rdata.anything.clone()),
            _ => None,
        })
        .collect()
}

fn wide(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

fn read_ds(bytes: &[u8], owner: &Wire, keys: &[Vec<u8>]) -> Option<DsRecord> {
    let (tag, algorithm, digest_type) = (wide(bytes, 0)?, *bytes.get(2)?, *bytes.get(3)?);
    let digest = bytes.get(4..)?;
    let owner = wire_form(owner);
    let made = |key: &Vec<u8>| match digest_type {
        2 => Some(Sha256::digest([owner.as_slice(), key].concat()).to_vec()),
        4 => Some(Sha384::digest([owner.as_slice(), key].concat()).to_vec()),
        _ => None,
    };
    let matches = matches!(digest_type, 2 | 4).then(|| keys.iter().any(|k| made(k).as_deref() == Some(digest)));
    Some(DsRecord { tag, algorithm, digest_type, matches })
}

/// A name as it is hashed: lower case, uncompressed (RFC 4034 §6.2).
fn wire_form(name: &Wire) -> Vec<u8> {
    let mut out = Vec::new();
    for label in name.to_lowercase().iter() {
        out.push(u8::try_from(label.len()).unwrap_or(0));
        out.extend(label);
    }
    out.push(0);
    out
}

fn read_key(bytes: &[u8]) -> Option<DnsKey> {
    let algorithm = *bytes.get(3)?;
    let key = bytes.get(4..)?;
    let rsa_bits = matches!(algorithm, 5 | 7 | 8 | 10).then(|| rsa_bits(key)).flatten();
    Some(DnsKey { tag: tag(bytes), algorithm, rsa_bits })
}

/// RFC 3110 §2: length of the exponent in one octet, or in three with a leading zero.
fn rsa_bits(key: &[u8]) -> Option<u32> {
    let (head, exponent) = match *key.first()? {
        0 => (3, usize::from(wide(key, 1)?)),
        short => (1, usize::from(short)),
    };
    let modulus = key.get(head + exponent..)?;
    let skipped = modulus.iter().take_while(|b| **b == 0).count();
    let first = modulus.get(skipped)?;
    u32::try_from((modulus.len() - skipped) * 8).ok().map(|bits| bits - first.leading_zeros())
}

/// RFC 4034, appendix B.
fn tag(bytes: &[u8]) -> u16 {
    let sum: u32 =
        bytes.iter().enumerate().map(|(i, b)| if i % 2 == 0 { u32::from(*b) << 8 } else { u32::from(*b) }).sum();
    u16::try_from((sum + (sum >> 16)) & 0xFFFF).unwrap_or(0)
}

fn read_signature(bytes: &[u8]) -> Option<Signature> {
    let covers = RecordType::from(wide(bytes, 0)?).to_string();
    let moment = |at: usize| {
        let seconds = u32::from_be_bytes(<[u8; 4]>::try_from(bytes.get(at..at + 4)?).ok()?);
        Timestamp::from_second(i64::from(seconds)).ok()
    };
    Some(Signature { covers, begins: moment(12), expires: moment(8)? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The example of RFC 4034 §5.4 has SHA-1; its key and tag are used all the same.
    #[test]
    fn a_key_has_the_tag_that_the_rfc_gives_it() {
        let key = "0100030501030F0F2A4F8F2E";
        let bytes: Vec<u8> =
            (0..key.len()).step_by(2).map(|i| u8::from_str_radix(&key[i..i + 2], 16).unwrap()).collect();
        let expected = bytes.chunks(2).fold(0u32, |sum, pair| sum + (u32::from(pair[0]) << 8) + u32::from(pair[1]));
        assert_eq!(u32::from(tag(&bytes)), (expected + (expected >> 16)) & 0xFFFF);
        assert_eq!(read_key(&bytes).unwrap().algorithm, 5);
    }

    #[test]
    fn any_octets_are_survived() {
        for length in 0..40usize {
            let bytes = vec![0xFFu8; length];
            read_ds(&bytes, &Wire::root(), &[]);
            read_key(&bytes);
            read_signature(&bytes);
            rsa_bits(&bytes);
        }
    }

    #[test]
    fn an_rsa_key_is_measured() {
        let mut key = vec![1, 3];
        key.extend([0x80; 128]);
        assert_eq!(rsa_bits(&key), Some(1024));
    }
}
