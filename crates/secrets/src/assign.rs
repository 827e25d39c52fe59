//! A value that a secret's name is given to: `DB_PASSWORD=…`, `"apiKey": "…"`, `<password>…</password>`,
//! `define('AUTH_KEY', '…')`, `const token = "…"`. One reader for every syntax, started where a telling word stands;
//! nothing is nested, so nothing can be too deep.

use crate::kind::{FileKind, Format};
use crate::placeholder::{is_placeholder, is_trivial, is_uuid};
use crate::rare::{entropy, looks_random, surprise};
use std::ops::Range;

/// Words that start the reader.
pub(crate) const WORDS: &[&str] = &[
    "passw", "passphrase", "pwd", "_pass", "pass=", "pass:", "pass\"", "pass>", "pass'", "secret", "token", "credential", "creds", "apikey", "api_key", "api-key", "accesskey", "access_key", "access-key",
    "auth_key", "authkey", "auth-key", "private_key", "privatekey", "encryption_key", "encryptionkey", "signing_key", "signingkey", "master_key", "masterkey", "app_key", "appkey", "shared_key", "account_key", "storage_key", "_salt", "auth\"", "_auth",
];

/// A name and the value given to it.
pub(crate) struct Pair {
    pub name: Range<usize>,
    pub value: Range<usize>,
    quoted: bool,
}

/// What a pair is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Password,
    Secret,
}

/// Reads the assignment whose name holds the word at `hit`.
pub(crate) fn pair_at(text: &[u8], hit: usize, kind: FileKind) -> Option<Pair> {
    let name = name_at(text, hit);
    if name.len() > 80 {
        return None;
    }
    let mut at = name.end;
    let opened = name.start.checked_sub(1).map(|i| text[i]);
    // The rest of a tag: `<password encrypted="false">`.
    if opened == Some(b'<') {
        let close = text[at..].iter().take(120).position(|b| *b == b'>')? + at;
        return plain(text, name, close + 1, b'<');
    }
    if opened == Some(b'/') && name.start >= 2 && text[name.start - 2] == b'<' {
        return None;
    }
    let closed = text.get(at).copied().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
    while text.get(at).is_some_and(|b| matches!(b, b'"' | b'\'' | b'`' | b']' | b')' | b'\\')) {
        at += 1;
    }
    let gap = at;
    at = spaces(text, at, 12);
    at = type_of(text, at, kind);
    let rest = text.get(at..)?;
    let (operator, comma) = match rest {
        [b'=', b'>', ..] | [b':', b'=', ..] | [b'?', b'=', ..] | [b'.', b'=', ..] | [b'|', b'|', ..] | [b'-', b'>', ..] => (2, false),
        [b'=', b'=', ..] | [b'!', ..] => return None,
        [b':', b':', b'=', ..] => (3, false),
        [b':', b':', ..] => return None,
        [b'=' | b':', ..] => (1, false),
        [b',', ..] if closed.is_some() => (1, true),
        [b'v', b'a', b'l', b'u', b'e', b'=', ..] if closed.is_some() => (6, false),
        // `password hunter2`, as in .netrc and mail settings
        _ if kind.format == Format::Config && at > gap && closed.is_none() && line_start(text, name.start) => (0, false),
        _ => return None,
    };
    at = spaces(text, at + operator, 8);
    // `x => "…"` and `x: str = "…"` leave a second operator behind.
    while text.get(at).is_some_and(|b| matches!(b, b'=' | b'>')) {
        at = spaces(text, at + 1, 4);
    }
    let mut quote = *text.get(at)?;
    // A quote that was escaped inside another string.
    if quote == b'\\' && text.get(at + 1).is_some_and(|b| matches!(b, b'"' | b'\'')) {
        at += 1;
        quote = text[at];
    }
    // Prefixes of literals: `b"…"`, `r"…"`, `@"…"`, `u'…'`, `L"…"`.
    if matches!(quote, b'b' | b'r' | b'u' | b'@' | b'f' | b'L') && text.get(at + 1).is_some_and(|b| matches!(b, b'"' | b'\'')) {
        at += 1;
        quote = text[at];
    }
    if matches!(quote, b'"' | b'\'' | b'`') {
        let end = quoted_end(text, at + 1, quote)?;
        return Some(Pair { name, value: at + 1..end, quoted: true });
    }
    if comma || !bare_allowed(kind) {
        return None;
    }
    plain(text, name, at, b'\n')
}

fn bare_allowed(kind: FileKind) -> bool {
    matches!(kind.format, Format::Config | Format::Data | Format::Unknown | Format::Log | Format::Dump | Format::Prose)
}

fn name_at(text: &[u8], hit: usize) -> Range<usize> {
    let part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let left = text[hit.saturating_sub(60)..hit].iter().rev().take_while(|b| part(b)).count();
    let right = text[hit..].iter().take(64).take_while(|b| part(b)).count();
    hit - left..hit + right
}

fn spaces(text: &[u8], from: usize, most: usize) -> usize {
    from + text[from.min(text.len())..].iter().take(most).take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// `: string`, `: &str`, `String?` between a name and its operator.
fn type_of(text: &[u8], at: usize, kind: FileKind) -> usize {
    if kind.format != Format::Code {
        return at;
    }
    // Go puts the type behind the name without a colon.
    let bare = text[at.min(text.len())..].iter().take(24).take_while(|b| b.is_ascii_alphanumeric()).count();
    if bare > 0 {
        let end = spaces(text, at + bare, 3);
        return if text.get(end) == Some(&b'=') && text.get(end + 1) != Some(&b'=') { end } else { at };
    }
    if text.get(at) != Some(&b':') {
        return at;
    }
    let after = spaces(text, at + 1, 2);
    let word = text[after..].iter().take(24).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'&' | b'\'' | b'?' | b'<' | b'>' | b'[' | b']')).count();
    let end = spaces(text, after + word, 3);
    if word > 0 && text.get(end) == Some(&b'=') && text.get(end + 1) != Some(&b'=') && !matches!(text[after], b'\'' | b'"') { end } else { at }
}

fn line_start(text: &[u8], at: usize) -> bool {
    let line = text[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
    text[line..at].iter().all(|b| matches!(b, b' ' | b'\t'))
}

fn quoted_end(text: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut at = from;
    while at < text.len() && at < from + 2000 {
        match text[at] {
            b'\\' if text.get(at + 1) == Some(&quote) && at > from && text.get(from.wrapping_sub(2)) == Some(&b'\\') => return Some(at),
            b'\\' => at += 1,
            b'\n' => return None,
            b if b == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// A value without quotes: up to a space, a separator or the end of the line.
fn plain(text: &[u8], name: Range<usize>, from: usize, stop: u8) -> Option<Pair> {
    let from = if stop == b'<' { from + text[from.min(text.len())..].iter().take(80).take_while(|b| b.is_ascii_whitespace()).count() } else { from };
    let ends = |b: &u8| if stop == b'<' { matches!(b, b'<' | b'\n' | b'\r') } else { b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'`' | b',' | b';' | b'<' | b'&' | b'}' | b')' | b']') };
    let mut end = from + text.get(from..)?.iter().take(600).take_while(|b| !ends(b)).count();
    while end > from && text[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    (end > from).then_some(Pair { name, value: from..end, quoted: false })
}

/// Whether the pair is a secret.
pub(crate) fn judge(text: &[u8], pair: &Pair, kind: FileKind) -> Option<Kind> {
    let name = &text[pair.name.clone()];
    let value = text[pair.value.clone()].trim_ascii();
    let what = meaning(name)?;
    if is_placeholder(value) || is_trivial(value) || value.eq_ignore_ascii_case(name) || is_code_value(value) {
        return None;
    }
    let config = matches!(kind.format, Format::Config);
    let ok = match what {
        Kind::Password if config => value.len() >= 4 && !is_plain_number(value),
        Kind::Password => value.len() >= 6 && !kind.labels && !kind.test && !value.contains(&b' ') && strong(value, kind),
        Kind::Secret if config => value.len() >= 8 && !value.contains(&b' ') && !is_path(value) && (looks_random(value) || value.len() >= 16 && strong(value, kind) && surprise(value) > 4.2 || is_uuid(value)),
        Kind::Secret => value.len() >= 16 && !kind.labels && !kind.test && !is_uuid(value) && !is_path(value) && !value.contains(&b' ') && looks_random(value) && !is_digest(value, name) && (pair.quoted || kind.format != Format::Prose),
    };
    (ok && !(kind.is_lock())).then_some(what)
}

/// Letters, digits and signs mixed as people do it under a password policy, or as a generator does.
fn strong(value: &[u8], kind: FileKind) -> bool {
    let has = |test: fn(&u8) -> bool| usize::from(value.iter().any(test));
    let kinds = has(|b| b.is_ascii_lowercase()) + has(|b| b.is_ascii_uppercase()) + has(|b| b.is_ascii_digit()) + has(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'-' | b'.' | b':' | b'/'));
    let need = if matches!(kind.format, Format::Data | Format::Dump | Format::Log) { 2 } else { 3 };
    let digit = value.iter().any(u8::is_ascii_digit);
    looks_random(value) || kinds >= need && digit && entropy(value) >= 2.4 && value.is_ascii()
}

fn is_plain_number(value: &[u8]) -> bool {
    value.len() < 6 && value.iter().all(u8::is_ascii_digit)
}

fn is_path(value: &[u8]) -> bool {
    let slashes = value.iter().filter(|b| **b == b'/').count();
    value.starts_with(b"/") && !looks_random(value) || value.starts_with(b"./") || value.starts_with(b"~/") || value.windows(3).any(|w| w == b"://") || slashes >= 3 && value.len() < 60 && surprise(value) < 6.0
}

/// Program text that stands where a value could: calls, members, formats.
fn is_code_value(value: &[u8]) -> bool {
    value.iter().any(|b| matches!(b, b'(' | b'{')) && !looks_random(value) && value.iter().any(|b| matches!(b, b')' | b'}' | b'.'))
        || value.starts_with(b"%(") || value.starts_with(b"self.") || value.starts_with(b"this.") || value.starts_with(b"*") && value.len() < 24 && value[1..].iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
        || value.windows(2).any(|w| w == b"\\x" || w == b"\\u" || w == b"=>" || w == b"->")
}

/// A hash, by its length or by the name it is given to.
fn is_digest(value: &[u8], name: &[u8]) -> bool {
    let hex = value.iter().all(u8::is_ascii_hexdigit);
    let lower = name.to_ascii_lowercase();
    let says = |w: &str| lower.windows(w.len()).any(|x| x == w.as_bytes());
    value.starts_with(b"sha") || hex && matches!(value.len(), 32 | 40 | 64 | 128) && ["hash", "sha", "md5", "sum", "digest", "commit", "rev", "etag", "cache", "id"].iter().any(|w| says(w))
}

/// Words after which a secret's name means something else: a path to it, its length, a label for it.
const NOT: &[&str] = &[
    "file", "path", "dir", "url", "uri", "endpoint", "name", "names", "type", "types", "length", "len", "size", "min", "max", "field", "fields", "policy", "regex", "pattern", "header", "headers", "expiry", "expires", "expiration",
    "ttl", "hint", "reset", "prompt", "label", "placeholder", "public", "algorithm", "alg", "format", "version", "error", "errors", "message", "enabled", "required", "count", "index", "prefix", "suffix", "env", "var", "ref", "arn",
    "store", "manager", "provider", "class", "digest", "checksum", "sha", "sha256", "sha1", "md5", "integrity", "fingerprint", "id", "ids", "kind", "mode", "hash", "hashed", "salt", "page", "text", "title", "description", "input", "form", "strength", "confirm",
    "confirmation", "again", "repeat", "forgot", "change", "invalid", "validator", "encoder", "generator", "scope", "scopes", "limit", "limits", "bucket", "budget", "usage", "symbol", "address", "contract", "separator", "list", "tokenizer", "uses", "seconds", "minutes", "days", "age", "lifetime", "timeout", "date", "time", "at", "by", "from", "for", "of", "in", "on", "is", "has", "was", "no", "not", "new", "selector", "icon", "color", "style", "key2", "rule", "rules", "check", "helper", "service", "handler", "function", "callback", "method", "command", "cmd", "option", "options", "settings", "config", "visible", "toggle", "show", "hide",
];

/// What the name says: its words, the last ones first.
fn meaning(name: &[u8]) -> Option<Kind> {
    let words = words(name);
    let last = words.last()?.as_str();
    let joined = words.concat();
    if NOT.contains(&last) && !matches!(joined.as_str(), "authsalt" | "nonce_salt") {
        return None;
    }
    if ["csrf", "xsrf", "public", "placeholder", "example", "continuation", "nextpage", "pagination", "page", "syntax", "cancel", "cancellation", "primary", "foreign", "partition", "sort"].iter().any(|w| words.iter().any(|x| x == w)) {
        return None;
    }
    let ends = |list: &[&str]| list.iter().any(|w| joined.ends_with(w));
    if ends(&["password", "passwd", "passwort", "pwd", "passphrase", "pass", "passcode", "pswd"]) || last == "pw" {
        return (!ends(&["bypass", "compass"])).then_some(Kind::Password);
    }
    if ends(&["secret", "secrets", "token", "tokens", "credential", "credentials", "creds", "apikey", "accesskey", "authkey", "secretkey", "privatekey", "encryptionkey", "signingkey", "masterkey", "appkey", "sharedkey", "accountkey", "storagekey", "servicekey", "adminkey", "licensekey", "licencekey", "clientkey", "hmackey", "jwtkey", "sessionkey", "cookiekey", "auth", "sshkey", "deploykey", "webhookkey", "integrationkey", "writekey"]) {
        return Some(Kind::Secret);
    }
    // `AWS_SECRET_KEY_PROD`, `secret_key_base`
    let telling = words.iter().any(|w| ["secret", "token", "apikey", "password", "passwd", "credential"].contains(&w.as_str()));
    telling.then(|| if words.iter().any(|w| w.starts_with("passw")) { Kind::Password } else { Kind::Secret })
}

/// `dbPassword`, `DB_PASSWORD`, `db-password` → db, password.
fn words(name: &[u8]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut lower = false;
    for byte in name {
        let c = char::from(*byte);
        if !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && lower {
            if !word.is_empty() {
                out.push(std::mem::take(&mut word));
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Option<(Kind, String)> {
        let kind = FileKind::of(path);
        let lower = text.to_ascii_lowercase();
        let hit = WORDS.iter().filter_map(|w| lower.find(w)).min()?;
        let pair = pair_at(text.as_bytes(), hit, kind)?;
        let what = judge(text.as_bytes(), &pair, kind)?;
        Some((what, text[pair.value].to_owned()))
    }

    #[test]
    fn every_syntax_gives_the_same_pair() {
        let value = "tQ7-Zk2m!X9v";
        for (path, text) in [
            (".env", format!("DB_PASSWORD={value}")),
            (".env", format!("export DB_PASSWORD=\"{value}\"")),
            ("a.json", format!("{{\"dbPassword\": \"{value}\"}}")),
            ("a.yml", format!("password: {value}")),
            ("settings.xml", format!("<password>{value}</password>")),
            ("nuget.config", format!("<add key=\"ClearTextPassword\" value=\"{value}\" />")),
            ("wp-config.php", format!("define('DB_PASSWORD', '{value}');")),
            ("settings.py", format!("    'PASSWORD': '{value}',")),
            ("x.tfvars", format!("db_password = \"{value}\"")),
            ("main.go", format!("var dbPassword string = \"{value}\"")),
            ("app.ts", format!("const dbPassword: string = \"{value}\"")),
            (".esmtprc", format!("password {value}")),
        ] {
            assert_eq!(found(path, &text), Some((Kind::Password, value.to_owned())), "{path}: {text}");
        }
    }

    #[test]
    fn names_that_only_mention_a_secret_are_none() {
        for (path, text) in [
            (".env", "PASSWORD_FILE=/run/secrets/db"),
            ("a.yml", "passwordMinLength: 12345678"),
            ("en.json", "{\"password\": \"Passwort vergessen\"}"),
            ("app.ts", "const password = process.env.DB_PASSWORD"),
            ("app.ts", "password: string"),
            ("app.py", "token = get_token(user)"),
            ("a.tf", "password = var.db_password"),
            ("a.json", "{\"token_hash\": \"9f86d081884c7d659a2feaa0c55ad015\"}"),
            ("locales/de.json", "{\"password\": \"Kennwort1!\"}"),
        ] {
            assert_eq!(found(path, text), None, "{path}: {text}");
        }
    }
}
