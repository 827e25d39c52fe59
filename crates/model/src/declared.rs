//! What the user declared about the target, as judges see it. Made from `launch.toml` by `config`.

use crate::claim::Claim;
use crate::name::Name;
use crate::subject::{Origin, Subject, SubjectKind};
use crate::target::TargetClass;
use serde::{Deserialize, Serialize};

/// What a host is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// The public site.
    Web,
    /// The app that customers sign in to.
    App,
    /// An interface for programs.
    Api,
    /// Administration.
    Admin,
    /// A rehearsal place.
    Staging,
    /// Anything else that is meant to be there.
    Other,
}

impl Purpose {
    /// What the first label of a host name says.
    #[must_use]
    pub fn guess(host: &str) -> Self {
        match host.split('.').next().unwrap_or(host) {
            "app" | "portal" | "my" => Self::App,
            "api" => Self::Api,
            "admin" | "backoffice" => Self::Admin,
            "staging" | "stage" | "dev" | "test" | "preview" | "qa" | "uat" => Self::Staging,
            "www" => Self::Web,
            _ => Self::Other,
        }
    }
}

/// What kind of address a route is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RouteKind {
    /// Anybody may see it.
    Public,
    /// Only signed-in users.
    Private,
    /// A core action of the app.
    Core,
    /// Mostly read.
    ReadHeavy,
    /// Changes data.
    Write,
    /// Talks to a chatbot.
    Chat,
    /// Called by another service.
    Webhook,
    /// Where a log-in provider returns to.
    AuthCallback,
    /// Health of the app.
    Health,
    /// A public form.
    Form,
}

/// A declared host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredHost {
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub purpose: Purpose,
}

/// A declared route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredRoute {
    /// Path, from `/` on.
    pub path: String,
    /// What kind.
    pub kind: RouteKind,
    /// Host, when it is not the canonical one.
    pub host: Option<Name>,
}

/// Everything declared, plus what follows from the target as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Label of the target.
    pub label: String,
    /// The host as typed.
    pub host: String,
    /// The registered domain, unless there is none to judge.
    pub domain: Option<Name>,
    /// Where visitors should end up, when it was said.
    pub canonical: Option<Origin>,
    /// Declared hosts.
    pub hosts: Vec<DeclaredHost>,
    /// Declared hosts that another company runs under its own name: meant to be there, not the user's.
    pub foreign: Vec<DeclaredHost>,
    /// Domains used before.
    pub old_domains: Vec<Name>,
    /// Declared routes.
    pub routes: Vec<DeclaredRoute>,
    /// Domains that send mail.
    pub sending: Vec<Name>,
    /// DKIM selectors in use.
    pub selectors: Vec<String>,
    /// A message that the target sent, by its header.
    pub sample: Option<mail::Sample>,
    /// The company whose proxy stands in front.
    pub edge: Option<String>,
    /// The user declared to own the target.
    pub owned: bool,
    /// What people answered where only people can know.
    pub claims: Vec<Claim>,
    /// Class of the target.
    pub class: TargetClass,
}

impl Declared {
    /// What follows from a target alone.
    #[must_use]
    pub fn from_target(target: &crate::target::Target) -> Self {
        Self {
            label: target.label.clone(),
            host: target.host.clone(),
            domain: target.registrable.clone(),
            canonical: None,
            hosts: Vec::new(),
            foreign: Vec::new(),
            old_domains: Vec::new(),
            routes: Vec::new(),
            sending: Vec::new(),
            selectors: Vec::new(),
            sample: None,
            edge: None,
            owned: target.class == TargetClass::Local,
            claims: Vec::new(),
            class: target.class,
        }
    }

    /// Does the name belong to the target (same registered domain, declared, or the host itself)?
    #[must_use]
    pub fn owns(&self, host: &str) -> bool {
        let Ok(name) = Name::parse(host) else { return host == self.host };
        let known = self.hosts.iter().map(|h| &h.name).chain(&self.old_domains).chain(&self.domain);
        if self.is_foreign(&name) {
            return false;
        }
        host == self.host || known.into_iter().any(|n| name.is_under(n))
    }

    /// Does the name lie under a domain that was used before?
    #[must_use]
    pub fn is_old(&self, host: &str) -> bool {
        Name::parse(host).is_ok_and(|name| self.old_domains.iter().any(|old| name.is_under(old)))
    }

    /// The host that a route is on: its own, or the one where visitors should end up.
    #[must_use]
    pub fn host_of<'a>(&'a self, route: &'a DeclaredRoute) -> &'a str {
        let home = || self.canonical.as_ref().map_or(self.host.as_str(), |o| o.host.as_str());
        route.host.as_ref().map_or_else(home, Name::as_str)
    }

    /// Was the name declared as one that another company runs? Then it is expected, and never probed as the user's.
    #[must_use]
    pub fn is_foreign(&self, host: &Name) -> bool {
        self.foreign.iter().any(|h| h.name == *host)
    }

    /// What the declared host is for, or what its first label says.
    #[must_use]
    pub fn purpose(&self, host: &str) -> Purpose {
        if let Some(h) = self.hosts.iter().chain(&self.foreign).find(|h| h.name.as_str() == host) {
            return h.purpose;
        }
        Purpose::guess(host)
    }

    /// Is this subject on the canonical host (or the host as typed)? Decides the order of findings.
    #[must_use]
    pub fn is_canonical(&self, subject: &Subject) -> bool {
        let canonical = self.canonical.as_ref().map_or(self.host.as_str(), |o| o.host.as_str());
        match subject.kind {
            SubjectKind::Domain | SubjectKind::MailDomain => {
                self.domain.as_ref().is_some_and(|d| d.as_str() == subject.name)
            }
            _ => subject.host_name().as_deref() == Some(canonical),
        }
    }
}
