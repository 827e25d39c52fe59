//! Is the pair a secret? What its name says, and what its value looks like.

use super::Pair;
use crate::kind::{FileKind, Format};
use crate::placeholder::{is_placeholder, is_trivial, is_uuid};
use crate::rare::{entropy, looks_random, surprise};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What a pair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Password,
    Secret,
}

/// Whether the pair is a secret.
pub(crate) fn judge(text: &[u8], pair: &Pair, kind: FileKind) -> Option<Kind> {
    let name = &text[pair.name.clone()];
    let value = text[pair.value.clone()].trim_ascii();
    let what = meaning(name)?;
    if !pair.quoted && matches!(value.last(), Some(b'[' | b'(' | b'{')) {
        return None;
    }
    let config = matches!(kind.format, Format::Config);
    let ok = match what {
        Kind::Password if is_path(value) => false,
        Kind::Password if config => value.len() >= 4 && !is_plain_number(value),
        Kind::Password => {
            value.len() >= 6 && !kind.labels && !kind.test && !value.contains(&b' ') && strong(value, kind)
        }
        Kind::Secret if config => {
            value.len() >= 8
                && !value.contains(&b' ')
                && !is_path(value)
                && (looks_random(value)
                    || value.len() >= 16 && strong(value, kind) && surprise(value) > 4.2
                    || is_uuid(value))
        }
        Kind::Secret => {
            value.len() >= 16
                && !kind.labels
                && !kind.test
                && !is_uuid(value)
                && !is_path(value)
                && !value.contains(&b' ')
                && looks_random(value)
                && !is_digest(value, name)
                && (pair.quoted || kind.format != Format::Prose)
        }
    };
    // The dear questions last: most values have been turned away by now.
    let stands_for_another =
        || is_trivial(value) || value.eq_ignore_ascii_case(name) || is_code_value(value) || is_placeholder(value);
    (ok && !kind.is_lock() && !stands_for_another()).then_some(what)
}

/// Letters, digits and signs mixed as people do it under a password policy, or as a generator does.
fn strong(value: &[u8], kind: FileKind) -> bool {
    let has = |test: fn(&u8) -> bool| usize::from(value.iter().any(test));
    let kinds = has(|b| b.is_ascii_lowercase())
        + has(|b| b.is_ascii_uppercase())
        + has(|b| b.is_ascii_digit())
        + has(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'-' | b'.' | b':' | b'/'));
    let need = if matches!(kind.format, Format::Data | Format::Dump | Format::Log) { 2 } else { 3 };
    let digit = value.iter().any(u8::is_ascii_digit);
    looks_random(value) || kinds >= need && digit && entropy(value) >= 2.4 && value.is_ascii()
}

fn is_plain_number(value: &[u8]) -> bool {
    value.len() < 6 && value.iter().all(u8::is_ascii_digit)
}

fn is_path(value: &[u8]) -> bool {
    let slashes = value.iter().filter(|b| **b == b'/').count();
    value.starts_with(b"/") && !looks_random(value)
        || value.starts_with(b"./")
        || value.starts_with(b"~/")
        || value.windows(3).any(|w| w == b"://")
        || slashes >= 3 && value.len() < 60 && surprise(value) < 6.0
}

/// Program text that stands where a value could: calls, members, formats.
fn is_code_value(value: &[u8]) -> bool {
    value.iter().any(|b| matches!(b, b'(' | b'{'))
        && !looks_random(value)
        && value.iter().any(|b| matches!(b, b')' | b'}' | b'.'))
        || value.starts_with(b"%(")
        || value.starts_with(b"self.")
        || value.starts_with(b"this.")
        || value.starts_with(b"*")
            && value.len() < 24
            && value[1..].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
        || value.windows(2).any(|w| w == b"\\x" || w == b"\\u" || w == b"=>" || w == b"->")
}

/// A hash, by its length or by the name it is given to.
fn is_digest(value: &[u8], name: &[u8]) -> bool {
    let hex = value.iter().all(u8::is_ascii_hexdigit);
    let lower = name.to_ascii_lowercase();
    let says = |w: &str| lower.windows(w.len()).any(|x| x == w.as_bytes());
    value.starts_with(b"sha")
        || hex
            && matches!(value.len(), 32 | 40 | 64 | 128)
            && ["hash", "sha", "md5", "sum", "digest", "commit", "rev", "etag", "cache", "id"].iter().any(|w| says(w))
}

/// Words after which a secret's name means something else: a path to it, its length, a label for it.
static NOT: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "file path dir url uri endpoint name names type types length len size min max field fields policy regex \
     pattern header headers expiry expires expiration ttl hint reset prompt label placeholder public algorithm \
     alg format version error errors message enabled required count index prefix suffix env var ref arn store \
     manager provider class digest checksum sha sha256 sha1 md5 integrity fingerprint id ids kind mode hash \
     hashed salt page text title description input form strength confirm confirmation again repeat forgot change \
     invalid validator encoder generator scope scopes limit limits bucket budget usage symbol address contract \
     separator list tokenizer uses seconds minutes days age lifetime timeout date time at by from for of in on is \
     has was no not new selector icon color style key2 rule rules check helper service handler function callback \
     method command cmd option options settings config visible toggle show hide"
        .split_whitespace()
        .collect()
});

/// What the name says: its words, the last ones first.
fn meaning(name: &[u8]) -> Option<Kind> {
    let words = words(name);
    let last = words.last()?.as_str();
    let joined = words.concat();
    if NOT.contains(last) && !matches!(joined.as_str(), "authsalt" | "nonce_salt") {
        return None;
    }
    if [
        "hashed",
        "encrypted",
        "bcrypt",
        "csrf",
        "xsrf",
        "public",
        "placeholder",
        "example",
        "continuation",
        "nextpage",
        "pagination",
        "page",
        "syntax",
        "cancel",
        "cancellation",
        "primary",
        "foreign",
        "partition",
        "sort",
    ]
    .iter()
    .any(|w| words.iter().any(|x| x == w))
    {
        return None;
    }
    let ends = |list: &[&str]| list.iter().any(|w| joined.ends_with(w));
    if ends(&["password", "passwd", "passwort", "pwd", "passphrase", "pass", "passcode", "pswd"]) || last == "pw" {
        return (!ends(&["bypass", "compass"])).then_some(Kind::Password);
    }
    if ends(&[
        "secret",
        "secrets",
        "token",
        "tokens",
        "credential",
        "credentials",
        "creds",
        "apikey",
        "accesskey",
        "authkey",
        "secretkey",
        "privatekey",
        "encryptionkey",
        "signingkey",
        "masterkey",
        "appkey",
        "sharedkey",
        "accountkey",
        "storagekey",
        "servicekey",
        "adminkey",
        "licensekey",
        "licencekey",
        "clientkey",
        "hmackey",
        "jwtkey",
        "sessionkey",
        "cookiekey",
        "auth",
        "sshkey",
        "deploykey",
        "webhookkey",
        "integrationkey",
        "writekey",
    ]) {
        return Some(Kind::Secret);
    }
    // `AWS_SECRET_KEY_PROD`, `secret_key_base`
    let telling =
        words.iter().any(|w| ["secret", "token", "apikey", "password", "passwd", "credential"].contains(&w.as_str()));
    telling.then(|| if words.iter().any(|w| w.starts_with("passw")) { Kind::Password } else { Kind::Secret })
}

/// `dbPassword`, `DB_PASSWORD`, `db-password` → db, password.
fn words(name: &[u8]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower = false;
    for byte in name {
        let c = char::from(*byte);
        let new = !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && lower;
        if new && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    if !word.is_empty() {
        out.push(word);
    }
    // A number at the end tells nothing: `password1`.
    if out.len() > 1 && out.last().is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit())) {
        out.pop();
    }
    out
}
