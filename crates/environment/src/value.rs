//! What kind of value a variable holds. The value itself goes no further.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The kind of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ValueClass {
    /// Nothing.
    Empty,
    /// Text that says that a value belongs here: `changeme`, `your-key`, `<…>`.
    Placeholder,
    /// An address on the developer's own machine.
    Localhost,
    /// A key for a provider's test or sandbox mode.
    TestKey,
    /// A key for a provider's live mode.
    LiveKey,
    /// It refers to another variable or a secret store.
    Reference,
    /// Anything else.
    Plain,
    /// A name without value was given: it is set, to what is not known here.
    Unseen,
}

impl ValueClass {
    /// The word people read.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Placeholder => "placeholder",
            Self::Localhost => "localhost",
            Self::TestKey => "test key",
            Self::LiveKey => "live key",
            Self::Reference => "reference",
            Self::Plain => "set",
            Self::Unseen => "set, not seen",
        }
    }
}

/// Beginnings of keys for test modes, as the providers document them.
const TEST: [&str; 9] =
    ["sk_test_", "pk_test_", "rk_test_", "rzp_test_", "TEST-", "sandbox-sq0", "access-sandbox-", "ak_test_", "EAAAl"];
/// Beginnings of keys for live modes.
const LIVE: [&str; 8] =
    ["sk_live_", "pk_live_", "rk_live_", "rzp_live_", "APP_USR-", "sq0csp-", "access-production-", "ak_live_"];

/// Whole values that stand for one that is still to come.
const STAND_INS: [&str; 40] = [
    "...",
    "-",
    "?",
    "api-key",
    "api_key",
    "apikey",
    "change-me",
    "change-this",
    "change_me",
    "changeit",
    "changeme",
    "changethis",
    "dummy",
    "example",
    "fill-me-in",
    "fixme",
    "foo",
    "foobar",
    "insert-here",
    "key",
    "mypassword",
    "mysecret",
    "none",
    "null",
    "password",
    "placeholder",
    "replace-me",
    "replace_me",
    "replaceme",
    "secret",
    "secretkey",
    "supersecret",
    "tbd",
    "test",
    "todo",
    "token",
    "undefined",
    "unset",
    "username",
    "xxx",
];

/// Words inside a value that say so.
const MARKS: [&str; 24] = [
    "your-",
    "your_",
    "<your",
    "my-super-secret",
    "changeme",
    "change-me",
    "change_me",
    "change_this",
    "replace_with",
    "replace-with",
    "replace_this",
    "replace-this",
    "replaceme",
    "replace me",
    "replace-me",
    "replace_me",
    "placeholder",
    "insert_",
    "insert-",
    "xxxx",
    "put_your",
    "enter_your",
    "goes-here",
    "goes_here",
];

/// The kind of a value.
#[must_use]
pub fn class_of(value: &str) -> ValueClass {
    let value = value.trim();
    let lower = value.to_ascii_lowercase();
    if value.is_empty() {
        return ValueClass::Empty;
    }
    if is_reference(value) {
        return ValueClass::Reference;
    }
    let bracketed =
        (value.starts_with('<') && value.ends_with('>')) || (value.starts_with("{{") && value.ends_with("}}"));
    let same = value.len() >= 3 && value.chars().all(|c| matches!(c, 'x' | 'X' | '*' | '.' | '0'));
    let letters = value.len() <= 16 && STAND_INS.contains(&lower.as_str());
    if bracketed || same && !value.chars().all(|c| c == '0') || letters || MARKS.iter().any(|m| lower.contains(m)) {
        return ValueClass::Placeholder;
    }
    if TEST.iter().any(|p| value.starts_with(p)) {
        return ValueClass::TestKey;
    }
    if LIVE.iter().any(|p| value.starts_with(p)) {
        return ValueClass::LiveKey;
    }
    if is_local_address(&lower) { ValueClass::Localhost } else { ValueClass::Plain }
}

fn is_reference(value: &str) -> bool {
    let whole =
        |open: &str, close: &str| value.starts_with(open) && value.ends_with(close) && value.matches(open).count() == 1;
    whole("${{", "}}")
        || (whole("${", "}") && !value.contains(":-"))
        || (value.starts_with('$')
            && value.len() > 1
            && value[1..].chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
        || ["op://", "vault:", "secretsmanager:", "ssm:", "projects/", "arn:aws:secretsmanager", "@Microsoft.KeyVault"]
            .iter()
            .any(|p| value.starts_with(p))
}

/// Does an address in the value point at this machine?
fn is_local_address(lower: &str) -> bool {
    let local = |host: &str| {
        let host = host.trim_start_matches('[');
        host == "localhost"
            || host.ends_with(".localhost")
            || host.starts_with("127.")
            || host.starts_with("::1")
            || host == "0.0.0.0"
    };
    let after_scheme = lower.split_once("://").map(|(_, rest)| rest);
    let authority = after_scheme.unwrap_or(lower).split(['/', '?', '#']).next().unwrap_or_default();
    let host_port = authority.rsplit('@').next().unwrap_or_default();
    let host = if host_port.starts_with('[') { host_port } else { host_port.split(':').next().unwrap_or_default() };
    (after_scheme.is_some() || host == lower || host_port == lower) && local(host)
}

/// Random bytes that make digests useless to whoever has only the report.
#[derive(Clone)]
pub struct Salt(pub Vec<u8>);

impl std::fmt::Debug for Salt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// Shorter values are equal by chance: `true`, `3000`, `eu-west-1`.
const COMPARABLE: usize = 12;

/// A keyed digest of a value that is long enough to be secret: 16 hex digits. Equal values have equal digests under one
/// salt, nothing else can be told from them.
#[must_use]
pub fn digest(salt: &Salt, value: &str) -> Option<String> {
    let value = value.trim();
    if value.len() < COMPARABLE
        || matches!(class_of(value), ValueClass::Placeholder | ValueClass::Reference | ValueClass::Localhost)
    {
        return None;
    }
    let mut hash = Sha256::new();
    hash.update(u64::try_from(salt.0.len()).unwrap_or(0).to_be_bytes());
    hash.update(&salt.0);
    hash.update(value.as_bytes());
    Some(hash.finalize()[..8].iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ValueClass::*;

    #[test]
    fn kinds_of_values() {
        for (value, class) in [
            ("", Empty),
            ("  ", Empty),
            ("changeme", Placeholder),
            ("<your key>", Placeholder),
            ("your-api-key-here", Placeholder),
            ("xxxxxxxx", Placeholder),
            ("********", Placeholder),
            ("${{ secrets.KEY }}", Reference),
            ("${DB_URL}", Reference),
            ("$DB_URL", Reference),
            ("op://vault/item/field", Reference),
            ("http://localhost:3000", Localhost),
            ("postgres://u:p@127.0.0.1:5432/db", Localhost),
            ("localhost", Localhost),
            ("localhost:6379", Localhost),
            ("redis://[::1]:6379", Localhost),
            ("https://api.acme.example", Plain),
            ("postgres://u:p@db.internal/x", Plain),
            ("true", Plain),
            ("https://acme.example/?next=http://localhost", Plain),
            ("0", Plain),
            ("000", Plain),
        ] {
            assert_eq!(class_of(value), class, "{value}");
        }
        assert_eq!(class_of(&format!("sk_{}_abc", "test")), TestKey);
        assert_eq!(class_of(&format!("sk_{}_abc", "live")), LiveKey);
    }

    #[test]
    fn digests_are_equal_for_equal_values_under_one_salt() {
        let (a, b) = (Salt(vec![1]), Salt(vec![2]));
        assert_eq!(digest(&a, "correct horse battery"), digest(&a, " correct horse battery "));
        assert_ne!(digest(&a, "correct horse battery"), digest(&b, "correct horse battery"));
        assert_eq!(digest(&a, "true"), None);
        assert_eq!(digest(&a, "your-secret-goes-here"), None);
        assert!(!format!("{a:?}").contains('1'));
    }
}
