//! What a value must satisfy beyond its regex: checksums, structure, and not being a stand-in.

use crate::jwt::Jwt;
use crate::placeholder::{is_placeholder, is_trivial};
use crate::rare::{entropy, looks_random, surprise};
use crate::unwrap::base64;
use flate2::Crc;
use serde::Deserialize;
use std::ops::Range;

/// A test on a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Check {
    Github,
    Npm,
    Slack,
    Mixed,
    Pem,
    Jwk,
    Jwt,
    JwtService,
    JwtAnon,
    JwtBase64,
    UrlPassword,
    Password,
    Basic,
    Framework,
}

/// What a test says of a match.
pub(crate) enum Answer {
    /// It is one.
    Yes(Range<usize>),
    /// It has the form, but something does not fit: one level lower.
    Doubtful(Range<usize>),
    /// It is none.
    No,
}

impl Check {
    pub(crate) fn ask(self, text: &[u8], range: Range<usize>) -> Answer {
        let value = &text[range.clone()];
        let yes = match self {
            Self::Github | Self::Npm => {
                return if checksum_fits(value) { Answer::Yes(range) } else { Answer::Doubtful(range) };
            }
            Self::Slack => value.iter().filter(|b| b.is_ascii_digit()).count() >= 8,
            Self::Mixed => {
                value.iter().any(u8::is_ascii_digit)
                    && value.iter().any(u8::is_ascii_alphabetic)
                    && surprise(value) > 4.0
            }
            Self::Pem => return pem(text, range),
            Self::Jwk => near(text, &range, 400, b"\"kty\""),
            Self::Jwt => jwt(value, |role| !matches!(role, Some("anon" | "service_role"))),
            Self::JwtService => jwt(value, |role| role == Some("service_role")),
            Self::JwtAnon => jwt(value, |role| role == Some("anon")),
            Self::JwtBase64 => base64(value).is_some_and(|inner| jwt(&inner, |_| true)),
            Self::UrlPassword => return url_password(text, range),
            Self::Password => !is_trivial(value) && value.len() >= 3,
            Self::Basic => !is_placeholder(value) && basic(value),
            Self::Framework => {
                !String::from_utf8_lossy(value).contains("insecure") && entropy(value) > 3.2 && surprise(value) > 4.0
            }
        };
        if yes { Answer::Yes(range) } else { Answer::No }
    }
}

/// The last six of 36 characters are the CRC-32 of the first thirty, in base 62.
fn checksum_fits(value: &[u8]) -> bool {
    let body = value.iter().position(|b| *b == b'_').map_or(value, |i| &value[i + 1..]);
    let Some((random, sum)) = body.len().checked_sub(6).map(|n| body.split_at(n)) else { return false };
    let mut crc = Crc::new();
    crc.update(random);
    let mut left = crc.sum();
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(left % 62) as usize];
        left /= 62;
    }
    digits == sum
}

/// From the opening line to the closing one, with a body that is no stand-in.
fn pem(text: &[u8], range: Range<usize>) -> Answer {
    let end = (range.end + 16_000).min(text.len());
    let body = &text[range.end..end];
    let stop = body.windows(8).position(|w| w == b"-----END").unwrap_or(body.len());
    let body = &body[..stop];
    let letters = body.iter().filter(|b| b.is_ascii_alphanumeric()).count();
    // An elliptic key has 64 letters and digits in its body; a header alone, as in code that parses keys, has none.
    let base64ish = body
        .iter()
        .filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'\n' | b'\r' | b'\\'))
        .count();
    if letters < 60 || base64ish * 10 < body.len() * 7 || entropy(body) < 4.0 || is_stand_in(body) {
        return Answer::No;
    }
    let whole = range.start..range.end + stop;
    // Its password protects it, as far as that goes.
    if text[range].windows(9).any(|w| w == b"ENCRYPTED") || body.windows(9).any(|w| w == b"ENCRYPTED") {
        return Answer::Doubtful(whole);
    }
    Answer::Yes(whole)
}

fn is_stand_in(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body).to_ascii_lowercase();
    ["...", "xxxx", "your", "example", "placeholder", "\u{2026}"].iter().any(|w| text.contains(w))
}

fn near(text: &[u8], range: &Range<usize>, bytes: usize, what: &[u8]) -> bool {
    let window = &text[range.start.saturating_sub(bytes)..(range.end + bytes).min(text.len())];
    window.windows(what.len()).any(|w| w == what)
}

fn jwt(value: &[u8], role: impl Fn(Option<&str>) -> bool) -> bool {
    Jwt::read(value).is_some_and(|jwt| !jwt.is_example() && role(jwt.role()))
}

/// Hosts under which nothing real can stand.
fn is_example_host(host: &str) -> bool {
    let reserved = [
        ".example",
        ".test",
        ".invalid",
        "example.com",
        "example.org",
        "example.net",
        "domain.com",
        "acme.com",
        "mysite.com",
        "my.host",
        "yourdomain",
    ];
    host.is_empty()
        || ["host", "hostname", "server", "domain", "url", "somehost", "myhost", "registry", "proxy"].contains(&host)
        || reserved.iter().any(|r| host.ends_with(r))
}

fn is_local_host(host: &str) -> bool {
    let known = ["localhost", "127.0.0.1", "[::1]", "0.0.0.0", "host.docker.internal"].contains(&host);
    known || host.ends_with(".localhost") || host.ends_with(".local") || !host.contains(['.', ':'])
}

/// A password in front of `@`: real, unless it or the host is made up.
fn url_password(text: &[u8], range: Range<usize>) -> Answer {
    let value = &text[range.clone()];
    let after = text.get(range.end + 1..(range.end + 80).min(text.len())).unwrap_or_default();
    let host: Vec<u8> = after
        .iter()
        .copied()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'[' | b']'))
        .collect();
    let host = String::from_utf8_lossy(&host).to_ascii_lowercase();
    let before = &text[range.start.saturating_sub(80)..range.start.saturating_sub(1)];
    let user: Vec<u8> = before
        .iter()
        .rev()
        .copied()
        .take_while(|b| !matches!(b, b'/' | b':' | b'@'))
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let random = looks_random(value);
    let code = value.iter().any(|b| matches!(b, b'(' | b')' | b'{' | b'}' | b'$' | b'\\' | b',' | b'[' | b']' | b'+'))
        && value.len() < 40
        && !random;
    if is_trivial(value)
        || value.eq_ignore_ascii_case(&user)
        || is_placeholder(value)
        || code && is_code(value)
        || host.starts_with(['$', '{', '<'])
    {
        return Answer::No;
    }
    if is_example_host(&host) {
        return if random { Answer::Doubtful(range) } else { Answer::No };
    }
    if is_local_host(&host) && !random && value.len() < 12 {
        return Answer::No;
    }
    if is_local_host(&host) { Answer::Doubtful(range) } else { Answer::Yes(range) }
}

/// String interpolation of one language or another: `{password}`, `$password`, `%s`, `" + password`.
fn is_code(value: &[u8]) -> bool {
    value.iter().any(|b| matches!(b, b'{' | b'}' | b'\\'))
        || value.starts_with(b"$")
        || value.ends_with(b")")
        || value.contains(&b'[')
}

fn basic(value: &[u8]) -> bool {
    let Some(inner) = base64(value) else { return false };
    let Some(colon) = inner.iter().position(|b| *b == b':') else { return false };
    let (user, password) = (&inner[..colon], &inner[colon + 1..]);
    inner.iter().all(|b| (b' '..=b'~').contains(b))
        && !(is_trivial(password)
            || is_placeholder(password)
            || password.len() < 3 && user.len() < 12
            || user.eq_ignore_ascii_case(password))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_made_up_token_has_no_checksum() {
        assert!(!checksum_fits(b"ghp_0123456789012345678901234567890123456"));
    }

    #[test]
    fn passwords_of_made_up_hosts_are_no_findings() {
        let ask = |text: &str, password: &str| {
            let at = text.find(password).expect("it is there");
            url_password(text.as_bytes(), at..at + password.len())
        };
        assert!(matches!(ask("https://user:Passw-77x@example.com/", "Passw-77x"), Answer::No));
        assert!(matches!(ask("postgres://app:Tg7-kk2Lm@db.acme-desk.io/x", "Tg7-kk2Lm"), Answer::Yes(_)));
        assert!(matches!(ask("postgres://app:Tg7-kk2Lm@localhost/x", "Tg7-kk2Lm"), Answer::No));
    }
}
