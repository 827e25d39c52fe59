//! Types of records, and what their values are made of.

use std::fmt;

/// A type of record by its number (IANA DNS parameters).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Kind(pub u16);

/// One part of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    U8,
    U16,
    U32,
    /// Seconds, also as `1h30m`.
    Time,
    Name,
    V4,
    V6,
    /// One character string with its length in front.
    Text,
    /// One or more of them, to the end.
    Texts,
    /// A word of letters and digits with its length in front.
    Tag,
    /// One character string to the end, without length.
    Rest,
    /// Hex digits to the end.
    Hex,
    /// Base64 to the end.
    Base64,
    /// Parameters of SVCB (RFC 9460 §2.1).
    Params,
}

use Field::{Base64, Hex, Params, Rest, Tag, Text, Texts, Time, U8, U16, U32, V4, V6};

/// Every type whose value is understood.
const KNOWN: [(&str, u16, &[Field]); 25] = [
    ("A", 1, &[V4]),
    ("NS", 2, &[Field::Name]),
    ("CNAME", 5, &[Field::Name]),
    ("SOA", 6, &[Field::Name, Field::Name, U32, Time, Time, Time, Time]),
    ("PTR", 12, &[Field::Name]),
    ("HINFO", 13, &[Text, Text]),
    ("MX", 15, &[U16, Field::Name]),
    ("TXT", 16, &[Texts]),
    ("RP", 17, &[Field::Name, Field::Name]),
    ("AAAA", 28, &[V6]),
    ("SRV", 33, &[U16, U16, U16, Field::Name]),
    ("NAPTR", 35, &[U16, U16, Text, Text, Text, Field::Name]),
    ("DNAME", 39, &[Field::Name]),
    ("DS", 43, &[U16, U8, U8, Hex]),
    ("SSHFP", 44, &[U8, U8, Hex]),
    ("DNSKEY", 48, &[U16, U8, U8, Base64]),
    ("TLSA", 52, &[U8, U8, U8, Hex]),
    ("SMIMEA", 53, &[U8, U8, U8, Hex]),
    ("CDS", 59, &[U16, U8, U8, Hex]),
    ("CDNSKEY", 60, &[U16, U8, U8, Base64]),
    ("SVCB", 64, &[U16, Field::Name, Params]),
    ("HTTPS", 65, &[U16, Field::Name, Params]),
    ("SPF", 99, &[Texts]),
    ("URI", 256, &[U16, U16, Rest]),
    ("CAA", 257, &[U8, Tag, Rest]),
];
/// What a signer makes anew: read over.
const SIGNED: [&str; 7] = ["RRSIG", "NSEC", "NSEC3", "NSEC3PARAM", "SIG", "KEY", "ZONEMD"];

impl Kind {
    /// IPv4 address.
    pub const A: Self = Self(1);
    /// Name server.
    pub const NS: Self = Self(2);
    /// Alias.
    pub const CNAME: Self = Self(5);
    /// Start of authority.
    pub const SOA: Self = Self(6);
    /// Name of an address.
    pub const PTR: Self = Self(12);
    /// Mail server.
    pub const MX: Self = Self(15);
    /// Texts.
    pub const TXT: Self = Self(16);
    /// IPv6 address.
    pub const AAAA: Self = Self(28);
    /// Service.
    pub const SRV: Self = Self(33);
    /// Alias of a whole tree.
    pub const DNAME: Self = Self(39);
    /// Key of a child zone.
    pub const DS: Self = Self(43);

    /// A type by its name, or by its number as `TYPE65280` (RFC 3597 §5).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let upper = text.to_ascii_uppercase();
        match KNOWN.iter().find(|(name, ..)| *name == upper) {
            Some((_, number, _)) => Some(Self(*number)),
            None => upper.strip_prefix("TYPE")?.parse().ok().map(Self),
        }
    }

    /// Is it a type that signers make, which is read over?
    pub(crate) fn made_by_signers(text: &str) -> bool {
        SIGNED.iter().any(|s| s.eq_ignore_ascii_case(text))
    }

    /// The known type nearest to a misspelt one.
    pub(crate) fn near(text: &str) -> Option<&'static str> {
        let upper = text.to_ascii_uppercase();
        KNOWN.iter().map(|(name, ..)| *name).find(|name| one_apart(name, &upper))
    }

    /// What its value is made of; `None` for types known by number only.
    pub(crate) fn fields(self) -> Option<&'static [Field]> {
        KNOWN.iter().find(|(_, number, _)| *number == self.0).map(|(.., fields)| *fields)
    }
}

/// Do two words differ by one letter changed, missing or too many?
fn one_apart(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.bytes().zip(long.bytes()).take_while(|(x, y)| x == y).count();
    let (s, l) = (&short.as_bytes()[same..], &long.as_bytes()[same..]);
    if short.len() == long.len() { s.len() > 1 && s[1..] == l[1..] || s.len() == 1 } else { *s == l[1..] }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match KNOWN.iter().find(|(_, number, _)| *number == self.0) {
            Some((name, ..)) => out.pad(name),
            None => out.pad(&format!("TYPE{}", self.0)),
        }
    }
}
