//! What the user typed, understood or refused in words that help.

use crate::name::{Name, NameError};
use crate::subject::Origin;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Where the target lives; it switches rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetClass {
    /// Customers reach it.
    Production,
    /// A rehearsal of production.
    Staging,
    /// This machine or a private network: DNS, mail, registration and public trust do not apply.
    Local,
}

/// The thing that is audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As the report's head names it: the host, with its port where unusual.
    pub label: String,
    /// The host the user named.
    pub host: String,
    /// The name in DNS, unless it is an address or `localhost`.
    pub name: Option<Name>,
    /// The registered domain, unless the host lies under a private suffix or has none.
    pub registrable: Option<Name>,
    /// The site as typed, when a scheme or port was given.
    pub origin: Option<Origin>,
    /// Path as typed, when it is more than `/`.
    pub path: Option<String>,
    /// Derived from the address unless the user says otherwise.
    pub class: TargetClass,
}

/// Why the text names nothing that can be audited, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// An e-mail address.
    #[error("\"{0}\" is an e-mail address; to audit its domain: launch-ready check {1}")]
    Mail(String, String),
    /// A public suffix such as `co.uk`.
    #[error("\"{0}\" is a public suffix that nobody owns alone; name a domain below it, such as acme.{0}")]
    PublicSuffix(String),
    /// A single label that is not localhost.
    #[error("\"{0}\" is a single word; type the whole domain, such as {0}.com, or a URL")]
    SingleLabel(String),
    /// A public address.
    #[error("{0} is an IP address; a launch is judged by its name, so type the domain that points there")]
    Address(IpAddr),
    /// A scheme we do not speak.
    #[error("\"{0}\" has the scheme {1}; only http and https can be audited")]
    Scheme(String, String),
    /// No valid name.
    #[error("\"{0}\" is no domain: {1}")]
    Name(String, NameError),
    /// No valid URL.
    #[error("\"{0}\" is no URL: {1}")]
    Url(String, String),
}

impl Target {
    /// Understands a domain, a host, a URL, `host:port` or a private address.
    ///
    /// # Errors
    /// [`TargetError`] names what was typed and what to type instead.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        let text = text.trim();
        if let Some((user, domain)) = mail_address(text) {
            return Err(TargetError::Mail(format!("{user}@{domain}"), domain.to_owned()));
        }
        if let Ok(address) = text.trim_matches(['[', ']']).parse::<IpAddr>() {
            return Self::from_address(address, None, None);
        }
        if let Some((scheme, _)) = text.split_once("://") {
            if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
                return Err(TargetError::Scheme(text.to_owned(), scheme.to_owned()));
            }
            return Self::from_url(text, true);
        }
        if text.contains('/') || text.contains(':') {
            return Self::from_url(text, false);
        }
        Self::from_host(text, None, None)
    }

    /// A repository that is looked at without any host: nothing of DNS, mail or certificates applies.
    #[must_use]
    pub fn of_repository(name: &str) -> Self {
        Self {
            label: name.to_owned(),
            host: name.to_owned(),
            name: None,
            registrable: None,
            origin: None,
            path: None,
            class: TargetClass::Local,
        }
    }

    fn from_url(text: &str, has_scheme: bool) -> Result<Self, TargetError> {
        let full = if has_scheme { text.to_owned() } else { format!("{}://{text}", scheme_for(text)) };
        let url = url::Url::parse(&full).map_err(|e| TargetError::Url(text.to_owned(), e.to_string()))?;
        let Some(mut origin) = Origin::of(&url) else {
            return Err(TargetError::Url(text.to_owned(), "it names no host".to_owned()));
        };
        let path = Some(url.path().to_owned()).filter(|p| p != "/");
        match url.host() {
            Some(url::Host::Ipv4(ip)) => Self::from_address(ip.into(), Some(origin), path),
            Some(url::Host::Ipv6(ip)) => Self::from_address(ip.into(), Some(origin), path),
            _ => {
                let host = Name::parse(&origin.host).map_err(|e| TargetError::Name(text.to_owned(), e))?.to_string();
                origin.host.clone_from(&host);
                let keep = has_scheme || !origin.default_port();
                Self::from_host(&host, keep.then_some(origin), path)
            }
        }
    }

    fn from_host(text: &str, origin: Option<Origin>, path: Option<String>) -> Result<Self, TargetError> {
        let name = Name::parse(text).map_err(|e| TargetError::Name(text.to_owned(), e))?;
        if name.as_str() == "localhost" || name.as_str().ends_with(".localhost") {
            let origin = origin.unwrap_or_else(|| Origin::http(name.as_str()));
            return Ok(Self::local(origin, path));
        }
        if !name.as_str().contains('.') {
            return Err(TargetError::SingleLabel(name.to_string()));
        }
        let Some(registrable) = name.registrable() else {
            return Err(TargetError::PublicSuffix(name.to_string()));
        };
        let private = name.under_private_suffix();
        let label = match &origin {
            Some(o) if !o.default_port() => format!("{}:{}", o.host, o.port),
            _ => name.to_string(),
        };
        Ok(Self {
            label,
            host: name.to_string(),
            registrable: (!private).then_some(registrable),
            name: Some(name),
            origin,
            path,
            class: TargetClass::Production,
        })
    }

    fn from_address(ip: IpAddr, origin: Option<Origin>, path: Option<String>) -> Result<Self, TargetError> {
        if !is_private(ip) {
            return Err(TargetError::Address(ip));
        }
        let host = if ip.is_ipv6() { format!("[{ip}]") } else { ip.to_string() };
        Ok(Self::local(origin.unwrap_or_else(|| Origin::http(&host)), path))
    }

    fn local(origin: Origin, path: Option<String>) -> Self {
        let label =
            if origin.default_port() { origin.host.clone() } else { format!("{}:{}", origin.host, origin.port) };
        Self {
            label,
            host: origin.host.clone(),
            name: None,
            registrable: None,
            origin: Some(origin),
            path,
            class: TargetClass::Local,
        }
    }
}

/// `dana@acme.example`, but not a URL with a user in it.
fn mail_address(text: &str) -> Option<(&str, &str)> {
    let (user, domain) = text.strip_prefix("mailto:").unwrap_or(text).split_once('@')?;
    (!user.contains('/') && !user.contains(':') && !domain.contains('/')).then_some((user, domain))
}

/// People type `localhost:3000` and mean http, `acme.example:8443` and mean https.
fn scheme_for(text: &str) -> &'static str {
    let host = text.split(['/', ':']).next().unwrap_or(text);
    let local = host == "localhost" || host.ends_with(".localhost") || host.parse::<IpAddr>().is_ok();
    let v6 = text.starts_with('[');
    if local || v6 || text.ends_with(":80") { "http" } else { "https" }
}

/// Loopback, private, link-local and unique-local addresses (RFC 6890).
#[must_use]
pub fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => {
            let [a, b, ..] = ip.octets();
            ip.is_loopback()
                || ip.is_private()
                || ip.is_link_local()
                || ip.is_unspecified()
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn refused(text: &str) -> String {
        Target::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_domain_a_host_and_a_url_are_understood() {
        assert_eq!(Target::parse("acme.example").unwrap().host, "acme.example");
        let t = Target::parse("https://App.Acme.example/login?next=1").unwrap();
        assert_eq!((t.host.as_str(), t.path.as_deref()), ("app.acme.example", Some("/login")));
        assert_eq!(t.registrable.unwrap().as_str(), "acme.example");
        assert_eq!(Target::parse("acme.example/pricing").unwrap().path.as_deref(), Some("/pricing"));
        assert_eq!(Target::parse("bücher.example").unwrap().host, "xn--bcher-kva.example");
    }

    #[test]
    fn a_host_under_a_private_suffix_has_no_registration_of_its_own() {
        let t = Target::parse("acme.vercel.app").unwrap();
        assert!(t.registrable.is_none());
        assert_eq!(t.class, TargetClass::Production);
    }

    #[test]
    fn local_targets_are_a_class_of_their_own() {
        for text in ["localhost:3000", "http://127.0.0.1:8080/", "192.168.1.4", "[::1]:3000"] {
            let t = Target::parse(text).unwrap();
            assert_eq!(t.class, TargetClass::Local, "{text}");
            assert!(!t.origin.unwrap().tls, "{text}");
        }
        assert_eq!(Target::parse("localhost:3000").unwrap().label, "localhost:3000");
    }

    #[test]
    fn what_is_no_target_says_what_to_type_instead() {
        assert!(refused("dana@acme.example").ends_with("launch-ready check acme.example"));
        assert!(refused("co.uk").contains("acme.co.uk"));
        assert!(refused("acme").contains("acme.com"));
        assert!(refused("203.0.113.7").contains("type the domain"));
        assert!(refused("ftp://acme.example").contains("only http and https"));
        assert!(refused("acme example").contains("no domain"));
        assert!(refused("").contains("empty"));
    }
}
