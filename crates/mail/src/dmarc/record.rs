//! The DMARC record as data (RFC 9989 §4.7 and §4.8).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::read;
use crate::Problem;

/// Whether a TXT record is a DMARC record: `v=DMARC1` first, with this case, then a semicolon or the end
/// (RFC 9989 §4.7, tag `v`).
#[must_use]
pub fn is_dmarc(text: &str) -> bool {
    let white = |c: char| matches!(c, ' ' | '\t');
    let first = text.split(';').next().unwrap_or_default();
    let Some((name, value)) = first.split_once('=') else {
        return false;
    };
    name.trim_matches(white) == "v" && value.trim_matches(white) == "DMARC1"
}

/// Whether a TXT record was surely meant as a DMARC record, though receivers may ignore it: wrong case, no semicolon,
/// another version.
#[must_use]
pub fn is_nearly_dmarc(text: &str) -> bool {
    let start: String = text.chars().filter(|c| !c.is_whitespace() && *c != '"').take("v=dmarc".len()).collect();
    start.eq_ignore_ascii_case("v=dmarc")
}

/// A DMARC record. Its `Display` is the record again without removed and unknown tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    /// `p`: what to do with mail of the domain that fails; `none` if it is absent (RFC 9989 §4.7).
    pub policy: Policy,
    /// Whether `p` was written.
    pub policy_written: bool,
    /// `sp`: for subdomains that exist; `p` when absent.
    pub subdomain_policy: Option<Policy>,
    /// `np`: for subdomains that don't exist; `sp`, then `p` when absent.
    pub nonexistent_policy: Option<Policy>,
    /// `t=y`: receivers are asked to apply the policy one level lower.
    pub testing: bool,
    /// `psd`: whether the domain is a public suffix.
    pub psd: Psd,
    /// `adkim`: how close the domain of a DKIM signature must be.
    pub adkim: Alignment,
    /// `aspf`: how close the SPF domain must be.
    pub aspf: Alignment,
    /// `rua`: where daily summaries go.
    pub rua: Vec<ReportUri>,
    /// `ruf`: where reports of single failures go.
    pub ruf: Vec<ReportUri>,
    /// `fo`: when a failure is reported.
    pub fo: Vec<FailureOption>,
    /// Which of `pct`, `rf` and `ri` are written; RFC 9989 removed them (Appendix A.6).
    pub removed: Vec<String>,
    /// Names of tags that no RFC knows; receivers ignore them.
    pub unknown_tags: Vec<String>,
}

/// What a domain asks for when mail fails, from weakest to strongest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Deliver as before, and report.
    #[default]
    None,
    /// Treat as suspicious.
    Quarantine,
    /// Refuse.
    Reject,
}

/// Whether a domain is a public suffix (RFC 9989 §4.7, tag `psd`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Psd {
    /// `y`: it is; organisations live one label below.
    Yes,
    /// `n`: it is an organisation's own domain.
    No,
    /// `u`, the default: nothing is said.
    #[default]
    Unsaid,
}

/// How close an authenticated domain must be to the one in From (RFC 9989 §4.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Alignment {
    /// `r`, the default: the same organisation.
    #[default]
    Relaxed,
    /// `s`: the same name.
    Strict,
}

/// When to report a failure (RFC 9989 §4.7, tag `fo`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureOption {
    /// `0`, the default: when nothing passed with alignment.
    NothingPassed,
    /// `1`: when anything did not pass with alignment.
    AnythingFailed,
    /// `d`: when a DKIM signature failed.
    Dkim,
    /// `s`: when SPF failed.
    Spf,
}

/// An address for reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportUri {
    /// The URI without a size limit.
    pub uri: String,
    /// The mail address, if it is a `mailto:` URI.
    pub address: Option<String>,
    /// The `!` size limit of RFC 7489 §6.2 (for example `10m`); RFC 9989 removed it.
    pub size_limit: Option<String>,
}

/// A record as a receiver reads it: what is wrong is left at its default (RFC 9989 §4.7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// What is left when the faulty tags are ignored.
    pub record: Record,
    /// What is wrong, by position.
    pub problems: Vec<Problem>,
    /// False if the policy tags are faulty or missing and no report address saves the record: receivers then act as if
    /// there were no DMARC at all (RFC 9989 §4.10.1).
    pub in_force: bool,
}

impl Record {
    /// The record in `text`, or everything that is wrong with it, by position.
    ///
    /// # Errors
    /// One or more problems. Receivers may still use such a record in part, see [`Record::read`].
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        match Self::read(text) {
            Some(reading) if reading.problems.is_empty() => Ok(reading.record),
            Some(reading) => Err(reading.problems),
            None => Err(vec![read::wrong_version(text)]),
        }
    }

    /// The record as a receiver reads it; `None` if it is no DMARC record (see [`is_dmarc`]).
    #[must_use]
    pub fn read(text: &str) -> Option<Reading> {
        is_dmarc(text).then(|| read::reading(text))
    }

    /// What is asked for mail of the domain itself, of a subdomain that exists, and of one that doesn't
    /// (RFC 9989 §4.10.1).
    #[must_use]
    pub fn policies(&self) -> [Policy; 3] {
        let existing = self.subdomain_policy.unwrap_or(self.policy);
        [self.policy, existing, self.nonexistent_policy.unwrap_or(existing)]
    }
}

impl Default for Record {
    fn default() -> Self {
        Self {
            policy: Policy::None,
            policy_written: false,
            subdomain_policy: None,
            nonexistent_policy: None,
            testing: false,
            psd: Psd::Unsaid,
            adkim: Alignment::Relaxed,
            aspf: Alignment::Relaxed,
            rua: Vec::new(),
            ruf: Vec::new(),
            fo: vec![FailureOption::NothingPassed],
            removed: Vec::new(),
            unknown_tags: Vec::new(),
        }
    }
}

impl Policy {
    /// The policy of that name; names are compared without case, as receivers do.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::None, Self::Quarantine, Self::Reject].into_iter().find(|policy| name.eq_ignore_ascii_case(policy.name()))
    }

    /// The name as it stands in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        }
    }

    /// What receivers do under `t=y`: reject becomes quarantine, quarantine becomes none (RFC 9989 §4.7, tag `t`).
    #[must_use]
    pub fn one_lower(self) -> Self {
        match self {
            Self::Reject => Self::Quarantine,
            Self::Quarantine | Self::None => Self::None,
        }
    }
}

impl FailureOption {
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::NothingPassed => "0",
            Self::AnythingFailed => "1",
            Self::Dkim => "d",
            Self::Spf => "s",
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl fmt::Display for ReportUri {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.uri)?;
        self.size_limit.as_ref().map_or(Ok(()), |limit| write!(out, "!{limit}"))
    }
}

impl fmt::Display for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut tags = vec!["v=DMARC1".to_owned()];
        if self.policy_written {
            tags.push(format!("p={}", self.policy));
        }
        tags.extend(self.subdomain_policy.map(|policy| format!("sp={policy}")));
        tags.extend(self.nonexistent_policy.map(|policy| format!("np={policy}")));
        tags.extend(self.testing.then(|| "t=y".to_owned()));
        match self.psd {
            Psd::Yes => tags.push("psd=y".to_owned()),
            Psd::No => tags.push("psd=n".to_owned()),
            Psd::Unsaid => {}
        }
        for (name, mode) in [("adkim", self.adkim), ("aspf", self.aspf)] {
            tags.extend((mode == Alignment::Strict).then(|| format!("{name}=s")));
        }
        for (name, uris) in [("rua", &self.rua), ("ruf", &self.ruf)] {
            let list: Vec<String> = uris.iter().map(ToString::to_string).collect();
            tags.extend((!list.is_empty()).then(|| format!("{name}={}", list.join(","))));
        }
        if self.fo != [FailureOption::NothingPassed] {
            let letters: Vec<&str> = self.fo.iter().map(|option| option.letter()).collect();
            tags.push(format!("fo={}", letters.join(":")));
        }
        out.write_str(&tags.join("; "))
    }
}
