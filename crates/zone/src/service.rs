//! Parameters of SVCB and HTTPS records (RFC 9460 §2.1, appendix A), for the keys in use.

use crate::codec::{from_base64, to_base64};
use crate::data::octets;
use crate::lines::Word;
use crate::problem::{Problem, quoted};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Names of the first keys, by number (RFC 9460 §14.3.2).
const KEYS: [&str; 7] = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint"];

fn number(key: &str) -> Option<u16> {
    let place = KEYS.iter().position(|k| *k == key).and_then(|p| u16::try_from(p).ok());
    place.or_else(|| key.strip_prefix("key")?.parse().ok())
}

fn name(number: u16) -> String {
    KEYS.get(usize::from(number)).map_or_else(|| format!("key{number}"), |k| (*k).to_owned())
}

/// Octets of `key=value` words, in ascending order of keys as the wire wants them.
pub(crate) fn read(words: &[Word<'_>]) -> Result<Vec<u8>, Problem> {
    let mut params: Vec<(u16, Vec<u8>)> = Vec::new();
    let mut rest = words;
    while let Some((word, tail)) = rest.split_first() {
        rest = tail;
        let (key, mut value) = match word.text.split_once('=') {
            Some((key, value)) => (key, octets(&Word { text: value, ..word.clone() })?),
            None => (word.text, Vec::new()),
        };
        // `alpn="h2,h3"` is cut in two at the quote.
        if word.text.ends_with('=')
            && let Some((quoted, tail)) = rest.split_first()
            && quoted.quoted
            && quoted.at.start == word.at.end
        {
            value = octets(quoted)?;
            rest = tail;
        }
        let wrong = |what: &str| Problem::new(word.at.clone(), what);
        let key = number(&key.to_ascii_lowercase())
            .ok_or_else(|| wrong(&format!("{} is no parameter of this record", quoted(key))))?;
        if params.iter().any(|(k, _)| *k == key) {
            return Err(wrong("this parameter stands here twice"));
        }
        let octets = encode(key, &value).ok_or_else(|| wrong("the value of this parameter can't be read"))?;
        params.push((key, octets));
    }
    params.sort();
    let mut out = Vec::new();
    for (key, value) in params {
        out.extend(key.to_be_bytes());
        out.extend(u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes());
        out.extend(value);
    }
    Ok(out)
}

fn encode(key: u16, value: &[u8]) -> Option<Vec<u8>> {
    let text = || std::str::from_utf8(value).ok();
    let list = || Some(text()?.split(','));
    match key {
        0 => {
            let mut keys: Vec<u16> = list()?.map(number).collect::<Option<_>>()?;
            keys.sort_unstable();
            Some(keys.into_iter().flat_map(u16::to_be_bytes).collect())
        }
        1 => list()?.try_fold(Vec::new(), |mut out, protocol| {
            out.push(u8::try_from(protocol.len()).ok().filter(|n| *n > 0)?);
            out.extend(protocol.bytes());
            Some(out)
        }),
        2 => value.is_empty().then(Vec::new),
        3 => text()?.parse::<u16>().ok().map(|port| port.to_be_bytes().to_vec()),
        4 => list()?
            .map(|ip| ip.parse::<Ipv4Addr>().ok())
            .collect::<Option<Vec<_>>>()
            .map(|all| all.into_iter().flat_map(|ip| ip.octets()).collect()),
        5 => from_base64(text()?).filter(|o| !o.is_empty()),
        6 => list()?
            .map(|ip| ip.parse::<Ipv6Addr>().ok())
            .collect::<Option<Vec<_>>>()
            .map(|all| all.into_iter().flat_map(|ip| ip.octets()).collect()),
        _ => Some(value.to_vec()).filter(|v| v.len() <= usize::from(u16::MAX)),
    }
}

/// The parameters as text; `None` when the octets are none.
pub(crate) fn show(mut octets: &[u8]) -> Option<String> {
    let mut out = Vec::new();
    while !octets.is_empty() {
        let (head, rest) = octets.split_at_checked(4)?;
        let key = u16::from_be_bytes([head[0], head[1]]);
        let (value, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes([head[2], head[3]])))?;
        octets = rest;
        let text = decode(key, value)?;
        out.push(if text.is_empty() { name(key) } else { format!("{}={text}", name(key)) });
    }
    Some(out.join(" "))
}

fn decode(key: u16, value: &[u8]) -> Option<String> {
    let wide = |pair: &[u8]| Some(u16::from_be_bytes([*pair.first()?, *pair.get(1)?]));
    let joined = |all: Vec<String>| (!all.is_empty()).then(|| all.join(","));
    match key {
        0 => joined(value.chunks(2).map(|pair| wide(pair).map(name)).collect::<Option<_>>()?),
        1 => {
            let mut all = Vec::new();
            let mut rest = value;
            while let Some((length, tail)) = rest.split_first() {
                let (protocol, tail) = tail.split_at_checked(usize::from(*length))?;
                let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-./_".contains(b);
                all.push(
                    String::from_utf8(protocol.to_vec())
                        .ok()
                        .filter(|p| !p.is_empty() && p.bytes().all(|b| plain(&b)))?,
                );
                rest = tail;
            }
            joined(all)
        }
        2 => value.is_empty().then(String::new),
        3 => (value.len() == 2).then(|| wide(value).map(|p| p.to_string())).flatten(),
        4 => joined(
            value
                .chunks(4)
                .map(|o| Some(Ipv4Addr::from(<[u8; 4]>::try_from(o).ok()?).to_string()))
                .collect::<Option<_>>()?,
        ),
        5 => (!value.is_empty()).then(|| to_base64(value)),
        6 => joined(
            value
                .chunks(16)
                .map(|o| Some(Ipv6Addr::from(<[u8; 16]>::try_from(o).ok()?).to_string()))
                .collect::<Option<_>>()?,
        ),
        _ => Some(crate::show::quoted_octets(value)).map(|t| if value.is_empty() { String::new() } else { t }),
    }
}
