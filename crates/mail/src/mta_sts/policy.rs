//! The policy file (RFC 8461 §3.2).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Problem;
use crate::name::{canonical, is_mail_domain, trimmed};
use crate::problem::quoted;
use crate::tags;

/// The longest life of a policy, in seconds: about a year (RFC 8461 §3.2).
pub const LONGEST_MAX_AGE: u32 = 31_557_600;
/// A life below this protects little, in seconds: one week ("weeks or greater", RFC 8461 §3.2).
pub const GOOD_MAX_AGE: u32 = 604_800;
/// The longest policy worth reading, in bytes (RFC 8461 §3.3 suggests 64 KiB).
const LONGEST_POLICY: usize = 65_536;

/// Which mail servers a domain has, and that they must be met with TLS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Policy {
    /// What senders do when TLS fails.
    pub mode: Mode,
    /// How long senders keep the policy, in seconds.
    pub max_age: u32,
    /// Names of mail servers, lower case; `*.` stands for one label.
    pub mx: Vec<String>,
    /// What senders overlook and an owner should not: fields that stand twice.
    pub notes: Vec<Problem>,
}

/// What senders do when a server can't be met with TLS (RFC 8461 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They don't deliver there.
    Enforce,
    /// They deliver and report.
    Testing,
    /// They deliver; the policy is being withdrawn.
    None,
}

/// Where the policy of a domain must stand (RFC 8461 §3.3).
#[must_use]
pub fn policy_url(domain: &str) -> String {
    format!("https://mta-sts.{}/.well-known/mta-sts.txt", canonical(domain))
}

impl Mode {
    /// The name as it stands in the file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Testing => "testing",
            Self::None => "none",
        }
    }
}

impl Policy {
    /// The policy in the file, or everything that is wrong with it; [`Problem::line`] gives the line.
    ///
    /// # Errors
    /// One or more problems; senders act as if there were no policy.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        if text.len() > LONGEST_POLICY {
            let message = format!("the policy has {} bytes, more than {LONGEST_POLICY}, shorten it", text.len());
            return Err(vec![Problem::new(0..0, message)]);
        }
        let mut reader = Reader::default();
        let mut start = 0;
        for line in text.split('\n') {
            reader.line(start, line);
            start += line.len() + 1;
        }
        reader.finish(text.len())
    }

    /// Whether the policy names this mail server (RFC 8461 §4.1): the wildcard stands for exactly one label.
    #[must_use]
    pub fn allows(&self, host: &str) -> bool {
        let host = canonical(host);
        self.mx.iter().any(|pattern| match pattern.strip_prefix("*.") {
            None => *pattern == host,
            Some(parent) => host.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && rest == parent),
        })
    }
}

#[derive(Default)]
struct Reader {
    mode: Option<Mode>,
    max_age: Option<u32>,
    mx: Vec<String>,
    notes: Vec<Problem>,
    problems: Vec<Problem>,
    seen: Vec<String>,
}

impl Reader {
    /// One line, which begins at byte `start`.
    fn line(&mut self, start: usize, line: &str) {
        let at = tags::inner(start, line);
        if at.is_empty() {
            return;
        }
        let Some((key, value)) = line.split_once(':') else {
            let message = format!("{} is no field, write key: value", quoted(line.trim()));
            self.problems.push(Problem::new(at, message));
            return;
        };
        let value_at = tags::inner(start + key.len() + 1, value);
        let (key, value) = (key.trim(), value.trim());
        if key != "mx" && self.seen.iter().any(|seen| seen == key) {
            let message = format!("{} stands twice, senders use the first, remove this one", quoted(key));
            self.notes.push(Problem::new(at, message));
            return;
        }
        if matches!(key, "version" | "mode" | "max_age") {
            self.seen.push(key.to_owned());
        }
        if let Err(message) = self.field(key, value) {
            let at = if value_at.is_empty() { at } else { value_at };
            self.problems.push(Problem::new(at, message));
        }
    }

    fn field(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "version" if value == "STSv1" => {}
            "version" => return Err(format!("{} is no version, write STSv1", quoted(value))),
            "mode" => {
                let modes = [Mode::Enforce, Mode::Testing, Mode::None];
                let mode = modes.into_iter().find(|mode| mode.name() == value);
                self.mode =
                    Some(mode.ok_or_else(|| format!("{} is no mode, write enforce, testing or none", quoted(value)))?);
            }
            "max_age" => {
                let age = value.parse().ok().filter(|age| *age <= LONGEST_MAX_AGE && !value.starts_with('+'));
                let message = || format!("max_age can't be {}, write seconds up to {LONGEST_MAX_AGE}", quoted(value));
                self.max_age = Some(age.ok_or_else(message)?);
            }
            "mx" => {
                let name = value.strip_prefix("*.").unwrap_or(value);
                if !is_mail_domain(name) || trimmed(name) != name {
                    return Err(format!("{} is no mail server, write a name or *.example.com", quoted(value)));
                }
                self.mx.push(value.to_ascii_lowercase());
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(mut self, end: usize) -> Result<Policy, Vec<Problem>> {
        // A field with a faulty value has its own problem.
        for key in ["version", "mode", "max_age"] {
            if !self.seen.iter().any(|seen| seen == key) {
                self.problems.push(Problem::new(end..end, format!("{key} is missing, add a line with it")));
            }
        }
        if self.mx.is_empty() && self.mode != Some(Mode::None) && self.problems.is_empty() {
            let message = "mx is missing, name each mail server in a line of its own";
            self.problems.push(Problem::new(end..end, message));
        }
        match (self.mode, self.max_age) {
            (Some(mode), Some(max_age)) if self.problems.is_empty() => {
                Ok(Policy { mode, max_age, mx: self.mx, notes: self.notes })
            }
            _ => Err(self.problems),
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "version: STSv1\r\nmode: {}\r\n", self.mode.name())?;
        self.mx.iter().try_for_each(|mx| write!(out, "mx: {mx}\r\n"))?;
        write!(out, "max_age: {}\r\n", self.max_age)
    }
}
