//! Values that are known to be in use: read from `.env` files and the environment, kept in memory, looked for everywhere.

use secrets::{Needle, is_placeholder, looks_random};
use std::path::Path;

/// A name and its value. The value never leaves this process.
pub struct Known {
    /// Name of the variable.
    pub name: String,
    value: Vec<u8>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Known({}, {} bytes)", self.name, self.value.len())
    }
}

/// Names whose values are public or say nothing.
const PLAIN: &[&str] = &[
    "PATH",
    "HOME",
    "PWD",
    "OLDPWD",
    "SHELL",
    "LANG",
    "TERM",
    "USER",
    "LOGNAME",
    "HOSTNAME",
    "EDITOR",
    "DISPLAY",
    "MANPATH",
    "LS_COLORS",
    "XDG",
    "SSH_",
    "CARGO",
    "RUST",
    "NODE_ENV",
    "npm_",
    "GIT_",
    "CI_",
    "GITHUB_",
];

/// From `.env`-like files.
#[must_use]
pub fn from_files(paths: &[&Path]) -> Vec<Known> {
    let texts = paths.iter().filter_map(|p| std::fs::read(p).ok());
    texts.flat_map(|text| read(&text)).collect()
}

/// From variables, such as those of this process.
pub fn from_environment(variables: impl Iterator<Item = (String, String)>) -> Vec<Known> {
    variables.map(|(name, value)| Known { name, value: value.into_bytes() }).collect()
}

fn read(text: &[u8]) -> Vec<Known> {
    let lines = text.split(|b| *b == b'\n').map(<[u8]>::trim_ascii).filter(|l| !l.starts_with(b"#"));
    let pairs = lines.filter_map(|line| {
        let line = line.strip_prefix(b"export ").unwrap_or(line);
        let equal = line.iter().position(|b| *b == b'=')?;
        let value = line[equal + 1..].trim_ascii();
        let quote = value.first().copied().filter(|b| matches!(b, b'"' | b'\''));
        let value = match quote {
            Some(q) => value[1..].split(|b| *b == q).next().unwrap_or_default(),
            None => value.split(|b| *b == b'#').next().unwrap_or_default().trim_ascii_end(),
        };
        Some(Known { name: String::from_utf8_lossy(line[..equal].trim_ascii()).into_owned(), value: value.to_vec() })
    });
    pairs.collect()
}

/// What is worth looking for: values that cannot be there by chance. Each also as base64 and percent-encoded.
#[must_use]
pub fn needles(known: &[Known]) -> Vec<Needle> {
    let mut out: Vec<Needle> = Vec::new();
    for one in known.iter().filter(|k| worth(k)) {
        out.push(Needle { value: one.value.clone() });
        let percent: Vec<u8> = one
            .value
            .iter()
            .flat_map(|b| {
                if b.is_ascii_alphanumeric() || b"-_.~".contains(b) {
                    vec![*b]
                } else {
                    format!("%{b:02X}").into_bytes()
                }
            })
            .collect();
        if percent != one.value {
            out.push(Needle { value: percent });
        }
    }
    out.sort_by(|a, b| a.value.cmp(&b.value));
    out.dedup_by(|a, b| a.value == b.value);
    out
}

fn worth(known: &Known) -> bool {
    let value = known.value.as_slice();
    let upper = known.name.to_ascii_uppercase();
    let public = ["NEXT_PUBLIC_", "VITE_", "REACT_APP_", "PUBLIC_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_"]
        .iter()
        .any(|p| upper.starts_with(p))
        || PLAIN.iter().any(|p| upper.starts_with(p));
    let telling = ["SECRET", "TOKEN", "PASSW", "KEY", "CREDENTIAL", "AUTH", "DSN", "DATABASE_URL", "_PASS"]
        .iter()
        .any(|w| upper.contains(w));
    let path = value.starts_with(b"/") || value.starts_with(b"./");
    !public
        && !path
        && !is_placeholder(value)
        && (value.len() >= 12 && looks_random(value)
            || telling && value.len() >= 10 && value.iter().any(u8::is_ascii_digit))
}
