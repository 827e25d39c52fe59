//! A value that a secret's name is given to: `DB_PASSWORD=…`, `"apiKey": "…"`, `<password>…</password>`,
//! `define('AUTH_KEY', '…')`, `const token = "…"`. One reader for every syntax, started where a telling word stands;
//! nothing is nested, so nothing can be too deep.

mod judge;

pub(crate) use judge::{Kind, judge};

use crate::kind::{FileKind, Format};
use std::ops::Range;

/// Words that start the reader.
pub(crate) const WORDS: &[&str] = &[
    "passw",
    "passphrase",
    "pwd",
    "_pass",
    "<pass",
    "pass=",
    "pass:",
    "pass\"",
    "pass>",
    "pass'",
    "secret",
    "token",
    "credential",
    "creds",
    "apikey",
    "api_key",
    "api-key",
    "accesskey",
    "access_key",
    "access-key",
    "auth_key",
    "authkey",
    "auth-key",
    "private_key",
    "privatekey",
    "encryption_key",
    "encryptionkey",
    "signing_key",
    "signingkey",
    "master_key",
    "masterkey",
    "app_key",
    "appkey",
    "shared_key",
    "account_key",
    "storage_key",
    "_salt",
    "auth\"",
    "_auth",
];

/// A name and the value given to it.
pub(crate) struct Pair {
    pub name: Range<usize>,
    pub value: Range<usize>,
    pub quoted: bool,
}

/// Reads the assignment whose name holds the word at `hit`.
pub(crate) fn pair_at(text: &[u8], hit: usize, kind: FileKind) -> Option<Pair> {
    // `<pass` starts at its bracket, which is no part of the name.
    let name = name_at(text, if text[hit] == b'<' { hit + 1 } else { hit });
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
        [b'=', b'>', ..]
        | [b':', b'=', ..]
        | [b'?', b'=', ..]
        | [b'.', b'=', ..]
        | [b'|', b'|', ..]
        | [b'-', b'>', ..] => (2, false),
        [b'=', b'=', ..] | [b'!', ..] => return None,
        [b':', b':', b'=', ..] => (3, false),
        [b':', b':', ..] => return None,
        [b'=' | b':', ..] => (1, false),
        [b',', ..] if closed.is_some() && called(text, name.start) => (1, true),
        [b'v', b'a', b'l', b'u', b'e', b'=', ..] if closed.is_some() => (6, false),
        // `password hunter2`, as in .netrc and mail settings
        _ if kind.format == Format::Config && at > gap && closed.is_none() && line_start(text, name.start) => {
            (0, false)
        }
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
    if matches!(quote, b'b' | b'r' | b'u' | b'@' | b'f' | b'L')
        && text.get(at + 1).is_some_and(|b| matches!(b, b'"' | b'\''))
    {
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
    let word = text[after..]
        .iter()
        .take(24)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'&' | b'\'' | b'?' | b'<' | b'>' | b'[' | b']'))
        .count();
    let end = spaces(text, after + word, 3);
    if word > 0
        && text.get(end) == Some(&b'=')
        && text.get(end + 1) != Some(&b'=')
        && !matches!(text[after], b'\'' | b'"')
    {
        end
    } else {
        at
    }
}

fn line_start(text: &[u8], at: usize) -> bool {
    let line = text[..at].iter().rposition(|b| *b == b'\n').map_or(0, |p| p + 1);
    text[line..at].iter().all(|b| matches!(b, b' ' | b'\t'))
}

fn quoted_end(text: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut at = from;
    while at < text.len() && at < from + 2000 {
        match text[at] {
            b'\\'
                if text.get(at + 1) == Some(&quote) && at > from && text.get(from.wrapping_sub(2)) == Some(&b'\\') =>
            {
                return Some(at);
            }
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
    let from = if stop == b'<' {
        from + text[from.min(text.len())..].iter().take(80).take_while(|b| b.is_ascii_whitespace()).count()
    } else {
        from
    };
    let ends = |b: &u8| {
        if stop == b'<' {
            matches!(b, b'<' | b'\n' | b'\r')
        } else {
            b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b'`' | b',' | b';' | b'<' | b'&' | b'}' | b')' | b']')
        }
    };
    let mut end = from + text.get(from..)?.iter().take(600).take_while(|b| !ends(b)).count();
    while end > from && text[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    (end > from).then_some(Pair { name, value: from..end, quoted: false })
}

/// The name is the first argument of a call: `define('NAME', 'value')`, `setenv("NAME", "value")`.
fn called(text: &[u8], name: usize) -> bool {
    let before = &text[name.saturating_sub(6)..name.saturating_sub(1)];
    before.trim_ascii_end().last() == Some(&b'(')
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
            ("locales/de.json", "{\"password\": \"Kennwort1!\"}"), // launch-ready:allow made up
        ] {
            assert_eq!(found(path, text), None, "{path}: {text}");
        }
    }
}
