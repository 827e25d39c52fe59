//! Domain names as zones have them: any octets in a label, compared without regard to case.

use std::cmp::Ordering;
use std::fmt;

/// A whole domain name in lower case. Ordered as a tree: a name stands right before the names below it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name {
    /// Labels from left to right; none for the root.
    labels: Vec<Vec<u8>>,
}

/// Longest name on the wire, in octets (RFC 1035 §2.3.4).
const LONGEST: usize = 255;
/// Longest label, in octets (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;

impl Name {
    /// The root.
    #[must_use]
    pub fn root() -> Self {
        Self { labels: Vec::new() }
    }

    /// Reads a name as it stands in a zone file: `@` and names without final dot are relative to `origin`.
    ///
    /// # Errors
    /// Says what is wrong, in lower case.
    pub fn read(text: &str, origin: Option<&Self>) -> Result<Self, String> {
        let relative = |what: &str| format!("{what} is relative to an origin, and none is known; write $ORIGIN first");
        match text {
            "@" => return origin.cloned().ok_or_else(|| relative("@")),
            "." => return Ok(Self::root()),
            "" => return Err("a name is missing".into()),
            _ => {}
        }
        let (mut labels, absolute) = split(text)?;
        if !absolute {
            let origin = origin.ok_or_else(|| relative("a name without final dot"))?;
            labels.extend(origin.labels.iter().cloned());
        }
        Self::of(labels)
    }

    /// A name from its labels, which become lower case.
    fn of(labels: Vec<Vec<u8>>) -> Result<Self, String> {
        let labels: Vec<Vec<u8>> = labels.into_iter().map(|l| l.to_ascii_lowercase()).collect();
        if let Some(label) = labels.iter().find(|l| l.len() > LONGEST_LABEL) {
            return Err(format!("a part between two dots has {} octets, at most 63 are allowed", label.len()));
        }
        let name = Self { labels };
        let octets = name.wire().len();
        if octets > LONGEST {
            return Err(format!("the name has {octets} octets, at most 255 are allowed"));
        }
        Ok(name)
    }

    /// Octets of the wire, uncompressed.
    #[must_use]
    pub fn wire(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for label in &self.labels {
            out.push(u8::try_from(label.len()).unwrap_or(u8::MAX));
            out.extend(label);
        }
        out.push(0);
        out
    }

    /// A name from uncompressed octets of the wire, and how many they were.
    #[must_use]
    pub fn from_wire(octets: &[u8]) -> Option<(Self, usize)> {
        let mut labels = Vec::new();
        let mut place = 0;
        loop {
            let length = usize::from(*octets.get(place)?);
            place += 1;
            if length == 0 {
                return Some((Self::of(labels).ok()?, place));
            }
            labels.push(octets.get(place..place + length)?.to_vec());
            place += length;
        }
    }

    /// Is this name `other` or below it?
    #[must_use]
    pub fn is_under(&self, other: &Self) -> bool {
        self.labels.ends_with(&other.labels)
    }

    /// The name one label up; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.labels.split_first()?;
        Some(Self { labels: rest.to_vec() })
    }

    /// `*` below this name; `None` when that is too long.
    #[must_use]
    pub fn star(&self) -> Option<Self> {
        let labels = std::iter::once(b"*".to_vec()).chain(self.labels.iter().cloned()).collect();
        Self::of(labels).ok()
    }

    /// Is it a wildcard (RFC 4592 §2.1.1)?
    #[must_use]
    pub fn is_wild(&self) -> bool {
        self.labels.first().is_some_and(|l| l == b"*")
    }

    /// Does it end in `other` twice, as a name does whose final dot was forgotten?
    #[must_use]
    pub fn doubles(&self, other: &Self) -> bool {
        let twice = [other.labels.as_slice(), other.labels.as_slice()].concat();
        other.labels.len() > 1 && self.labels.ends_with(&twice)
    }

    /// As text without final dot, as people write it.
    #[must_use]
    pub fn plain(&self) -> String {
        let text = self.to_string();
        if self.labels.is_empty() { text } else { text[..text.len() - 1].to_owned() }
    }

    /// As it stands in a file below `$ORIGIN origin`.
    #[must_use]
    pub fn within(&self, origin: &Self) -> String {
        if self == origin {
            return "@".to_owned();
        }
        if origin.labels.is_empty() || !self.is_under(origin) {
            return self.to_string();
        }
        let own = &self.labels[..self.labels.len() - origin.labels.len()];
        own.iter().map(|l| escaped(l)).collect::<Vec<_>>().join(".")
    }
}

/// Labels of a text, and whether it ends in a dot.
fn split(text: &str) -> Result<(Vec<Vec<u8>>, bool), String> {
    let mut labels: Vec<Vec<u8>> = vec![Vec::new()];
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        let octet = match first {
            b'.' => {
                if labels.last().is_some_and(Vec::is_empty) {
                    return Err("two dots stand together, or one stands in front; take one away".into());
                }
                labels.push(Vec::new());
                continue;
            }
            b'\\' => {
                let (octet, used) = unescape(tail)?;
                rest = &tail[used..];
                octet
            }
            0x80.. => return Err("letters outside ASCII have to be written in A-label form (xn--…)".into()),
            octet => *octet,
        };
        if let Some(last) = labels.last_mut() {
            last.push(octet);
        }
    }
    let absolute = labels.last().is_some_and(Vec::is_empty);
    if absolute {
        labels.pop();
    }
    Ok((labels, absolute))
}

/// What follows a backslash: three digits or one character (RFC 1035 §5.1). The octet, and how many it took.
pub(crate) fn unescape(after: &[u8]) -> Result<(u8, usize), String> {
    match after {
        [a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', ..] => {
            let value = [a, b, c].iter().fold(0u16, |sum, d| sum * 10 + u16::from(**d - b'0'));
            u8::try_from(value).map(|octet| (octet, 3)).map_err(|_| format!("\\{value} is above 255"))
        }
        [b'0'..=b'9', ..] => Err("a backslash before a digit needs three digits, such as \\034".into()),
        [octet, ..] => Ok((*octet, 1)),
        [] => Err("nothing follows the backslash".into()),
    }
}

fn escaped(label: &[u8]) -> String {
    let mut out = String::new();
    for octet in label {
        match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'*' | b'/' | b'+' | b'=' => {
                out.push(char::from(*octet));
            }
            0x21..=0x7E => {
                out.push('\\');
                out.push(char::from(*octet));
            }
            _ => out.push_str(&format!("\\{octet:03}")),
        }
    }
    out
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.labels.is_empty() {
            return out.write_str(".");
        }
        self.labels.iter().try_for_each(|label| write!(out, "{}.", escaped(label)))
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.labels.iter().rev().cmp(other.labels.iter().rev())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
