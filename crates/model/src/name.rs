//! Domain names in one canonical form: A-labels, lower case, no final dot.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A domain name in canonical form (RFC 5890 A-labels, lower case, no final dot).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Name(String);

/// Why a text is no domain name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing was given.
    #[error("the name is empty")]
    Empty,
    /// Longer than 253 octets (RFC 1035 §2.3.4).
    #[error("the name is {0} octets long, at most 253 are allowed")]
    TooLong(usize),
    /// A label is empty or longer than 63 octets (RFC 1035 §2.3.4).
    #[error("the label \"{0}\" has no letters or more than 63")]
    Label(String),
    /// A character that no host or service name has.
    #[error("\"{0}\" can't stand in a domain name")]
    Character(char),
    /// The international form can't be mapped (RFC 5891).
    #[error("\"{0}\" is no valid international domain name")]
    International(String),
}

impl Name {
    /// Reads a name as a person types it: any case, umlauts, a final dot.
    ///
    /// # Errors
    /// [`NameError`] says which part is wrong.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim().trim_end_matches('.');
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        let ascii = if text.is_ascii() {
            text.to_ascii_lowercase()
        } else {
            idna::domain_to_ascii(text).map_err(|_| NameError::International(text.to_owned()))?
        };
        if ascii.len() > 253 {
            return Err(NameError::TooLong(ascii.len()));
        }
        for label in ascii.split('.') {
            if label.is_empty() || label.len() > 63 {
                return Err(NameError::Label(label.to_owned()));
            }
            // `_` opens service names (RFC 8552), `*` a wildcard certificate name.
            if let Some(bad) = label.chars().find(|c| !c.is_ascii_alphanumeric() && !"-_*".contains(*c)) {
                return Err(NameError::Character(bad));
            }
        }
        Ok(Self(ascii))
    }

    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name a business registers: one label below the public suffix (`acme.co.uk` of `app.acme.co.uk`).
    /// `None` for a public suffix itself.
    #[must_use]
    pub fn registrable(&self) -> Option<Self> {
        let domain = psl::domain(self.0.as_bytes())?;
        Some(Self(String::from_utf8_lossy(domain.as_bytes()).into_owned()))
    }

    /// True for a host below a private suffix (`acme.vercel.app`): its DNS and mail belong to the platform.
    #[must_use]
    pub fn under_private_suffix(&self) -> bool {
        psl::suffix(self.0.as_bytes()).is_some_and(|s| s.typ() == Some(psl::Type::Private))
    }

    /// True when this name is `other` or ends in `.other`.
    #[must_use]
    pub fn is_under(&self, other: &Self) -> bool {
        self.0 == other.0 || self.0.strip_suffix(&other.0).is_some_and(|rest| rest.ends_with('.'))
    }

    /// The name one label up, if there is one.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.split_once('.').map(|(_, rest)| Self(rest.to_owned()))
    }

    /// The first label (`app` of `app.acme.example`).
    #[must_use]
    pub fn first_label(&self) -> &str {
        self.0.split('.').next().unwrap_or(&self.0)
    }

    /// The name with one more label in front.
    ///
    /// # Errors
    /// [`NameError`] when label or sum break the limits.
    pub fn child(&self, label: &str) -> Result<Self, NameError> {
        Self::parse(&format!("{label}.{}", self.0))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;
    fn try_from(text: String) -> Result<Self, NameError> {
        Self::parse(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_type_names_in_many_ways() {
        assert_eq!(Name::parse("App.ACME.example.").unwrap().as_str(), "app.acme.example");
        assert_eq!(Name::parse("müller.example").unwrap().as_str(), "xn--mller-kva.example");
        assert!(Name::parse("a b.example").is_err());
        assert!(Name::parse("a..example").is_err());
        assert!(Name::parse(&format!("{}.example", "a".repeat(64))).is_err());
    }

    #[test]
    fn the_registrable_name_follows_the_public_suffix_list() {
        let of = |n: &str| Name::parse(n).unwrap().registrable().map(|n| n.to_string());
        assert_eq!(of("app.acme.co.uk").as_deref(), Some("acme.co.uk"));
        assert_eq!(of("app.acme.example").as_deref(), Some("acme.example"));
        assert_eq!(of("co.uk"), None);
        assert!(Name::parse("acme.vercel.app").unwrap().under_private_suffix());
        assert!(!Name::parse("acme.example").unwrap().under_private_suffix());
    }

    #[test]
    fn being_under_a_name_is_about_labels() {
        let n = |t: &str| Name::parse(t).unwrap();
        assert!(n("app.acme.example").is_under(&n("acme.example")));
        assert!(!n("notacme.example").is_under(&n("acme.example")));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,300}") {
            if let Ok(name) = Name::parse(&text) {
                prop_assert_eq!(Name::parse(name.as_str()).unwrap(), name);
            }
        }
    }
}
