//! What a row of a report is about.

use crate::name::Name;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The kinds of things that are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// The registered name (`acme.example`).
    Domain,
    /// One public host name (`app.acme.example`).
    Host,
    /// Scheme and host (`https://app.acme.example`).
    Site,
    /// One address of a site, without query values.
    Page,
    /// A domain that sends or receives mail.
    MailDomain,
    /// A name server of the domain.
    NameServer,
    /// A mail server of the domain.
    MailServer,
    /// A code repository.
    Repository,
    /// One place the app runs in (production, staging).
    Environment,
    /// A database.
    Database,
    /// A path of a user through the app.
    Journey,
    /// A role that logs in.
    Role,
    /// A chatbot.
    Chatbot,
    /// A version that is live or goes live.
    Deployment,
    /// An account at a provider.
    Account,
}

impl SubjectKind {
    /// The plain word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Host => "host",
            Self::Site => "site",
            Self::Page => "page",
            Self::MailDomain => "mail domain",
            Self::NameServer => "name server",
            Self::MailServer => "mail server",
            Self::Repository => "repository",
            Self::Environment => "environment",
            Self::Database => "database",
            Self::Journey => "journey",
            Self::Role => "role",
            Self::Chatbot => "chatbot",
            Self::Deployment => "deployment",
            Self::Account => "account",
        }
    }
}

/// One thing of the target, by kind and canonical name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its canonical name.
    pub name: String,
}

impl Subject {
    /// A subject of any kind; `name` must be canonical already.
    #[must_use]
    pub fn new(kind: SubjectKind, name: impl Into<String>) -> Self {
        Self { kind, name: name.into() }
    }

    /// The registered domain.
    #[must_use]
    pub fn domain(name: &Name) -> Self {
        Self::new(SubjectKind::Domain, name.as_str())
    }

    /// A host.
    #[must_use]
    pub fn host(name: &str) -> Self {
        Self::new(SubjectKind::Host, name)
    }

    /// A mail domain.
    #[must_use]
    pub fn mail_domain(name: &Name) -> Self {
        Self::new(SubjectKind::MailDomain, name.as_str())
    }

    /// A site.
    #[must_use]
    pub fn site(origin: &Origin) -> Self {
        Self::new(SubjectKind::Site, origin.to_string())
    }

    /// A page; the path starts with `/`.
    #[must_use]
    pub fn page(origin: &Origin, path: &str) -> Self {
        Self::new(SubjectKind::Page, format!("{origin}{path}"))
    }

    /// Scheme, host and port of a site or page.
    #[must_use]
    pub fn origin(&self) -> Option<Origin> {
        matches!(self.kind, SubjectKind::Site | SubjectKind::Page).then(|| Origin::parse(&self.name)).flatten()
    }

    /// The host a host, site or page lives on.
    #[must_use]
    pub fn host_name(&self) -> Option<String> {
        match self.kind {
            SubjectKind::Host => Some(self.name.clone()),
            SubjectKind::Site | SubjectKind::Page => self.origin().map(|o| o.host),
            _ => None,
        }
    }

    /// The subject as a domain name, where it is one (domain, host, mail domain, servers).
    #[must_use]
    pub fn dns_name(&self) -> Option<Name> {
        match self.kind {
            SubjectKind::Site | SubjectKind::Page => self.host_name().and_then(|h| Name::parse(&h).ok()),
            _ => Name::parse(&self.name).ok(),
        }
    }

    /// This subject seen as `kind`, going up the tree page → site → host → domain.
    #[must_use]
    pub fn ancestor(&self, kind: SubjectKind) -> Option<Self> {
        if self.kind == kind {
            return Some(self.clone());
        }
        let up = match self.kind {
            SubjectKind::Page => Self::site(&self.origin()?),
            SubjectKind::Site => Self::host(&self.host_name()?),
            SubjectKind::Host | SubjectKind::MailDomain if kind == SubjectKind::Domain => {
                return self.dns_name()?.registrable().map(|n| Self::domain(&n));
            }
            _ => return None,
        };
        up.ancestor(kind)
    }

    /// True when `self` lies below `other` (or is it).
    #[must_use]
    pub fn is_below(&self, other: &Self) -> bool {
        self.ancestor(other.kind).as_ref() == Some(other)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Scheme, host and port of a site (RFC 6454), written without a default port.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// True for https.
    pub tls: bool,
    /// Canonical host name or address (an IPv6 address in brackets).
    pub host: String,
    /// Port number.
    pub port: u16,
}

impl Origin {
    /// The https origin of a host on port 443.
    #[must_use]
    pub fn https(host: &str) -> Self {
        Self { tls: true, host: host.to_owned(), port: 443 }
    }

    /// The http origin of a host on port 80.
    #[must_use]
    pub fn http(host: &str) -> Self {
        Self { tls: false, host: host.to_owned(), port: 80 }
    }

    /// Reads the origin of an absolute http or https address; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(&url::Url::parse(text).ok()?)
    }

    /// The origin of an address; `None` unless it is http or https.
    #[must_use]
    pub fn of(url: &url::Url) -> Option<Self> {
        let tls = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = url.host_str()?.trim_end_matches('.').to_owned();
        Some(Self { tls, host, port: url.port_or_known_default()? })
    }

    /// `http` or `https`.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        if self.tls { "https" } else { "http" }
    }

    /// True for ports 80 with http and 443 with https.
    #[must_use]
    pub fn default_port(&self) -> bool {
        self.port == if self.tls { 443 } else { 80 }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme(), self.host)?;
        if self.default_port() { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_knows_its_site_host_and_domain() {
        let origin = Origin::parse("https://app.acme.example:443/x?y").unwrap();
        let page = Subject::page(&origin, "/login");
        assert_eq!(page.name, "https://app.acme.example/login");
        assert_eq!(page.ancestor(SubjectKind::Site).unwrap().name, "https://app.acme.example");
        assert_eq!(page.ancestor(SubjectKind::Host).unwrap().name, "app.acme.example");
        assert_eq!(page.ancestor(SubjectKind::Domain).unwrap().name, "acme.example");
        assert!(page.is_below(&Subject::host("app.acme.example")));
        assert!(!page.is_below(&Subject::host("acme.example")));
    }

    #[test]
    fn a_port_is_written_only_when_it_is_unusual() {
        assert_eq!(Origin::parse("http://localhost:3000/").unwrap().to_string(), "http://localhost:3000");
        assert_eq!(Origin::https("acme.example").to_string(), "https://acme.example");
    }
}
