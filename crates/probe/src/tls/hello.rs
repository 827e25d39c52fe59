//! A ClientHello written by hand: offers what no library offers any more, and stops at the ServerHello.

use model::facts::{Chosen, HelloAnswer, HelloKind};
use std::time::Duration;
use tls_parser::{TlsCipherSuite, TlsMessage, TlsMessageHandshake, parse_tls_message_handshake};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Suites that protect nothing: NULL, anonymous, EXPORT, DES, RC4 (RFC 9325 §4.1, RFC 7465).
const BROKEN: [u16; 32] = [
    0x0001, 0x0002, 0x003B, 0xC006, 0xC010, 0xC001, 0xC00B, 0xC015, // NULL
    0x0018, 0x001A, 0x001B, 0x0034, 0x003A, 0x006C, 0x006D, 0x00A6, 0x00A7, 0xC016, 0xC018, 0xC019, // anonymous
    0x0003, 0x0006, 0x0008, 0x0014, 0x0017, // EXPORT
    0x0009, 0x0015, // DES
    0x0004, 0x0005, 0xC002, 0xC007, 0xC011, // RC4
];
/// 3DES (RFC 9325 §4.2 asks for 128 bits; its 64-bit blocks leak, CVE-2016-2183).
const TRIPLE_DES: [u16; 5] = [0xC012, 0xC008, 0x0016, 0x0013, 0x000A];
/// Key exchange by RSA encryption.
const STATIC_RSA: [u16; 8] = [0x009C, 0x009D, 0x002F, 0x0035, 0x003C, 0x003D, 0x0041, 0x0084];
/// ECDHE and DHE, with AEAD and CBC.
const FORWARD: [u16; 18] = [
    0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014, 0xC023, 0xC027, 0x009E, 0x009F,
    0xCCAA, 0x0033, 0x0039, 0x0067,
];

/// Longest answer that is read, in bytes: a ServerHello is below 1 KB.
const LONGEST: usize = 16 << 10;

/// The version a kind offers at most.
fn version(kind: HelloKind) -> u16 {
    match kind {
        HelloKind::Ssl3 => 0x0300,
        HelloKind::Tls10 => 0x0301,
        HelloKind::Tls11 => 0x0302,
        HelloKind::Broken | HelloKind::TripleDes | HelloKind::StaticRsa | HelloKind::Usual => 0x0303,
    }
}

fn suites(kind: HelloKind) -> Vec<u16> {
    match kind {
        HelloKind::Broken => BROKEN.to_vec(),
        HelloKind::TripleDes => TRIPLE_DES.to_vec(),
        HelloKind::StaticRsa => STATIC_RSA.to_vec(),
        HelloKind::Usual => [&FORWARD[..], &STATIC_RSA].concat(),
        HelloKind::Ssl3 | HelloKind::Tls10 | HelloKind::Tls11 => {
            [&FORWARD[..], &STATIC_RSA, &TRIPLE_DES, &BROKEN].concat()
        }
    }
}

/// Sends one ClientHello and reads the answer up to the ServerHello.
pub(crate) async fn ask(mut stream: TcpStream, host: &str, kind: HelloKind, limit: Duration) -> HelloAnswer {
    let talk = async {
        // A server that has already closed refuses as well as one that closes after reading.
        if stream.write_all(&hello(kind, host)).await.is_err() {
            return HelloAnswer::Refused;
        }
        read(&mut stream).await
    };
    tokio::time::timeout(limit, talk).await.unwrap_or(HelloAnswer::NoAnswer)
}

/// Two octets of length, then the content.
fn sized(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    [&length.to_be_bytes(), content].concat()
}

fn wide(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|n| n.to_be_bytes()).collect()
}

fn extension(number: u16, content: &[u8]) -> Vec<u8> {
    [&number.to_be_bytes()[..], &sized(content)].concat()
}

/// The record with the ClientHello (RFC 5246 §7.4.1.2; RFC 6101 for SSL 3.0, which has no extensions).
fn hello(kind: HelloKind, host: &str) -> Vec<u8> {
    let mut body = version(kind).to_be_bytes().to_vec();
    for _ in 0..16 {
        body.extend(crate::random_u16().to_be_bytes());
    }
    body.push(0); // no session to resume
    body.extend(sized(&wide(&suites(kind))));
    // Compression is offered with the usual suites only: DEFLATE, then none.
    body.extend(if kind == HelloKind::Usual { &[2, 1, 0][..] } else { &[1, 0] });
    if kind != HelloKind::Ssl3 {
        body.extend(sized(&extensions(kind, host)));
    }
    let length = u32::try_from(body.len()).unwrap_or(0).to_be_bytes();
    let message = [&[1u8][..], &length[1..], &body].concat();
    // Old servers drop records of a version they do not know: 3.1 is understood by all but SSL 3.0 servers.
    let record = if kind == HelloKind::Ssl3 { [0x16, 3, 0] } else { [0x16, 3, 1] };
    [&record[..], &sized(&message)].concat()
}

fn extensions(kind: HelloKind, host: &str) -> Vec<u8> {
    let mut all = Vec::new();
    if host.parse::<std::net::IpAddr>().is_err() && !host.starts_with('[') {
        all.extend(extension(0, &sized(&[&[0u8][..], &sized(host.as_bytes())].concat())));
    }
    all.extend(extension(10, &sized(&wide(&[29, 23, 24, 25])))); // groups: X25519, P-256, P-384, P-521
    all.extend(extension(11, &[1, 0])); // uncompressed points
    if version(kind) == 0x0303 {
        let schemes = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0203, 0x0201];
        all.extend(extension(13, &sized(&wide(&schemes))));
        all.extend(extension(18, &[])); // signed certificate timestamps
    }
    all.extend(extension(0xFF01, &[0])); // secure renegotiation
    all
}

async fn read<S: AsyncRead + Unpin>(stream: &mut S) -> HelloAnswer {
    let mut message: Vec<u8> = Vec::new();
    loop {
        let mut head = [0u8; 5];
        if stream.read_exact(&mut head).await.is_err() {
            return HelloAnswer::Refused;
        }
        let length = usize::from(u16::from_be_bytes([head[3], head[4]]));
        match head {
            [0x15, 3, ..] => return HelloAnswer::Refused,
            [0x16, 3, 0..=4, ..] if length <= LONGEST => {}
            _ => return HelloAnswer::NotTls,
        }
        let mut content = vec![0; length];
        if stream.read_exact(&mut content).await.is_err() {
            return HelloAnswer::Refused;
        }
        message.extend(content);
        if let [kind, a, b, c, ..] = message[..] {
            let whole = 4 + usize::from(a) * 65_536 + usize::from(b) * 256 + usize::from(c);
            if kind != 2 || whole > LONGEST {
                return HelloAnswer::NotTls;
            }
            if message.len() >= whole {
                return server_hello(&message[..whole]).map_or(HelloAnswer::NotTls, HelloAnswer::Chosen);
            }
        }
        if message.len() > LONGEST {
            return HelloAnswer::NotTls;
        }
    }
}

/// Reads one handshake message that must be a ServerHello.
pub(crate) fn server_hello(message: &[u8]) -> Option<Chosen> {
    let (_, TlsMessage::Handshake(TlsMessageHandshake::ServerHello(hello))) =
        parse_tls_message_handshake(message).ok()?
    else {
        return None;
    };
    let version = match hello.version.0 {
        0x0300 => "SSL 3.0",
        0x0301 => "TLS 1.0",
        0x0302 => "TLS 1.1",
        0x0303 => "TLS 1.2",
        _ => return None,
    };
    let suite = hello.cipher.0;
    Some(Chosen {
        version: version.to_owned(),
        suite: TlsCipherSuite::from_id(suite).map_or_else(|| format!("0x{suite:04X}"), |s| s.name.to_owned()),
        compression: hello.compression.0 != 0,
        timestamps: hello.ext.is_some_and(|e| has_extension(e, 18)),
    })
}

fn has_extension(mut rest: &[u8], number: u16) -> bool {
    while let [a, b, c, d, tail @ ..] = rest {
        if u16::from_be_bytes([*a, *b]) == number {
            return true;
        }
        rest = tail.get(usize::from(u16::from_be_bytes([*c, *d]))..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_hello_that_we_write_is_one_that_others_read() {
        for kind in [HelloKind::Ssl3, HelloKind::Tls10, HelloKind::Broken, HelloKind::Usual] {
            let bytes = hello(kind, "acme.example");
            let (rest, record) = tls_parser::parse_tls_plaintext(&bytes).unwrap();
            assert!(rest.is_empty(), "{kind:?}");
            let TlsMessage::Handshake(TlsMessageHandshake::ClientHello(read)) = &record.msg[0] else {
                panic!("{kind:?} is no ClientHello")
            };
            assert_eq!(read.version.0, version(kind));
            assert_eq!(read.ciphers.len(), suites(kind).len());
        }
    }

    #[test]
    fn what_is_offered_as_broken_is_broken_by_its_name() {
        for id in BROKEN {
            let name = TlsCipherSuite::from_id(id).unwrap().name;
            let bad = ["NULL", "anon", "EXPORT", "DES_CBC", "DES40", "RC4"].iter().any(|w| name.contains(w));
            assert!(bad, "{id:#06x} {name}");
        }
        for id in FORWARD {
            let name = TlsCipherSuite::from_id(id).unwrap().name;
            assert!(name.contains("DHE_"), "{name}");
        }
        for id in STATIC_RSA {
            assert!(TlsCipherSuite::from_id(id).unwrap().name.starts_with("TLS_RSA_WITH_"));
        }
        for id in TRIPLE_DES {
            assert!(TlsCipherSuite::from_id(id).unwrap().name.contains("3DES"));
        }
    }

    #[test]
    fn any_octets_are_survived() {
        let mut state = 7u32;
        for length in 0..400usize {
            let mut bytes = vec![2, 0, 0, u8::try_from(length % 256).unwrap()];
            for _ in 0..length {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                bytes.push((state >> 24) as u8);
            }
            server_hello(&bytes);
            has_extension(&bytes, 18);
        }
    }
}
