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
/// DHE: Diffie-Hellman in a finite field.
const FINITE_FIELD: [u16; 8] = [0x009E, 0x009F, 0xCCAA, 0x0033, 0x0039, 0x0067, 0x006B, 0x00A2];
/// ECDHE and DHE, with AEAD and CBC.
const FORWARD: [u16; 18] = [
    0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014, 0xC023, 0xC027, 0x009E, 0x009F,
    0xCCAA, 0x0033, 0x0039, 0x0067,
];

/// Longest record, and longest answer of all records, that is read, in bytes: a ServerHello is below 1 KB, a chain of
/// certificates below 16.
const LONGEST: (usize, usize) = (18 << 10, 64 << 10);

/// What a ClientHello offers.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    /// Highest version.
    version: u16,
    suites: Vec<u16>,
    /// DEFLATE besides no compression.
    compression: bool,
    /// Read on to the size of a Diffie-Hellman group.
    group: bool,
}

impl Offer {
    /// What one question offers.
    pub(crate) fn of(kind: HelloKind) -> Self {
        let (version, suites) = match kind {
            HelloKind::Ssl3 => (0x0300, every()),
            HelloKind::Tls10 => (0x0301, every()),
            HelloKind::Tls11 => (0x0302, every()),
            HelloKind::Broken => (0x0303, BROKEN.to_vec()),
            HelloKind::TripleDes => (0x0303, TRIPLE_DES.to_vec()),
            HelloKind::StaticRsa => (0x0303, STATIC_RSA.to_vec()),
            HelloKind::FiniteField => (0x0303, FINITE_FIELD.to_vec()),
            HelloKind::Usual => (0x0303, [&FORWARD[..], &STATIC_RSA].concat()),
        };
        // Compression is offered with the usual suites only.
        let (compression, group) = (kind == HelloKind::Usual, kind == HelloKind::FiniteField);
        Self { version, suites, compression, group }
    }

    /// The suites of several questions of one version at once: who refuses the sum refuses each part.
    pub(crate) fn sum(kinds: &[HelloKind]) -> Self {
        let suites = kinds.iter().flat_map(|k| Self::of(*k).suites).collect();
        Self { version: 0x0303, suites, compression: false, group: false }
    }
}

fn every() -> Vec<u16> {
    [&FORWARD[..], &STATIC_RSA, &TRIPLE_DES, &BROKEN].concat()
}

/// Sends one ClientHello and reads the answer up to the ServerHello.
pub(crate) async fn ask(mut stream: TcpStream, host: &str, offer: &Offer, limit: Duration) -> HelloAnswer {
    let talk = async {
        // A server that has already closed refuses as well as one that closes after reading.
        if stream.write_all(&hello(offer, host)).await.is_err() {
            return HelloAnswer::Refused;
        }
        read(&mut stream, offer.group).await
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
fn hello(offer: &Offer, host: &str) -> Vec<u8> {
    let mut body = offer.version.to_be_bytes().to_vec();
    for _ in 0..16 {
        body.extend(crate::random_u16().to_be_bytes());
    }
    body.push(0); // no session to resume
    body.extend(sized(&wide(&offer.suites)));
    // DEFLATE, then none.
    body.extend(if offer.compression { &[2, 1, 0][..] } else { &[1, 0] });
    let ssl3 = offer.version == 0x0300;
    if !ssl3 {
        body.extend(sized(&extensions(offer, host)));
    }
    let length = u32::try_from(body.len()).unwrap_or(0).to_be_bytes();
    let message = [&[1u8][..], &length[1..], &body].concat();
    // Old servers drop records of a version they do not know: 3.1 is understood by all but SSL 3.0 servers.
    let record = if ssl3 { [0x16, 3, 0] } else { [0x16, 3, 1] };
    [&record[..], &sized(&message)].concat()
}

fn extensions(offer: &Offer, host: &str) -> Vec<u8> {
    let mut all = Vec::new();
    if host.parse::<std::net::IpAddr>().is_err() && !host.starts_with('[') {
        all.extend(extension(0, &sized(&[&[0u8][..], &sized(host.as_bytes())].concat())));
    }
    all.extend(extension(10, &sized(&wide(&[29, 23, 24, 25])))); // groups: X25519, P-256, P-384, P-521
    all.extend(extension(11, &[1, 0])); // uncompressed points
    if offer.version == 0x0303 {
        let schemes = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601, 0x0203, 0x0201];
        all.extend(extension(13, &sized(&wide(&schemes))));
        all.extend(extension(18, &[])); // signed certificate timestamps
    }
    all.extend(extension(0xFF01, &[0])); // secure renegotiation
    all
}

/// Reads records until the handshake has told what was asked: the ServerHello, or the `group` of the key exchange after it.
pub(crate) async fn read<S: AsyncRead + Unpin>(stream: &mut S, group: bool) -> HelloAnswer {
    let mut flight = Flight::new(group);
    loop {
        let mut head = [0u8; 5];
        if stream.read_exact(&mut head).await.is_err() {
            return flight.cut_short();
        }
        let length = usize::from(u16::from_be_bytes([head[3], head[4]]));
        match head {
            [0x15, 3, ..] => return flight.cut_short(),
            [0x16, 3, 0..=4, ..] if length <= LONGEST.0 => {}
            _ => return HelloAnswer::NotTls,
        }
        let mut content = vec![0; length];
        if stream.read_exact(&mut content).await.is_err() {
            return flight.cut_short();
        }
        if let Some(answer) = flight.take(&content) {
            return answer;
        }
    }
}

/// Messages of the server's side of a handshake, as far as they came.
pub(crate) struct Flight {
    group: bool,
    bytes: Vec<u8>,
    chosen: Option<Chosen>,
}

impl Flight {
    /// Nothing came yet; with `group` the size of a Diffie-Hellman group is waited for.
    pub(crate) fn new(group: bool) -> Self {
        Self { group, bytes: Vec::new(), chosen: None }
    }

    /// Takes the content of a handshake record; an answer when no more is needed.
    pub(crate) fn take(&mut self, content: &[u8]) -> Option<HelloAnswer> {
        self.bytes.extend_from_slice(content);
        if self.bytes.len() > LONGEST.1 {
            return Some(HelloAnswer::NotTls);
        }
        while let [kind, a, b, c, ..] = self.bytes[..] {
            let whole = 4 + usize::from(a) * 65_536 + usize::from(b) * 256 + usize::from(c);
            if whole > LONGEST.1 || (self.chosen.is_none() && kind != SERVER_HELLO) {
                return Some(HelloAnswer::NotTls);
            }
            if self.bytes.len() < whole {
                return None;
            }
            let rest = self.bytes.split_off(whole);
            let message = std::mem::replace(&mut self.bytes, rest);
            if let Some(answer) = self.message(kind, &message) {
                return Some(answer);
            }
        }
        None
    }

    fn message(&mut self, kind: u8, message: &[u8]) -> Option<HelloAnswer> {
        let Some(chosen) = &mut self.chosen else {
            let Some(chosen) = server_hello(message) else { return Some(HelloAnswer::NotTls) };
            // Only Diffie-Hellman says more than its name: the size of its group comes two messages later.
            if !self.group || !chosen.suite.contains("_DHE_") {
                return Some(HelloAnswer::Chosen(chosen));
            }
            self.chosen = Some(chosen);
            return None;
        };
        match kind {
            SERVER_KEY_EXCHANGE => chosen.dh_bits = prime_bits(&message[4..]),
            SERVER_HELLO_DONE => {}
            _ => return None,
        }
        self.chosen.take().map(HelloAnswer::Chosen)
    }

    /// What can be said when no more comes: the ServerHello alone stands as well.
    fn cut_short(self) -> HelloAnswer {
        self.chosen.map_or(HelloAnswer::Refused, HelloAnswer::Chosen)
    }
}

/// Types of handshake messages (RFC 5246 §7.4).
const SERVER_HELLO: u8 = 2;
const SERVER_KEY_EXCHANGE: u8 = 12;
const SERVER_HELLO_DONE: u8 = 14;

/// Bits of the prime at the head of a Diffie-Hellman key exchange (RFC 5246 §7.4.3: two octets of length before it).
fn prime_bits(body: &[u8]) -> Option<u32> {
    let length = usize::from(u16::from_be_bytes([*body.first()?, *body.get(1)?]));
    let prime = body.get(2..2 + length)?;
    let skipped = prime.iter().take_while(|b| **b == 0).count();
    let first = prime.get(skipped)?;
    u32::try_from((length - skipped) * 8).ok().map(|bits| bits - first.leading_zeros())
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
        dh_bits: None,
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
            let offer = Offer::of(kind);
            let bytes = hello(&offer, "acme.example");
            let (rest, record) = tls_parser::parse_tls_plaintext(&bytes).unwrap();
            assert!(rest.is_empty(), "{kind:?}");
            let TlsMessage::Handshake(TlsMessageHandshake::ClientHello(read)) = &record.msg[0] else {
                panic!("{kind:?} is no ClientHello")
            };
            assert_eq!(read.version.0, offer.version);
            assert_eq!(read.ciphers.len(), offer.suites.len());
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
        for id in FINITE_FIELD {
            assert!(TlsCipherSuite::from_id(id).unwrap().name.starts_with("TLS_DHE_"));
        }
        for id in STATIC_RSA {
            assert!(TlsCipherSuite::from_id(id).unwrap().name.starts_with("TLS_RSA_WITH_"));
        }
        for id in TRIPLE_DES {
            assert!(TlsCipherSuite::from_id(id).unwrap().name.contains("3DES"));
        }
    }

    #[test]
    fn the_group_of_a_key_exchange_is_measured() {
        let hello = [&[2u8, 0, 0, 38, 3, 3][..], &[7; 32], &[0, 0, 0x9E, 0]].concat();
        let exchange = |prime: &[u8]| {
            let body = [&u16::try_from(prime.len()).unwrap().to_be_bytes()[..], prime, &[0, 1, 2, 0, 1, 4]].concat();
            [&[12u8, 0][..], &u16::try_from(body.len()).unwrap().to_be_bytes(), &body].concat()
        };
        for (prime, bits) in [(vec![0x80; 128], 1024), ([&[0][..], &[0xFF; 256]].concat(), 2048), (vec![1], 1)] {
            let mut flight = Flight::new(true);
            let bytes = [&hello[..], &[11, 0, 0, 3, 0, 0, 0], &exchange(&prime)].concat();
            // In pieces, as records come.
            let answer = bytes.chunks(7).find_map(|piece| flight.take(piece));
            let Some(HelloAnswer::Chosen(chosen)) = answer else { panic!("{answer:?}") };
            assert_eq!(chosen.dh_bits, Some(bits));
        }
        assert_eq!(prime_bits(&[0, 5, 1]), None);
        assert_eq!(prime_bits(&[0, 1, 0]), None);
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
