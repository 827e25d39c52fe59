//! Rules as data. `rules/*.toml` holds them, grouped by provider; [`load`] turns a file into [`Rule`]s.

use crate::check::Check;
use crate::shape::Shape;
use serde::{Deserialize, Serialize};

/// What kind of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Must not be seen by anyone: rotate it.
    #[default]
    Secret,
    /// Made to be public: check its restrictions.
    PublicKey,
    /// Data of a person.
    PersonalData,
}

impl Class {
    /// As in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::PublicKey => "public_key",
            Self::PersonalData => "personal_data",
        }
    }
}

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nice to know.
    Low,
    /// Soon.
    Medium,
    /// Before the launch.
    #[default]
    High,
    /// Stop.
    Blocker,
}

impl Severity {
    /// As in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Blocker => "blocker",
        }
    }

    /// One level down.
    #[must_use]
    pub fn lower(self) -> Self {
        match self {
            Self::Blocker => Self::High,
            Self::High => Self::Medium,
            Self::Medium | Self::Low => Self::Low,
        }
    }
}

/// Who issues a kind of secret, and what to do when one got out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provider {
    /// Name as people know it.
    pub name: String,
    /// Where keys are made and revoked; empty where that is in the settings of the account.
    pub page: String,
    /// What an attacker can do with one, a sentence.
    pub harm: String,
    /// How to rotate; [`Provider::steps`] has a default.
    #[serde(default)]
    steps: Vec<String>,
    /// Anybody makes such secrets, tests and manuals too: in their folders they are left out.
    #[serde(default)]
    pub(crate) common: bool,
    #[serde(default)]
    rules: Vec<Raw>,
}

impl Provider {
    /// How to rotate, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<String> {
        if !self.steps.is_empty() {
            return self.steps.clone();
        }
        vec![
            if self.page.is_empty() {
                format!("Create a new one in the settings of your {} account.", self.name)
            } else {
                format!("Create a new one at {}.", self.page)
            },
            "Put it into the secret store of each environment and deploy.".into(),
            "Revoke the old one, and look for use of it that was not yours.".into(),
        ]
    }
}

/// A rule as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raw {
    pub id: String,
    pub title: String,
    pub regex: Option<String>,
    #[serde(default)]
    pub near: Vec<String>,
    pub value: Option<String>,
    pub keys: Option<Vec<String>>,
    #[serde(default)]
    pub class: Class,
    pub severity: Option<Severity>,
    pub check: Option<Check>,
    pub max: Option<usize>,
    #[serde(default)]
    pub back: usize,
    pub ahead: Option<usize>,
    pub rare: Option<f64>,
    #[serde(default)]
    pub at: Vec<(isize, String)>,
    pub quick: Option<String>,
    #[serde(default)]
    pub run: bool,
    #[serde(default = "yes")]
    pub before: bool,
    #[serde(default = "yes")]
    pub edge: bool,
    #[serde(default)]
    pub parser: bool,
    #[serde(default)]
    pub log: bool,
    pub harm: Option<String>,
    pub note: Option<String>,
}

fn yes() -> bool {
    true
}

/// One kind of secret.
#[derive(Debug)]
pub struct Rule {
    /// Stable name, such as `github-pat`.
    pub id: String,
    /// What it is, with its provider where there is one.
    pub title: String,
    /// Index into [`crate::Engine::providers`].
    pub provider: usize,
    /// Class.
    pub class: Class,
    /// Severity.
    pub severity: Severity,
    /// What an attacker can do with it, where it differs from the provider's sentence.
    pub harm: Option<String>,
    /// What to check on a public key.
    pub note: Option<String>,
    /// Only looked for in logs.
    pub(crate) log: bool,
    pub(crate) check: Option<Check>,
    pub(crate) rare: f64,
    /// How it is looked for; none for rules that a parser reports under.
    pub(crate) shape: Option<Shape>,
}

/// A file of rules that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// Not the format.
    #[error("the rules can't be read: {0}")]
    Toml(#[from] toml::de::Error),
    /// A rule without a way to look for it.
    #[error("rule {0} needs a regex, or near and value")]
    Empty(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    provider: Vec<Provider>,
}

/// Reads one file of rules and appends what it holds.
///
/// # Errors
/// When the text is no TOML, has unknown fields, or a rule has no form.
pub fn load(text: &str, providers: &mut Vec<Provider>, rules: &mut Vec<Rule>) -> Result<(), LoadError> {
    let file: File = toml::from_str(text)?;
    for mut provider in file.provider {
        let raws = std::mem::take(&mut provider.rules);
        for raw in raws {
            let of = if provider.common { "" } else { provider.name.as_str() };
            rules.push(rule(raw, of, providers.len())?);
        }
        providers.push(provider);
    }
    Ok(())
}

fn rule(raw: Raw, provider: &str, index: usize) -> Result<Rule, LoadError> {
    let near = !raw.near.is_empty();
    let severity = raw.severity.unwrap_or(if raw.class == Class::PublicKey { Severity::Low } else { Severity::High });
    Ok(Rule {
        title: format!("{provider} {}", raw.title).trim_start().to_owned(),
        provider: index,
        class: raw.class,
        severity,
        harm: raw.harm.clone(),
        note: raw.note.clone(),
        log: raw.log,
        check: raw.check,
        rare: raw.rare.unwrap_or(if near { 2.5 } else { 2.3 }),
        shape: match Shape::new(&raw) {
            None if !raw.parser => return Err(LoadError::Empty(raw.id)),
            shape => shape,
        },
        id: raw.id,
    })
}

impl Rule {
    /// A rule of another tool's configuration.
    #[must_use]
    pub fn foreign(id: String, title: String, keywords: Vec<String>, regex: &str, entropy: f64) -> Self {
        Self {
            id,
            title,
            provider: 0,
            class: Class::Secret,
            severity: Severity::High,
            harm: Some("Your own rule found it.".into()),
            note: None,
            log: false,
            check: None,
            rare: entropy,
            shape: Some(Shape::foreign(keywords, regex)),
        }
    }
}
