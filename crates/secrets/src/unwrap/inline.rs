//! What is encoded in the middle of a text: base64, hex, percent and unicode escapes, HTML entities, the sources
//! inside a source map.

use super::{Budget, Gap, Layer};
use memchr::{memchr3_iter, memmem};

/// Decodes base64 of either alphabet, with or without padding.
#[must_use]
pub fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.trim_ascii();
    let body = text.iter().rposition(|b| *b != b'=').map_or(0, |p| p + 1);
    if body < 2 || text.len() - body > 2 || body % 4 == 1 {
        return None;
    }
    let mut out = Vec::with_capacity(body * 3 / 4);
    let (mut bits, mut held) = (0u32, 0u32);
    for byte in &text[..body] {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    Some(out)
}

fn hex(text: &[u8]) -> Option<Vec<u8>> {
    text.chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok().filter(|_| pair.len() == 2))
        .collect()
}

/// Worth reading: a text of some length, or an archive.
fn readable(bytes: &[u8]) -> bool {
    let shown = bytes.iter().filter(|b| matches!(b, b' '..=b'~' | b'\n' | b'\t' | b'\r')).count();
    bytes.len() >= 12 && shown * 100 >= bytes.len() * 95 || bytes.starts_with(b"\x1f\x8b\x08")
}

/// Runs of base64 and hex of 24 characters or more, then escapes.
pub(super) fn encoded(text: &[u8], budget: &mut Budget, out: &mut Vec<Layer>) {
    const LEAST: usize = 24;
    let part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_' | b'=');
    let mut at = 0;
    while at + LEAST <= text.len() {
        match text[at..at + LEAST].iter().rposition(|b| !part(*b)) {
            Some(gap) => at += gap + 1,
            None => {
                let end = at + text[at..].iter().take_while(|b| part(**b)).count();
                // `name=` in front of the run belongs to the text.
                let start = text[at..end]
                    .iter()
                    .rposition(|b| *b == b'=')
                    .filter(|p| at + p + LEAST < end)
                    .map_or(at, |p| at + p + 1);
                run(text, start..end, budget, out);
                at = end;
            }
        }
    }
    escapes(text, budget, out);
}

fn run(text: &[u8], place: std::ops::Range<usize>, budget: &mut Budget, out: &mut Vec<Layer>) {
    let body = &text[place.clone()];
    let is_hex = body.len().is_multiple_of(2) && body.iter().all(u8::is_ascii_hexdigit);
    let decoded = if is_hex { hex(body).map(|b| ("hex", b)) } else { base64(body).map(|b| ("base64", b)) };
    if let Some((name, bytes)) = decoded.filter(|(_, b)| readable(b)) {
        push(name, bytes, place.start, budget, out);
    }
}

fn push(name: &str, bytes: Vec<u8>, at: usize, budget: &mut Budget, out: &mut Vec<Layer>) {
    if bytes.len() <= budget.bytes {
        budget.bytes -= bytes.len();
        out.push(Layer { name: name.to_owned(), bytes, at: Some(at), instead: false });
    }
}

/// Lines with `%41`, `\u0041`, `\x41` or `&quot;` are decoded and looked at once more.
fn escapes(text: &[u8], budget: &mut Budget, out: &mut Vec<Layer>) {
    let mut until = 0;
    for found in memchr3_iter(b'%', b'\\', b'&', text) {
        if found < until || escape(&text[found..]).is_none() {
            continue;
        }
        let from = text[found.saturating_sub(200)..found]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(found.saturating_sub(200), |p| found.saturating_sub(200) + p + 1);
        let from = from.max(until);
        let window = &text[from..(found + 4000).min(text.len())];
        let window = &window
            [..window.iter().skip(found - from).position(|b| *b == b'\n').map_or(window.len(), |p| p + found - from)];
        until = from + window.len();
        let (decoded, count) = unescape(window);
        if count >= 2 {
            push("escapes", decoded, from, budget, out);
        }
    }
}

fn unescape(text: &[u8]) -> (Vec<u8>, usize) {
    let mut out = Vec::with_capacity(text.len());
    let (mut at, mut count) = (0, 0);
    while at < text.len() {
        if let Some((byte, len)) = escape(&text[at..]) {
            out.push(byte);
            at += len;
            count += 1;
        } else {
            out.push(text[at]);
            at += 1;
        }
    }
    (out, count)
}

/// One escape at the start of the text: its byte and its length. Only printable ASCII is worth it.
fn escape(text: &[u8]) -> Option<(u8, usize)> {
    let number = |from: usize, to: usize| u8::from_str_radix(std::str::from_utf8(text.get(from..to)?).ok()?, 16).ok();
    let (byte, len) = match text {
        [b'%', ..] => (number(1, 3)?, 3),
        [b'\\', b'u', b'0', b'0', ..] => (number(4, 6)?, 6),
        [b'\\', b'x', ..] => (number(2, 4)?, 4),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => (b'"', 6),
        [b'&', b'a', b'm', b'p', b';', ..] => (b'&', 5),
        [b'&', b'#', b'3', b'4', b';', ..] => (b'"', 5),
        [b'&', b'#', b'x', b'2', b'7', b';', ..] => (b'\'', 6),
        _ => return None,
    };
    (b' '..=b'~').contains(&byte).then_some((byte, len))
}

/// `sourcesContent` of a source map, one layer for each source.
pub(super) fn source_map(text: &[u8], budget: &mut Budget, gaps: &mut Vec<Gap>) -> Vec<Layer> {
    let head = &text[..text.len().min(512)];
    if !head.trim_ascii_start().starts_with(b"{")
        || memmem::find(text, b"\"sourcesContent\"").is_none()
        || memmem::find(text, b"\"mappings\"").is_none()
    {
        return Vec::new();
    }
    #[derive(serde::Deserialize)]
    struct Map {
        #[serde(default)]
        sources: Vec<Option<String>>,
        #[serde(rename = "sourcesContent", default)]
        contents: Vec<Option<String>>,
    }
    let Ok(map) = serde_json::from_slice::<Map>(text) else {
        gaps.push(Gap { name: String::new(), why: "damaged source map, read as text" });
        return Vec::new();
    };
    let mut out = Vec::new();
    for (i, content) in map.contents.into_iter().enumerate() {
        let Some(content) = content.filter(|c| !c.is_empty()) else { continue };
        let name = map.sources.get(i).cloned().flatten().unwrap_or_else(|| format!("source {i}"));
        if content.len() > budget.bytes {
            gaps.push(Gap { name, why: "unpacks to more than the limit" });
            break;
        }
        budget.bytes -= content.len();
        out.push(Layer { name, bytes: content.into_bytes(), at: None, instead: true });
    }
    out
}
