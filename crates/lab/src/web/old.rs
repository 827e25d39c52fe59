//! TLS of the last century, played by hand: a ServerHello for what no library serves any more.

use tokio::net::TcpStream;

/// What a host accepts besides what `rustls` serves. It ends after the ServerHello.
#[derive(Debug, Clone, Default)]
pub struct OldTls {
    /// Versions as in a ClientHello: 0x0300 for SSL 3.0, 0x0301 for TLS 1.0 …
    pub versions: Vec<u16>,
    /// Suites that it chooses from.
    pub suites: Vec<u16>,
    /// Switches compression on where it is offered.
    pub compression: bool,
    /// True for a server that knows nothing else: all other visitors get an alert.
    pub only: bool,
    /// Octets of the prime of a Diffie-Hellman key exchange, which then follows the ServerHello; 0 for none.
    pub prime: u16,
}

/// A fatal alert: handshake failure.
const ALERT: [u8; 7] = [0x15, 3, 3, 0, 2, 2, 40];

/// What a ClientHello offers, as far as it matters here.
struct Offer {
    version: u16,
    suites: Vec<u16>,
    compression: bool,
    modern: bool,
}

impl OldTls {
    /// The answer to the ClientHello at the head of a connection; `None` when `rustls` should give it.
    pub(crate) async fn answer(&self, stream: &TcpStream) -> Option<Vec<u8>> {
        let mut bytes = vec![0; 4096];
        let mut length = 0;
        // A ClientHello of a probe comes in one piece; more than a few looks mean that somebody else is talking.
        for _ in 0..50 {
            length = stream.peek(&mut bytes).await.ok()?;
            let whole = bytes.get(3..5).map_or(0, |l| usize::from(u16::from_be_bytes([l[0], l[1]])) + 5);
            if length == 0 || (length >= 5 && length >= whole) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        let offer = read(bytes.get(..length)?)?;
        let refused = self.only.then(|| ALERT.to_vec());
        if offer.modern || !self.versions.contains(&offer.version) {
            return refused;
        }
        let compression = self.compression && offer.compression;
        match self.suites.iter().find(|s| offer.suites.contains(s)) {
            // A server that has both prefers the better one.
            Some(_) if !self.only && !compression && offer.suites.contains(&0xC02B) && offer.version == 0x0303 => None,
            Some(suite) => {
                let hello = server_hello(offer.version, *suite, compression);
                Some([hello, key_exchange(offer.version, self.prime)].concat())
            }
            None => refused,
        }
    }
}

fn read(bytes: &[u8]) -> Option<Offer> {
    let wide = |at: usize| Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    if bytes.first() != Some(&0x16) || bytes.get(5) != Some(&1) {
        return None;
    }
    let version = wide(9)?;
    let mut at = 43;
    at += 1 + usize::from(*bytes.get(at)?);
    let length = usize::from(wide(at)?);
    let suites =
        bytes.get(at + 2..at + 2 + length)?.chunks_exact(2).map(|c| u16::from_be_bytes([c[0], c[1]])).collect();
    at += 2 + length;
    let methods = usize::from(*bytes.get(at)?);
    let compression = bytes.get(at + 1..at + 1 + methods)?.contains(&1);
    at += 1 + methods + 2;
    let mut modern = false;
    while let (Some(number), Some(length)) = (wide(at), wide(at + 2)) {
        // supported_versions: TLS 1.3 is spoken.
        modern |= number == 43;
        at += 4 + usize::from(length);
    }
    Some(Offer { version, suites, compression, modern })
}

fn server_hello(version: u16, suite: u16, compression: bool) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend([0x5A; 32]);
    body.push(0);
    body.extend(suite.to_be_bytes());
    body.push(u8::from(compression));
    let message = [&[2, 0, 0, body.len() as u8], body.as_slice()].concat();
    let [major, minor] = version.to_be_bytes();
    [&[0x16, major, minor, 0, message.len() as u8], message.as_slice()].concat()
}

/// A key exchange (RFC 5246 §7.4.3) over a number of that many octets, which is no prime: nobody computes with it.
fn key_exchange(version: u16, prime: u16) -> Vec<u8> {
    if prime == 0 {
        return Vec::new();
    }
    let body = [&prime.to_be_bytes()[..], &vec![0xA5; usize::from(prime)], &[0, 1, 2, 0, 1, 4]].concat();
    let [high, low] = (body.len() as u16).to_be_bytes();
    let message = [&[12, 0, high, low], body.as_slice()].concat();
    let [high, low] = (message.len() as u16).to_be_bytes();
    let [major, minor] = version.to_be_bytes();
    [&[0x16, major, minor, high, low], message.as_slice()].concat()
}
