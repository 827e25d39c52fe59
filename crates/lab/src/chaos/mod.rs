//! Servers that misbehave below the level of their protocol, to see that an audit survives them.

pub(crate) mod dns;
pub(crate) mod web;

/// How a port misbehaves. Modes of one protocol do nothing on a port of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Chaos {
    /// Any port: connections are refused.
    Refuse,
    /// Any port: accepts (or receives) and never answers.
    Hang,
    /// Any port: closes its sending half at once and goes on reading.
    HalfClose,
    /// Web, after the TLS handshake on 443: a right answer, one octet a second. DNS: the same over TCP, and TC over UDP.
    OneByteASecond,
    /// Any port: octets without meaning.
    Garbage,
    /// Web: header lines without end.
    EndlessHeaders,
    /// Web: a body without end.
    EndlessBody,
    /// Web: `Content-Encoding: gzip`, 10 MB that unpack to 10 GB.
    GzipBomb,
    /// Web: each redirect leads to a longer address.
    GrowingRedirect,
    /// Web, port 443: the header of a TLS record, then octets without meaning.
    TlsGarbage,
    /// DNS: the right answer with another id.
    WrongId,
    /// DNS: TXT questions get 10 MB over TCP, in messages of 64 KB each (more does not fit the framing).
    HugeTxt,
    /// DNS: TC, over TCP as well.
    AlwaysTruncated,
    /// DNS: SERVFAIL.
    ServerFailure,
}

/// Octets that repeat from run to run but mean nothing.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9E37_79B9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        // Letters and digits would look like the begin of some protocol.
        (state >> 24) as u8 | 0x80
    };
    (0..length).map(|_| next()).collect()
}
