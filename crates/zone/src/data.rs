//! Values: words of the file to octets of the wire.

use crate::codec::{from_base64, from_hex};
use crate::kind::{Field, Kind};
use crate::lines::{Entries, Word};
use crate::name::{Name, unescape};
use crate::problem::{Problem, quoted};
use crate::service;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// Longest value on the wire, in octets (RFC 1035 §3.2.1).
const LONGEST: usize = 65_535;

/// The octets of a value in zone-file form, such as `10 mx.acme.example.`; names without final dot lie below `origin`.
///
/// # Errors
/// The first mistake, with its place in `text`.
pub fn value_of_text(kind: Kind, text: &str, origin: Option<&Name>) -> Result<Vec<u8>, Problem> {
    let entry = Entries::new(text).next();
    let words = entry.transpose()?.map(|e| e.words).unwrap_or_default();
    value(kind, &words, origin, &(0..text.len()))
}

/// The octets of a value. `whole` is the place of what has no place of its own.
pub(crate) fn value(
    kind: Kind,
    words: &[Word<'_>],
    origin: Option<&Name>,
    whole: &Range<usize>,
) -> Result<Vec<u8>, Problem> {
    if words.first().is_some_and(|w| w.text == "\\#" && !w.quoted) {
        return generic(&words[1..], whole);
    }
    let Some(fields) = kind.fields() else {
        let message = format!("the value of {kind} has to be written in octets: \\# LENGTH HEX (RFC 3597)");
        return Err(Problem::new(whole.clone(), message));
    };
    let mut reader = Reader { words, origin, whole, out: Vec::new() };
    for field in fields {
        reader.field(*field, kind)?;
    }
    if let Some(word) = reader.words.first() {
        return Err(Problem::new(word.at.clone(), format!("nothing more belongs to {kind} here")));
    }
    if reader.out.len() > LONGEST {
        return Err(Problem::new(whole.clone(), "the value has more octets than DNS can carry (65535)"));
    }
    Ok(reader.out)
}

/// `\# LENGTH HEX` (RFC 3597 §5).
fn generic(words: &[Word<'_>], whole: &Range<usize>) -> Result<Vec<u8>, Problem> {
    let wrong = |what: &str| Problem::new(whole.clone(), what);
    let (length, hex) = words.split_first().ok_or_else(|| wrong("after \\# comes the number of octets"))?;
    let octets = from_hex(&hex.iter().map(|w| w.text).collect::<String>()).ok_or_else(|| wrong("no hex digits"))?;
    if length.text.parse::<usize>().ok() != Some(octets.len()) || octets.len() > LONGEST {
        return Err(Problem::new(length.at.clone(), format!("there are {} octets", octets.len())));
    }
    Ok(octets)
}

struct Reader<'a, 'b> {
    words: &'b [Word<'a>],
    origin: Option<&'b Name>,
    whole: &'b Range<usize>,
    out: Vec<u8>,
}

impl<'a> Reader<'a, '_> {
    fn word(&mut self, kind: Kind, what: &str) -> Result<Word<'a>, Problem> {
        let missing = || Problem::new(self.whole.clone(), format!("{kind} lacks {what}"));
        let (first, rest) = self.words.split_first().ok_or_else(missing)?;
        self.words = rest;
        Ok(first.clone())
    }

    fn field(&mut self, field: Field, kind: Kind) -> Result<(), Problem> {
        match field {
            Field::U8 => self.number(kind, u64::from(u8::MAX), 1),
            Field::U16 => self.number(kind, u64::from(u16::MAX), 2),
            Field::U32 => self.number(kind, u64::from(u32::MAX), 4),
            Field::Time => {
                let word = self.word(kind, "a number of seconds")?;
                let seconds = seconds(word.text).ok_or_else(|| {
                    Problem::new(word.at, format!("{} is no time, such as 3600 or 1h", quoted(word.text)))
                })?;
                self.out.extend(seconds.to_be_bytes());
                Ok(())
            }
            Field::Name => {
                let word = self.word(kind, "a name")?;
                let name = Name::read(word.text, self.origin).map_err(|why| Problem::new(word.at.clone(), why))?;
                if kind == Kind::CNAME || kind == Kind::NS || kind == Kind::MX {
                    not_an_address(&word)?;
                }
                self.out.extend(name.wire());
                Ok(())
            }
            Field::V4 => {
                let word = self.word(kind, "an IPv4 address")?;
                let ip: Ipv4Addr = word.text.parse().map_err(|_| address(&word, "IPv4", "203.0.113.7"))?;
                self.out.extend(ip.octets());
                Ok(())
            }
            Field::V6 => {
                let word = self.word(kind, "an IPv6 address")?;
                let ip: Ipv6Addr = word.text.parse().map_err(|_| address(&word, "IPv6", "2001:db8::7"))?;
                self.out.extend(ip.octets());
                Ok(())
            }
            Field::Text => self.text(kind),
            Field::Texts => {
                self.text(kind)?;
                while !self.words.is_empty() {
                    self.text(kind)?;
                }
                Ok(())
            }
            Field::Tag => {
                let word = self.word(kind, "a tag, such as issue")?;
                if word.text.is_empty()
                    || word.text.len() > 255
                    || !word.text.bytes().all(|b| b.is_ascii_alphanumeric())
                {
                    return Err(Problem::new(word.at, "a tag has letters and digits only, such as issue"));
                }
                self.out.push(u8::try_from(word.text.len()).unwrap_or(u8::MAX));
                self.out.extend(word.text.to_ascii_lowercase().bytes());
                Ok(())
            }
            Field::Rest => {
                let word = self.word(kind, "a value in quotes")?;
                self.out.extend(octets(&word)?);
                Ok(())
            }
            Field::Hex => self.packed(kind, "hex digits", from_hex),
            Field::Base64 => self.packed(kind, "base64", from_base64),
            Field::Params => {
                let words = std::mem::take(&mut self.words);
                self.out.extend(service::read(words)?);
                Ok(())
            }
        }
    }

    fn number(&mut self, kind: Kind, most: u64, octets: usize) -> Result<(), Problem> {
        let word = self.word(kind, "a number")?;
        let digits = !word.text.is_empty() && word.text.bytes().all(|b| b.is_ascii_digit());
        let value = word.text.parse::<u64>().ok().filter(|n| digits && *n <= most);
        let wrong = || Problem::new(word.at.clone(), format!("{} is no number from 0 to {most}", quoted(word.text)));
        let bytes = value.ok_or_else(wrong)?.to_be_bytes();
        self.out.extend(&bytes[bytes.len() - octets..]);
        Ok(())
    }

    fn text(&mut self, kind: Kind) -> Result<(), Problem> {
        let word = self.word(kind, "a text in quotes")?;
        let octets = octets(&word)?;
        let Ok(length) = u8::try_from(octets.len()) else {
            let message = format!("a text has at most 255 octets, this one {}; write it as \"…\" \"…\"", octets.len());
            return Err(Problem::new(word.at, message));
        };
        self.out.push(length);
        self.out.extend(octets);
        Ok(())
    }

    fn packed(&mut self, kind: Kind, what: &str, decode: fn(&str) -> Option<Vec<u8>>) -> Result<(), Problem> {
        let words = std::mem::take(&mut self.words);
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return Err(Problem::new(self.whole.clone(), format!("{kind} lacks {what}")));
        };
        let text: String = words.iter().map(|w| w.text).collect();
        let octets = decode(&text).filter(|o| !o.is_empty());
        let octets =
            octets.ok_or_else(|| Problem::new(first.at.start..last.at.end, format!("this is no whole {what}")))?;
        self.out.extend(octets);
        Ok(())
    }
}

/// Octets of a word, escapes resolved.
pub(crate) fn octets(word: &Word<'_>) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::new();
    let mut rest = word.text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first == b'\\' {
            let (octet, used) = unescape(tail).map_err(|why| Problem::new(word.at.clone(), why))?;
            out.push(octet);
            rest = &tail[used..];
        } else {
            out.push(*first);
        }
    }
    Ok(out)
}

fn address(word: &Word<'_>, family: &str, example: &str) -> Problem {
    let hint = match word.text.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V6(_)) => "; an IPv6 address stands in an AAAA record",
        Ok(std::net::IpAddr::V4(_)) => "; an IPv4 address stands in an A record",
        Err(_) if word.text.contains(|c: char| c.is_ascii_alphabetic()) && family == "IPv4" => {
            "; a name stands in a CNAME record"
        }
        Err(_) => "",
    };
    Problem::new(word.at.clone(), format!("{} is no {family} address such as {example}{hint}", quoted(word.text)))
}

/// A relative name that is an address is a record of the wrong type.
fn not_an_address(word: &Word<'_>) -> Result<(), Problem> {
    match word.text.trim_end_matches('.').parse::<std::net::IpAddr>() {
        Ok(_) => {
            Err(Problem::new(word.at.clone(), "an address stands where a name belongs; give it an A or AAAA record"))
        }
        Err(_) => Ok(()),
    }
}

/// Seconds, plain or with units, such as `3600`, `1h30m`, `2w`.
pub(crate) fn seconds(text: &str) -> Option<u32> {
    let mut sum: u64 = 0;
    let mut number: Option<u64> = None;
    for letter in text.chars() {
        let unit = match letter.to_ascii_lowercase() {
            digit @ '0'..='9' => {
                let digit = u64::from(digit.to_digit(10)?);
                number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
                continue;
            }
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        sum = sum.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    let plain = number.unwrap_or(0);
    if text.is_empty() {
        return None;
    }
    u32::try_from(sum.checked_add(plain)?).ok()
}
