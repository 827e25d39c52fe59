//! Macro expansion (RFC 7208 §7.2 and §7.3).

use std::net::IpAddr;

use super::{Letter, MacroPart, MacroString};
use crate::dns::nibbles;
use crate::name::{LONGEST_NAME, trimmed};

/// What the macros are filled in with.
pub(super) struct Values<'a> {
    pub local: &'a str,
    pub sender_domain: &'a str,
    pub domain: &'a str,
    pub ip: IpAddr,
    /// The checked name of the address; looked up only if `%{p}` is used.
    pub name: Option<&'a str>,
    pub helo: &'a str,
    pub receiver: &'a str,
    pub unix_time: u64,
}

/// The text with all macros filled in.
pub(super) fn expand(text: &MacroString, values: &Values<'_>) -> String {
    text.parts.iter().map(|part| piece(part, values)).collect()
}

/// The text as a name to ask for: without a final dot, and shortened from the left to what fits (§7.3).
pub(super) fn expand_name(text: &MacroString, values: &Values<'_>) -> String {
    let expanded = expand(text, values);
    let mut name = trimmed(&expanded);
    while name.len() > LONGEST_NAME {
        match name.split_once('.') {
            Some((_, right)) => name = right,
            None => break,
        }
    }
    name.to_owned()
}

fn piece(part: &MacroPart, values: &Values<'_>) -> String {
    match part {
        MacroPart::Literal(text) => text.clone(),
        MacroPart::Percent => "%".to_owned(),
        MacroPart::Space => " ".to_owned(),
        MacroPart::UrlSpace => "%20".to_owned(),
        MacroPart::Expand { letter, escape, keep, reverse, delimiters } => {
            let value = transformed(&values.value(*letter), *keep, *reverse, delimiters);
            if *escape { url_escaped(&value) } else { value }
        }
    }
}

impl Values<'_> {
    fn value(&self, letter: Letter) -> String {
        match letter {
            Letter::Sender => format!("{}@{}", self.local, self.sender_domain),
            Letter::LocalPart => self.local.to_owned(),
            Letter::SenderDomain => self.sender_domain.to_owned(),
            Letter::Domain => self.domain.to_owned(),
            Letter::Ip => match self.ip {
                IpAddr::V4(ip) => ip.to_string(),
                IpAddr::V6(ip) => nibbles(ip).join("."),
            },
            Letter::Name => self.name.unwrap_or("unknown").to_owned(),
            Letter::Version if self.ip.is_ipv4() => "in-addr".to_owned(),
            Letter::Version => "ip6".to_owned(),
            Letter::Helo => self.helo.to_owned(),
            Letter::ReadableIp => self.ip.to_string(),
            Letter::Receiver => self.receiver.to_owned(),
            Letter::Time => self.unix_time.to_string(),
        }
    }
}

/// Split, reverse, keep the right-hand parts, join with dots (§7.3).
fn transformed(value: &str, keep: Option<u32>, reverse: bool, delimiters: &str) -> String {
    if keep.is_none() && !reverse && delimiters.is_empty() {
        return value.to_owned();
    }
    let delimiters = if delimiters.is_empty() { "." } else { delimiters };
    let mut parts: Vec<&str> = value.split(|c| delimiters.contains(c)).collect();
    if reverse {
        parts.reverse();
    }
    let wanted = keep.map_or(parts.len(), |keep| usize::try_from(keep).unwrap_or(usize::MAX));
    let skip = parts.len().saturating_sub(wanted);
    parts[skip..].join(".")
}

/// All but the unreserved characters of RFC 3986 §2.3 as `%XX`.
fn url_escaped(value: &str) -> String {
    let mut escaped = String::new();
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}
