//! gzip, zip (jar, war, whl, docx …) and tar (docker images). Written for hostile input: every size is a claim.

use super::{Budget, Gap, Layer};
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use std::io::Read;

pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b\x08") || bytes.starts_with(b"PK\x03\x04") || is_tar(bytes)
}

fn is_tar(bytes: &[u8]) -> bool {
    bytes.get(257..262) == Some(b"ustar")
}

pub(super) fn open(bytes: &[u8], name: &str, budget: &mut Budget, gaps: &mut Vec<Gap>) -> Vec<Layer> {
    if bytes.starts_with(b"PK") {
        zip(bytes, budget, gaps)
    } else if is_tar(bytes) {
        tar(bytes, budget, gaps)
    } else {
        let inner = name
            .strip_suffix(".gz")
            .or_else(|| name.strip_suffix(".tgz"))
            .unwrap_or("content")
            .rsplit('/')
            .next()
            .unwrap_or("content")
            .to_owned();
        let out = read(MultiGzDecoder::new(bytes), &inner, budget, gaps);
        out.map(|bytes| layer(inner, bytes)).into_iter().collect()
    }
}

fn layer(name: String, bytes: Vec<u8>) -> Layer {
    Layer { name, bytes, at: None, instead: true }
}

/// Reads what the budget allows. More than that is a gap, and what was read counts all the same.
fn read(reader: impl Read, name: &str, budget: &mut Budget, gaps: &mut Vec<Gap>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let limit = budget.bytes;
    let result = reader.take(limit as u64 + 1).read_to_end(&mut out);
    if out.len() > limit {
        out.truncate(limit);
        gaps.push(Gap { name: name.to_owned(), why: "unpacks to more than the limit" });
    } else if result.is_err() {
        gaps.push(Gap { name: name.to_owned(), why: "damaged archive" });
    }
    budget.bytes -= out.len();
    (!out.is_empty()).then_some(out)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// Members as the central directory lists them.
fn zip(bytes: &[u8], budget: &mut Budget, gaps: &mut Vec<Gap>) -> Vec<Layer> {
    let mut out = Vec::new();
    let tail = bytes.len().saturating_sub(66_000);
    let Some(end) = bytes[tail..].windows(4).rposition(|w| w == b"PK\x05\x06").map(|p| p + tail) else {
        gaps.push(Gap { name: String::new(), why: "damaged archive" });
        return out;
    };
    let (Some(count), Some(mut at)) = (u16_at(bytes, end + 10), u32_at(bytes, end + 16)) else { return out };
    for _ in 0..count {
        if budget.members == 0 || budget.bytes == 0 {
            gaps.push(Gap { name: String::new(), why: "more members than the limit" });
            break;
        }
        budget.members -= 1;
        let Some(next) = member(bytes, at, budget, gaps, &mut out) else {
            gaps.push(Gap { name: String::new(), why: "damaged archive" });
            break;
        };
        at = next;
    }
    out
}

/// One entry of the central directory; gives the place of the next.
fn member(bytes: &[u8], at: usize, budget: &mut Budget, gaps: &mut Vec<Gap>, out: &mut Vec<Layer>) -> Option<usize> {
    if bytes.get(at..at + 4)? != b"PK\x01\x02" {
        return None;
    }
    let (flags, method, packed) = (u16_at(bytes, at + 8)?, u16_at(bytes, at + 10)?, u32_at(bytes, at + 20)?);
    let (name_len, extra, comment, local) =
        (u16_at(bytes, at + 28)?, u16_at(bytes, at + 30)?, u16_at(bytes, at + 32)?, u32_at(bytes, at + 42)?);
    let name = String::from_utf8_lossy(bytes.get(at + 46..at + 46 + name_len)?).into_owned();
    let next = at + 46 + name_len + extra + comment;
    if name.ends_with('/') {
        return Some(next);
    }
    if flags & 1 == 1 {
        gaps.push(Gap { name, why: "encrypted member" });
        return Some(next);
    }
    let data = local + 30 + u16_at(bytes, local + 26)? + u16_at(bytes, local + 28)?;
    let Some(data) = bytes.get(data..data.checked_add(packed)?.min(bytes.len())) else { return Some(next) };
    let content = match method {
        0 => read(data, &name, budget, gaps),
        8 => read(DeflateDecoder::new(data), &name, budget, gaps),
        _ => {
            gaps.push(Gap { name: name.clone(), why: "unknown compression" });
            None
        }
    };
    out.extend(content.map(|bytes| layer(name, bytes)));
    Some(next)
}

/// Members one after another, 512 bytes of header each.
fn tar(bytes: &[u8], budget: &mut Budget, gaps: &mut Vec<Gap>) -> Vec<Layer> {
    let mut out = Vec::new();
    let mut at = 0;
    let mut long: Option<String> = None;
    while let Some(header) = bytes.get(at..at + 512) {
        if header.iter().all(|b| *b == 0) {
            break;
        }
        if budget.members == 0 || budget.bytes == 0 {
            gaps.push(Gap { name: String::new(), why: "more members than the limit" });
            break;
        }
        budget.members -= 1;
        let Some(size) = octal(&header[124..136]) else {
            gaps.push(Gap { name: String::new(), why: "damaged archive" });
            break;
        };
        let content =
            &bytes[(at + 512).min(bytes.len())..(at.saturating_add(512).saturating_add(size)).min(bytes.len())];
        let text = |range: std::ops::Range<usize>| {
            String::from_utf8_lossy(header[range].split(|b| *b == 0).next().unwrap_or_default()).into_owned()
        };
        match header[156] {
            b'L' => long = Some(String::from_utf8_lossy(content).trim_end_matches('\0').to_owned()),
            b'0' | 0 => {
                let prefix = text(345..500);
                let short = if prefix.is_empty() { text(0..100) } else { format!("{prefix}/{}", text(0..100)) };
                let name = long.take().unwrap_or(short);
                if content.len() < size {
                    gaps.push(Gap { name: name.clone(), why: "damaged archive" });
                }
                out.extend(read(content, &name, budget, gaps).map(|bytes| layer(name, bytes)));
            }
            _ => long = None,
        }
        let Some(next) = size.checked_add(1023 + at).map(|n| n & !511) else { break };
        at = next;
    }
    out
}

fn octal(field: &[u8]) -> Option<usize> {
    let digits = field.trim_ascii().split(|b| *b == 0).next()?.trim_ascii();
    if digits.is_empty() {
        return Some(0);
    }
    usize::from_str_radix(std::str::from_utf8(digits).ok()?, 8).ok().filter(|n| *n < 1 << 40)
}
