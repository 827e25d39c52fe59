//! Verifying the signatures of a message (RFC 6376 §6.1, RFC 8463), and finding out why one fails.

use ring::digest::{Context, SHA256, digest};
use ring::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RsaPublicKeyComponents, UnparsedPublicKey,
};

use super::key::{Algorithm, Key, Material, Weakness};
use super::message::{Field, Message};
use super::{DkimResult, Failure, Signature, Verified, canonical, der, key_name, lookup, recover};
use crate::dns::Dns;
use crate::published::Published;
use crate::tags;

/// The most signatures looked at; receivers stop earlier (RFC 6376 §6.1 leaves the number to them).
const MOST: usize = 20;
/// The longest body, in bytes, whose end is tried line by line for what was added.
const LONGEST_TRIED: usize = 1 << 20;

/// Every signature of the message, from the top. `now` is in seconds since 1970.
pub async fn verify<D: Dns>(dns: &D, message: &Message, now: u64) -> Vec<Verified> {
    let mut all = Vec::new();
    let signatures = message.fields.iter().enumerate().filter(|(_, field)| field.is("dkim-signature"));
    for (at, field) in signatures.take(MOST) {
        let parts = match Parts::read(field) {
            Ok(parts) => parts,
            Err(why) => {
                let result = why.result();
                all.push(Verified {
                    result,
                    why: Some(why),
                    signature: None,
                    key_name: None,
                    testing: false,
                    notes: Vec::new(),
                });
                continue;
            }
        };
        let (done, notes) = one(dns, message, at, &parts, now).await;
        let testing = done == Ok(true);
        let why = done.err();
        all.push(Verified {
            result: why.as_ref().map_or(DkimResult::Pass, Failure::result),
            why,
            key_name: Some(key_name(&parts.signature.selector, &parts.signature.domain)),
            signature: Some(parts.signature),
            testing,
            notes,
        });
    }
    all
}

/// A signature field with what only verifying needs.
struct Parts {
    signature: Signature,
    /// `b`, decoded.
    signed: Vec<u8>,
    /// `bh`, decoded.
    body_hash: Vec<u8>,
    /// The field with an empty `b=` (RFC 6376 §3.7).
    unsigned: Vec<u8>,
}

impl Parts {
    fn read(field: &Field) -> Result<Self, Failure> {
        let garbled = || Failure::Malformed(vec![crate::Problem::new(0..0, "the field holds bytes that are no text")]);
        let text = std::str::from_utf8(&field.raw).map_err(|_| garbled())?;
        let start = text.find(':').map_or(0, |colon| colon + 1);
        let value = &text[start..];
        let signature = Signature::parse(value).map_err(Failure::Malformed)?;
        let (tags, _) = tags::split(value);
        let tag = |name: &str| tags.iter().find(|tag| tag.name == name);
        let bytes = |name: &str| tag(name).and_then(|tag| der::base64(tag.value)).ok_or_else(garbled);
        let (signed, body_hash) = (bytes("b")?, bytes("bh")?);
        let b = tag("b").ok_or_else(garbled)?;
        // Everything from the equals sign to the semicolon goes, white space too.
        let equals = value[b.name_at.end..].find('=').map_or(b.name_at.end, |at| b.name_at.end + at + 1);
        let end = value[equals..].find(';').map_or(value.len(), |at| equals + at);
        let unsigned = [&text[..start + equals], &value[end..]].concat().into_bytes();
        Ok(Self { signature, signed, body_hash, unsigned })
    }
}

/// Whether the key is in test mode, or why the signature does not count; and what weakens it.
async fn one<D: Dns>(
    dns: &D,
    message: &Message,
    at: usize,
    parts: &Parts,
    now: u64,
) -> (Result<bool, Failure>, Vec<String>) {
    let signature = &parts.signature;
    let mut notes = Vec::new();
    let done = async {
        let algorithm = algorithm(signature)?;
        match (signature.expires_at, signature.signed_at) {
            (Some(end), Some(start)) if end < start => return Err(Failure::ExpiresBeforeSigned),
            (Some(end), _) if end < now => return Err(Failure::Expired(end)),
            _ => {}
        }
        let keys = keys(dns, signature).await?;
        body(message, parts, &mut notes)?;
        let data = signed_data(message, at, parts);
        // Of several records any one may be the right one (RFC 6376 §3.6.2.2).
        let mut last = Failure::KeyMissing;
        if keys.len() > 1 {
            notes.push(
                "several keys stand at the name, and which one a receiver takes is chance, remove the others"
                    .to_owned(),
            );
        }
        for key in &keys {
            match fits(key, signature, &algorithm).and_then(|()| holds(key, &data, &parts.signed)) {
                Ok(()) => {
                    notes.extend(weak(key));
                    return Ok(key.testing);
                }
                Err(why) => last = why,
            }
        }
        Err(last)
    };
    let done = done.await;
    (done, notes)
}

fn algorithm(signature: &Signature) -> Result<Algorithm, Failure> {
    match signature.algorithm.to_ascii_lowercase().as_str() {
        "rsa-sha256" => Ok(Algorithm::Rsa),
        "ed25519-sha256" => Ok(Algorithm::Ed25519),
        other => Err(Failure::Algorithm(other.to_owned())),
    }
}

async fn keys<D: Dns>(dns: &D, signature: &Signature) -> Result<Vec<Key>, Failure> {
    match lookup(dns, &signature.selector, &signature.domain).await {
        Published::Valid { record, .. } => Ok(vec![*record]),
        Published::Faulty { problems, .. } => Err(Failure::KeyFaulty(problems)),
        Published::Nothing => Err(Failure::KeyMissing),
        Published::NoAnswer(why) => Err(Failure::NoAnswer(why)),
        Published::Several(texts) => {
            let (good, bad): (Vec<_>, Vec<_>) = texts.iter().map(|text| Key::parse(text)).partition(Result::is_ok);
            match (good.is_empty(), bad.into_iter().find_map(Result::err)) {
                (true, Some(problems)) => Err(Failure::KeyFaulty(problems)),
                _ => Ok(good.into_iter().flatten().collect()),
            }
        }
    }
}

/// Whether the key may be used for this signature (RFC 6376 §3.6.1 and §6.1.2).
fn fits(key: &Key, signature: &Signature, algorithm: &Algorithm) -> Result<(), Failure> {
    let unfit = |why: String| Err(Failure::KeyUnfit(why));
    match &key.material {
        Material::Revoked => return Err(Failure::KeyRevoked),
        Material::Rsa { bits, .. } if *bits < 1024 => return Err(Failure::KeyTooShort(*bits)),
        _ => {}
    }
    if key.algorithm != *algorithm {
        let (is, wanted) = (key.algorithm.name(), algorithm.name());
        return unfit(format!(
            "the published key is for {is} and the signature is made with {wanted}, publish the right one"
        ));
    }
    for weakness in key.weaknesses() {
        match weakness {
            Weakness::Sha1Only => return unfit("the key allows SHA-1 only, drop h= from its record".to_owned()),
            Weakness::NotForMail => return unfit("the key is not for mail, drop s= from its record".to_owned()),
            _ => {}
        }
    }
    let of = signature.identity.rsplit_once('@').map_or("", |(_, domain)| domain);
    if key.strict && crate::name::canonical(of) != signature.domain {
        return unfit(format!("the key allows no subdomains (t=s) and i= names {of}, drop one of them"));
    }
    Ok(())
}

/// Compares the hash of the body (RFC 6376 §6.1.3, steps 2 and 3).
fn body(message: &Message, parts: &Parts, notes: &mut Vec<String>) -> Result<(), Failure> {
    let whole = canonical::body(&message.body, parts.signature.body_form);
    let there = u64::try_from(whole.len()).unwrap_or(u64::MAX);
    let mut signed = whole.as_slice();
    if let Some(limit) = parts.signature.body_length {
        if limit > there {
            return Err(Failure::BodyCut { signed: limit, there });
        }
        let limit = usize::try_from(limit).unwrap_or(whole.len());
        signed = &whole[..limit];
        let beyond = whole.len() - limit;
        notes.push(match beyond {
            0 => format!("l={limit} signs only so many bytes: anyone can add text to the message, drop l="),
            _ => format!(
                "l={limit} leaves the last {beyond} bytes of the body unsigned: anyone could have added them, drop l="
            ),
        });
    }
    if digest(&SHA256, signed).as_ref() == parts.body_hash {
        return Ok(());
    }
    Err(Failure::BodyChanged { added_lines: added(signed, &parts.body_hash) })
}

/// How many lines at the end of a body explain that its hash differs: mailing lists and scanners add some.
fn added(body: &[u8], wanted: &[u8]) -> Option<usize> {
    if body.len() > LONGEST_TRIED {
        return None;
    }
    let lines: Vec<&[u8]> = body.split_inclusive(|byte| *byte == b'\n').collect();
    let mut running = Context::new(&SHA256);
    for (index, line) in lines.iter().enumerate() {
        running.update(line);
        if running.clone().finish().as_ref() == wanted {
            return Some(lines.len() - index - 1);
        }
    }
    None
}

/// The bytes under the signature (RFC 6376 §3.7).
fn signed_data(message: &Message, at: usize, parts: &Parts) -> Vec<u8> {
    let form = parts.signature.header_form;
    let mut data = Vec::new();
    for field in canonical::chosen(&message.fields, &parts.signature.headers, at) {
        data.extend(canonical::field(&field.raw, form));
        data.extend_from_slice(b"\r\n");
    }
    data.extend(canonical::field(&parts.unsigned, form));
    data
}

/// Whether the key says that the data was signed.
fn holds(key: &Key, data: &[u8], signed: &[u8]) -> Result<(), Failure> {
    match &key.material {
        Material::Rsa { base64, .. } => {
            let bytes = der::base64(base64).unwrap_or_default();
            let (n, e) = der::rsa_numbers(&bytes).ok_or(Failure::OtherKey)?;
            let held =
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, data, signed);
            held.map_err(|_| match recover::made_with(n, e, signed) {
                Some(true) => Failure::HeaderChanged,
                Some(false) => Failure::OtherKey,
                None => Failure::HeaderOrKey,
            })
        }
        Material::Ed25519 { base64 } => {
            let bytes = der::base64(base64).unwrap_or_default();
            // Ed25519 signs the hash of the data (RFC 8463 §3).
            let hash = digest(&SHA256, data);
            UnparsedPublicKey::new(&ED25519, bytes).verify(hash.as_ref(), signed).map_err(|_| Failure::HeaderOrKey)
        }
        Material::Revoked => Err(Failure::KeyRevoked),
        Material::Other { .. } => Err(Failure::Algorithm(key.algorithm.name().to_owned())),
    }
}

/// What weakens a key that holds.
fn weak(key: &Key) -> Vec<String> {
    let words = |weakness| match weakness {
        Weakness::Testing => {
            Some("the key is in test mode (t=y), so receivers treat the message as unsigned, drop the flag".to_owned())
        }
        Weakness::RsaShort { bits } => Some(format!("the key has {bits} bits, make one of 2048")),
        Weakness::RsaLong { bits } => {
            Some(format!("the key has {bits} bits and receivers need not accept more than 4096, make one of 2048"))
        }
        _ => None,
    };
    key.weaknesses().into_iter().filter_map(words).collect()
}
