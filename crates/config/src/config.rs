//! What a valid `launch.toml` says.

use crate::profiles::{DEFAULT_PROFILE, profile};
use jiff::civil::Date;
use model::declared::{DeclaredHost, DeclaredRoute};
use model::report::Waiver;
use model::{Claim, Declared, Name, Origin, Profile, Severity, Target, TargetClass};
use std::collections::BTreeMap;

/// The day on which malformed waivers and attestations expired: before anything was launched.
pub const MALFORMED_UNTIL: Date = Date::constant(1970, 1, 1);

/// A configuration without contradictions.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Name of the app.
    pub app: Option<String>,
    /// The profile, with the file's own thresholds and severities applied.
    pub profile: Profile,
    /// What the file changes in a profile, for a run under another one (`--profile`).
    pub overrides: Overrides,
    /// Names on the internet.
    pub domain: Domain,
    /// Mail.
    pub mail: Mail,
    /// Addresses of the app.
    pub routes: Vec<DeclaredRoute>,
    /// Accepted findings. One whose `until` is [`MALFORMED_UNTIL`] was malformed; a note says how.
    pub waivers: Vec<Waiver>,
    /// Answers of people. One whose `until` is [`MALFORMED_UNTIL`] was malformed; a note says how.
    pub attestations: Vec<Claim>,
    /// People to turn to.
    pub contacts: Vec<Contact>,
    /// The company whose proxy stands in front.
    pub edge: Option<String>,
    /// Folder of the repository, seen from the file.
    pub repo: Option<String>,
    /// What the user should know: parts without effect, malformed waivers.
    pub notes: Vec<String>,
}

/// `[domain]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Domain {
    /// The registered domain.
    pub apex: Option<Name>,
    /// Where visitors should end up.
    pub canonical: Option<Origin>,
    /// Hosts of the user.
    pub hosts: Vec<DeclaredHost>,
    /// Hosts that another company runs under its own name.
    pub foreign: Vec<DeclaredHost>,
    /// Domains used before.
    pub old: Vec<Name>,
    /// All of these but the foreign ones are declared to be the user's.
    pub owned: bool,
}

/// `[mail]`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mail {
    /// Domains that mail is sent from.
    pub sending: Vec<Name>,
    /// DKIM selectors.
    pub selectors: Vec<String>,
    /// Companies that send.
    pub providers: Vec<String>,
}

/// `[[contact]]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Name of the person.
    pub name: String,
    /// What to turn to them for.
    pub role: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// What a file changes in a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Days.
    pub tls_expiry_high_days: Option<u32>,
    /// Days.
    pub tls_expiry_medium_days: Option<u32>,
    /// Days.
    pub registration_days: Option<u32>,
    /// Seconds.
    pub hsts_max_age_seconds: Option<u64>,
    /// Redirects in a row.
    pub redirect_hops: Option<u32>,
    /// Milliseconds.
    pub p95_ms: Option<u32>,
    /// By check id.
    pub severity: BTreeMap<String, Severity>,
}

impl Overrides {
    /// The profile as this file wants it.
    #[must_use]
    pub fn apply(&self, mut base: Profile) -> Profile {
        let t = &mut base.thresholds;
        t.tls_expiry_high_days = self.tls_expiry_high_days.unwrap_or(t.tls_expiry_high_days);
        t.tls_expiry_medium_days = self.tls_expiry_medium_days.unwrap_or(t.tls_expiry_medium_days);
        t.registration_days = self.registration_days.unwrap_or(t.registration_days);
        t.hsts_max_age_seconds = self.hsts_max_age_seconds.unwrap_or(t.hsts_max_age_seconds);
        t.redirect_hops = self.redirect_hops.unwrap_or(t.redirect_hops);
        t.p95_ms = self.p95_ms.unwrap_or(t.p95_ms);
        base.severity.extend(self.severity.iter().map(|(id, s)| (id.clone(), *s)));
        base
    }
}

impl Config {
    /// No file at all: the default profile and nothing declared. `None` only if the shipped profile is broken.
    #[must_use]
    pub fn without_file() -> Option<Self> {
        profile(DEFAULT_PROFILE).ok().map(Self::of_profile)
    }

    /// A profile and nothing else.
    #[must_use]
    pub fn of_profile(profile: Profile) -> Self {
        Self {
            app: None,
            profile,
            overrides: Overrides::default(),
            domain: Domain::default(),
            mail: Mail::default(),
            routes: Vec::new(),
            waivers: Vec::new(),
            attestations: Vec::new(),
            contacts: Vec::new(),
            edge: None,
            repo: None,
            notes: Vec::new(),
        }
    }

    /// What to audit when the command names nothing: the canonical site, or the domain.
    #[must_use]
    pub fn target(&self) -> Option<String> {
        let canonical = self.domain.canonical.as_ref().map(ToString::to_string);
        canonical.or_else(|| self.domain.apex.as_ref().map(ToString::to_string))
    }

    /// Is the target what this file is about? A file that names no domain is about any target.
    ///
    /// Somebody who types another company's domain beside their own `launch.toml` must not pass it off as owned.
    #[must_use]
    pub fn covers(&self, target: &Target) -> bool {
        let domain = &self.domain;
        if domain.canonical.as_ref().is_some_and(|o| o.host == target.host) {
            return true;
        }
        let canonical = domain.canonical.as_ref().and_then(|o| Name::parse(&o.host).ok()?.registrable());
        let hosts = domain.hosts.iter().map(|h| &h.name);
        let mut known = domain.apex.iter().chain(&canonical).chain(hosts).chain(&domain.old).peekable();
        if known.peek().is_none() && domain.canonical.is_none() {
            return true;
        }
        let foreign = |name: &Name| domain.foreign.iter().any(|h| h.name == *name);
        target.name.as_ref().is_some_and(|name| !foreign(name) && known.any(|k| name.is_under(k)))
    }

    /// What judges may know about the target. Declarations apply only to a target that the file is about; of a
    /// rehearsal on this machine only the routes are known.
    #[must_use]
    pub fn declared(&self, target: &Target) -> Declared {
        let mut declared = Declared::from_target(target);
        if !self.covers(target) {
            if target.class == TargetClass::Local {
                declared.routes = self.routes.iter().filter(|r| r.host.is_none()).cloned().collect();
            }
            return declared;
        }
        declared.canonical.clone_from(&self.domain.canonical);
        declared.hosts.clone_from(&self.domain.hosts);
        declared.foreign.clone_from(&self.domain.foreign);
        declared.old_domains.clone_from(&self.domain.old);
        declared.routes.clone_from(&self.routes);
        declared.sending.clone_from(&self.mail.sending);
        declared.selectors.clone_from(&self.mail.selectors);
        declared.edge.clone_from(&self.edge);
        declared.owned |= self.domain.owned;
        declared.claims.clone_from(&self.attestations);
        declared
    }
}
