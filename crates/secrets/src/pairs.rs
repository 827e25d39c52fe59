//! Formats whose secrets have no telling name: `.netrc`, `.pgpass`, password files, registry log-ins, Kubernetes
//! Secrets, dumps; and personal data in logs.

use crate::engine::Engine;
use crate::hit::Hit;
use crate::kind::{FileKind, Format};
use crate::placeholder::{is_placeholder, is_trivial};
use crate::unwrap::base64;
use memchr::memmem;
use std::ops::Range;

/// Runs the parser of the file's format.
pub(crate) fn special(engine: &Engine, text: &[u8], kind: FileKind, hits: &mut Vec<Hit>) {
    match kind.format {
        Format::Netrc => netrc(engine, text, hits),
        Format::Pgpass => pgpass(engine, text, hits),
        Format::Hashes | Format::Dump => hashes(engine, text, hits),
        Format::Docker => docker(engine, text, hits),
        Format::MasterKey => master_key(engine, text, hits),
        Format::Data | Format::Unknown => {
            kubernetes(engine, text, hits);
            docker(engine, text, hits);
        }
        _ => {}
    }
}

/// Words with their places.
fn words(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        let end = at + text[at..].iter().take_while(|b| !b.is_ascii_whitespace()).count();
        let word = at..end;
        at = end;
        (!word.is_empty()).then_some(word)
    })
}

/// Lines with their places, without their ends.
fn lines(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let end = text[at..].iter().position(|b| *b == b'\n').map_or(text.len(), |p| at + p);
        let line = at..end;
        at = end + 1;
        let trimmed = text[line.clone()].trim_ascii_end().len();
        Some(line.start..line.start + trimmed)
    })
}

/// `machine api.acme.example login ann password …`
fn netrc(engine: &Engine, text: &[u8], hits: &mut Vec<Hit>) {
    let mut after = false;
    for word in words(text) {
        if after && !is_placeholder(&text[word.clone()]) {
            engine.report("netrc-password", word.clone(), 4, hits);
        }
        after = &text[word] == b"password";
    }
}

/// `host:port:database:user:password`
fn pgpass(engine: &Engine, text: &[u8], hits: &mut Vec<Hit>) {
    for line in lines(text).filter(|l| !text[l.clone()].starts_with(b"#")) {
        let colons: Vec<usize> =
            line.clone().filter(|i| text[*i] == b':' && (*i == line.start || text[*i - 1] != b'\\')).collect();
        if let Some(colon) = colons.get(3)
            && colon + 1 < line.end
            && !is_placeholder(&text[colon + 1..line.end])
        {
            engine.report("pgpass-password", colon + 1..line.end, 4, hits);
        }
    }
}

/// `crypt(3)` and bcrypt hashes, and `{SHA}` ones.
fn hashes(engine: &Engine, text: &[u8], hits: &mut Vec<Hit>) {
    let starts = [
        b"$1$".as_slice(),
        b"$2a$",
        b"$2b$",
        b"$2y$",
        b"$5$",
        b"$6$",
        b"$y$",
        b"$apr1$",
        b"{SHA}",
        b"{SSHA}",
        b"$P$B",
        b"$argon2",
        b"pbkdf2_sha256$",
    ];
    let mut at = 0;
    while let Some(found) = text[at..].iter().position(|b| matches!(b, b'$' | b'{' | b'p')).map(|p| at + p) {
        at = found + 1;
        if !starts.iter().any(|s| text[found..].starts_with(s)) {
            continue;
        }
        let part = |b: &u8| {
            b.is_ascii_alphanumeric() || matches!(b, b'$' | b'.' | b'/' | b'{' | b'}' | b'=' | b'+' | b'_' | b',')
        };
        let end = found + text[found..].iter().take(200).take_while(|b| part(b)).count();
        if end - found >= 24 {
            engine.report("password-hash", found..end, 2, hits);
            at = end;
        }
    }
}

/// `"auth": "…"` holds user and password, base64.
fn docker(engine: &Engine, text: &[u8], hits: &mut Vec<Hit>) {
    if text.len() > 1 << 20 || memmem::find(text, b"\"auth\"").is_none() {
        return;
    }
    let mut at = 0;
    while let Some(found) = memmem::find(&text[at..], b"\"auth\"").map(|p| at + p) {
        at = found + 6;
        let rest = &text[at..(at + 20).min(text.len())];
        let Some(quote) = rest
            .iter()
            .position(|b| *b == b'"')
            .filter(|p| rest[..*p].iter().all(|b| matches!(b, b' ' | b':' | b'\t' | b'\n')))
        else {
            continue;
        };
        let from = at + quote + 1;
        let end = from + text[from..].iter().take(2000).take_while(|b| **b != b'"').count();
        if base64(&text[from..end]).is_some_and(|inner| log_in(&inner)) {
            engine.report("docker-registry-auth", from..end, 6, hits);
        }
        at = end;
    }
}

fn log_in(inner: &[u8]) -> bool {
    let Some(colon) = inner.iter().position(|b| *b == b':') else { return false };
    let password = &inner[colon + 1..];
    inner.is_ascii() && password.len() >= 3 && !is_placeholder(password) && !is_trivial(password)
}

/// 32 hex digits, alone.
fn master_key(engine: &Engine, text: &[u8], hits: &mut Vec<Hit>) {
    let key = text.trim_ascii();
    if key.len() == 32 && key.iter().all(u8::is_ascii_hexdigit) {
        let from = text.len() - text.trim_ascii_start().len();
        engine.report("rails-master-key", from..from + 32, 6, hits);
    }
}

/// Values below `data:` or `stringData:` of a document whose kind is Secret.
fn kubernetes(engine: &Engine, text: &[u8], hits: &mut Vec<Hit>) {
    let is_kind = |l: &[u8]| {
        l.strip_prefix(b"kind:").is_some_and(|v| {
            v.trim_ascii().trim_ascii_end().strip_suffix(b"\"").unwrap_or(v.trim_ascii()).ends_with(b"Secret")
        })
    };
    if text.len() > 1 << 20 || memmem::find(text, b"Secret").is_none() || !lines(text).any(|l| is_kind(&text[l])) {
        return;
    }
    let mut document: Vec<Range<usize>> = Vec::new();
    let mut secret = false;
    let all: Vec<Range<usize>> = lines(text).collect();
    let close = |document: &mut Vec<Range<usize>>, secret: &mut bool, hits: &mut Vec<Hit>| {
        if *secret {
            document_values(engine, text, document, hits);
        }
        document.clear();
        *secret = false;
    };
    for line in all {
        let content = &text[line.clone()];
        if content.starts_with(b"---") {
            close(&mut document, &mut secret, hits);
            continue;
        }
        secret |= is_kind(content);
        document.push(line);
    }
    close(&mut document, &mut secret, hits);
}

fn document_values(engine: &Engine, text: &[u8], lines: &[Range<usize>], hits: &mut Vec<Hit>) {
    let mut below: Option<bool> = None;
    for line in lines {
        let content = &text[line.clone()];
        let indent = content.iter().take_while(|b| **b == b' ').count();
        if indent == 0 && !content.is_empty() {
            below = match content {
                b"data:" => Some(true),
                b"stringData:" => Some(false),
                _ => None,
            };
            continue;
        }
        let (Some(encoded), Some(colon)) = (below, content.iter().position(|b| *b == b':')) else { continue };
        let start = colon + 1 + content[colon + 1..].iter().take_while(|b| matches!(b, b' ' | b'"' | b'\'')).count();
        let value =
            content[start.min(content.len())..].strip_suffix(b"\"").unwrap_or(&content[start.min(content.len())..]);
        let value = value.strip_suffix(b"'").unwrap_or(value);
        let plain = if encoded { base64(value) } else { Some(value.to_vec()) };
        let name = String::from_utf8_lossy(&content[..colon]).to_ascii_lowercase();
        let told =
            ["user", "host", "port", "name", "ca.crt", "tls.crt", "namespace", "url"].iter().any(|w| name.contains(w))
                && !name.contains("pass");
        if plain.is_some_and(|p| p.len() >= 4 && !is_placeholder(&p) && !is_trivial(&p) && !told) {
            let from = line.start + start;
            engine.report("kubernetes-secret", from..from + value.len(), 4, hits);
        }
    }
}

/// Card numbers and bank accounts.
pub(crate) fn personal(engine: &Engine, text: &[u8], hits: &mut Vec<Hit>) {
    let mut at = 0;
    while at < text.len() {
        if !text[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end =
            at + text[at..].iter().take(40).take_while(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-')).count();
        let end = at + text[at..end].iter().rposition(u8::is_ascii_digit).map_or(0, |p| p + 1);
        let digits: Vec<u8> = text[at..end].iter().filter(|b| b.is_ascii_digit()).map(|b| b - b'0').collect();
        let alone = at == 0 || !text[at - 1].is_ascii_alphanumeric() && !matches!(text[at - 1], b'.' | b'-' | b'_');
        if alone && is_card(&digits) && grouped(&text[at..end]) && !text.get(end).is_some_and(u8::is_ascii_alphanumeric)
        {
            engine.report("card-number", at..end, 4, hits);
        }
        at = end.max(at + 1);
    }
}

/// Digits in one block, or in the groups that cards are printed in.
fn grouped(text: &[u8]) -> bool {
    let groups: Vec<usize> = text.split(|b| matches!(b, b' ' | b'-')).map(<[u8]>::len).collect();
    groups.len() == 1 || groups == [4, 4, 4, 4] || groups == [4, 6, 5] || groups == [4, 4, 4, 4, 3]
}

/// Luhn's test and the ranges of the card companies.
fn is_card(digits: &[u8]) -> bool {
    let known = match digits {
        [4, ..] => matches!(digits.len(), 13 | 16 | 19),
        [5, 1..=5, ..] | [2, 2..=7, ..] | [6, 0 | 4 | 5, ..] => digits.len() == 16,
        [3, 4 | 7, ..] => digits.len() == 15,
        [3, 0 | 6 | 8, ..] => digits.len() == 14,
        [3, 5, ..] => digits.len() == 16,
        _ => false,
    };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| {
            if i % 2 == 1 {
                let x = u32::from(*d) * 2;
                if x > 9 { x - 9 } else { x }
            } else {
                u32::from(*d)
            }
        })
        .sum();
    let kinds = {
        let mut seen = [false; 10];
        digits.iter().for_each(|d| seen[usize::from(*d)] = true);
        seen.iter().filter(|s| **s).count()
    };
    known && sum.is_multiple_of(10) && kinds >= 3
}

/// An address round the `@`, unless it is made up.
pub(crate) fn address(engine: &Engine, text: &[u8], at: usize, hits: &mut Vec<Hit>) {
    let local = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-');
    let host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let left = text[at.saturating_sub(64)..at].iter().rev().take_while(|b| local(b)).count();
    let right = text[at + 1..].iter().take(80).take_while(|b| host(b)).count();
    let domain = String::from_utf8_lossy(&text[at + 1..at + 1 + right]).to_ascii_lowercase();
    let domain = domain.trim_end_matches('.');
    let ending = domain.rsplit('.').next().unwrap_or_default();
    let made_up = ["example.com", "example.org", "example.net"].iter().any(|e| domain.ends_with(e))
        || ["example", "test", "invalid", "localhost", "local", "png", "jpg", "svg", "js", "css"].contains(&ending);
    if left > 0
        && domain.contains('.')
        && ending.len() >= 2
        && ending.bytes().all(|b| b.is_ascii_alphabetic())
        && !made_up
    {
        engine.report("email-address", at - left..at + 1 + domain.len(), 2, hits);
    }
}
