//! Values that stand for a secret without being one: examples, references to the environment, masks, sequences.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that nobody has in a real secret. At least five letters, so that they don't turn up in random text.
const WORDS: &[&str] = &[
    "example",
    "placeholder",
    "changeme",
    "change_me",
    "change-me",
    "changeit",
    "your_",
    "your-",
    "yourpass",
    "yourkey",
    "yoursecret",
    "yourtoken",
    "dummy",
    "redacted",
    "replace",
    "insert",
    "xxxx",
    "abcdefgh",
    "12345678",
    "87654321",
    "01234567",
    "deadbeef",
    "00000000",
    "aaaaaaaa",
    "-here",
    "_here",
    "<secret",
    "fake_",
    "fake-",
    "notreal",
    "not-real",
    "not_real",
    "sample",
    "sanitized",
    "masked",
    "hidden",
    "*****",
    "....",
    "todo",
    "foobar",
    "test-token",
    "my-secret",
    "mysecret",
    "my_secret",
    "secret-key",
    "lorem",
    "insecure",
];

/// Keys that vendors print in their manuals.
const KNOWN: &[&str] = &[
    concat!("sk_test_4eC39", "HqLyjWDarjtT1zdp7dc"),
    concat!("sk_test_BQokik", "JOvBiI2HlWgH4olfQ2"),
    concat!("pk_test_6pRNA", "SCoBOKtIshFeQd4XMUh"),
    concat!("AIzaSyA", "nLA7NfeLquW1tJFpx_eQCxoX-oo6YyIs"),
    concat!("QWxhZGRpbjpv", "cGVuIHNlc2FtZQ"),
    concat!("YWxhZGRpbjpv", "cGVuc2VzYW1l"),
    concat!("dXNlcm5hbWU6", "cGFzc3dvcmQ"),
    // RFC 6749 and RFC 5849
    concat!("czZCaGRSa3F0", "MzpnWDFmQmF0M2JW"),
    concat!("2YotnFZFEjr1", "zCsicMWpAA"),
    concat!("tGzv3JOkF0XG", "5Qx2TlKWIA"),
    concat!("hh5s93j4", "hdidpola"),
    concat!("kkk9d7dh", "3k39sjv7"),
    concat!("nnch734d0", "0sl2jdk"),
];

/// Whether a value is no secret whatever its name says.
#[must_use]
pub fn is_placeholder(value: &[u8]) -> bool {
    let value = value.trim_ascii();
    if value.is_empty() || is_reference(value) || is_mask(value) || is_sequence(value) {
        return true;
    }
    let lower = value.to_ascii_lowercase();
    let text = String::from_utf8_lossy(&lower);
    WORDS.iter().any(|w| text.contains(w)) || KNOWN.iter().any(|k| text.contains(&k.to_ascii_lowercase()))
}

/// `${NAME}`, `{{ name }}`, `%NAME%`, `$(command)`, `<name>`, `[name]`, `@name@`, `process.env.NAME`, `getenv("NAME")`.
fn is_reference(value: &[u8]) -> bool {
    let first = value[0];
    let last = value[value.len() - 1];
    let wrapped = matches!(
        (first, last),
        (b'<', b'>') | (b'[', b']') | (b'{', b'}') | (b'%', b'%') | (b'@', b'@') | (b'_', b'_') | (b'(', b')')
    );
    let dollar = first == b'$'
        && value.get(1).is_some_and(|b| matches!(b, b'{' | b'(' | b'_') || b.is_ascii_alphabetic())
        && !value.starts_with(b"$2");
    let dollar = dollar && !value[1..].contains(&b'$');
    let inside = |what: &[u8]| value.windows(what.len()).any(|w| w.eq_ignore_ascii_case(what));
    wrapped
        || dollar
        || first == b'&' && value.len() < 40
        || [
            "${",
            "{{",
            "}}",
            "<%",
            "%>",
            "$(",
            "#{",
            "process.env",
            "getenv",
            "environ[",
            "environ.",
            "env(",
            "env.",
            "secrets.",
            "var.",
            "vault:",
            "ssm:",
            "arn:aws:",
            "op://",
            "secretref",
            "keyvault",
        ]
        .iter()
        .any(|r| inside(r.as_bytes()))
}

/// One character, or one pair, again and again.
fn is_mask(value: &[u8]) -> bool {
    let mut counts = [0usize; 256];
    for byte in value {
        counts[usize::from(*byte)] += 1;
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let kinds = counts.iter().filter(|c| **c > 0).count();
    most * 10 >= value.len() * 6 && value.len() >= 4 || kinds <= 2 && value.len() >= 3 || longest_run(value) >= 7
}

fn longest_run(value: &[u8]) -> usize {
    let (mut best, mut run) = (1, 1);
    for w in value.windows(2) {
        run = if w[0] == w[1] { run + 1 } else { 1 };
        best = best.max(run);
    }
    best
}

/// Most neighbours differ by one: `abcdef…`, `1234…`, `qwerty` is in no alphabet and counts as a password.
fn is_sequence(value: &[u8]) -> bool {
    let steps = value.windows(2).filter(|w| w[1].abs_diff(w[0]) == 1).count();
    value.len() >= 8 && steps * 10 >= value.len() * 7
}

/// Words that people use where any password would do.
static TRIVIAL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "tiger hunter password passwd pass passw0rd pwd secret user username root admin test testing guest postgres mysql mariadb \
     mongo mongodb redis rabbitmq minio minioadmin foo bar baz qux token key apikey api_key mypassword mypass \
     yourpassword hunter2 letmein qwerty none null nil undefined true false yes no string str text value default \
     empty required optional demo dev local development prod production pw pswd userpass p4ssw0rd correct wrong \
     bad good abc abc123 1234 12345 123456 1234567 12345678 secret123 password1 password123 admin123 test123 \
     testpassword testpass rootpassword rootpass postgrespw app apppassword docker vagrant homestead sail forge \
     laravel django rails x-token-auth x-access-token oauth2 git basic bearer password: pass: port s3cr3t s3cret \
     supersecret topsecret passphrase somepassword newpassword oldpassword invalid"
        .split_whitespace()
        .collect()
});

/// Whether the value is such a word.
pub(crate) fn is_trivial(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let text = String::from_utf8_lossy(&lower);
    TRIVIAL.contains(text.as_ref())
}

/// `8-4-4-4-12` hex digits.
pub(crate) fn is_uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value
            .iter()
            .enumerate()
            .all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_hexdigit() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stand_ins_are_no_secrets() {
        for no in [
            "${DB_PASSWORD}",
            "<your token>",
            "xxxxxxxxxxxx",
            "AKIAIOSFODNN7EXAMPLE",
            "changeme",
            "{{ secret }}",
            "%PASSWORD%",
            "$TOKEN",
            "os.environ[\"X\"]",
            "1234567890",
            "abcdefghijkl",
        ] {
            assert!(is_placeholder(no.as_bytes()), "{no}");
        }
        for yes in ["q7Zk2mX9vB4nLp8sT1wR", "Sommer-Hitze!44", "$2y$10$Zk2mX9vB4nLp8sT1wRq7Zk"] {
            assert!(!is_placeholder(yes.as_bytes()), "{yes}");
        }
    }
}
