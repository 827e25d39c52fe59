//! From what is written to what it means; every contradiction is told, none stops the reading.

use crate::config::{Config, Contact, MALFORMED_UNTIL, Overrides};
use crate::problem::{Entry, Issue};
use crate::profiles::{DEFAULT_PROFILE, profile};
use crate::raw::{At, RawAttestation, RawConfig, RawContact, RawThresholds, RawWaiver};
use crate::read::{self, Read};
use crate::suggest::nearest;
use jiff::civil::Date;
use model::report::jiff_date;
use model::report::{Attestation, Waiver};
use model::{Claim, Profile, Severity, Standing};
use std::collections::BTreeMap;
use std::ops::Range;

/// Collects what is wrong while values are read.
pub(crate) struct Validator<'a> {
    known: &'a [&'a str],
    /// What is wrong so far, the shape of the file included.
    pub issues: Vec<Issue>,
}

impl<'a> Validator<'a> {
    /// Goes on from what the shape check found.
    pub fn new(known: &'a [&'a str], issues: Vec<Issue>) -> Self {
        Self { known, issues }
    }

    /// Reads everything; the result counts only if no issue was found.
    pub fn config(&mut self, raw: &RawConfig) -> Option<Config> {
        let (base, overrides) = self.profile(raw)?;
        let mut config = Config::of_profile(overrides.apply(base));
        config.overrides = overrides;
        config.app = raw.app.as_ref().and_then(|a| self.read(a.name.as_ref(), None, read::text));
        let names = self.domain(&mut config.domain, raw.domain.as_ref());
        config.routes = self.routes(&raw.route, &names);
        if let Some(mail) = &raw.mail {
            config.mail.sending = self.list(&mail.sending, read::name);
            config.mail.selectors = self.list(&mail.selectors, read::selector);
            config.mail.providers = self.list(&mail.providers, read::text);
        }
        config.waivers = raw.waiver.iter().filter_map(|w| self.waiver(w)).collect();
        config.attestations = raw.attestation.iter().filter_map(|a| self.attestation(a)).collect();
        config.contacts = raw.contact.iter().filter_map(|c| self.contact(c)).collect();
        config.edge = raw.edge.as_ref().and_then(|e| self.read(e.provider.as_ref(), None, read::text));
        config.repo = raw.repo.as_ref().and_then(|r| self.read(r.path.as_ref(), None, read::text));
        Some(config)
    }

    /// Notes a problem; returns nothing, so that it can end a reading.
    pub fn problem(&mut self, span: Range<usize>, entry: Option<&Entry>, message: impl Into<String>) {
        self.issues.push(Issue::new(span, message).within(entry));
    }

    /// Reads one value, if it is there and right.
    pub fn read<T>(
        &mut self,
        at: Option<&At<String>>,
        entry: Option<&Entry>,
        parse: impl FnOnce(&str) -> Read<T>,
    ) -> Option<T> {
        let at = at?;
        parse(at).map_err(|message| self.problem(at.span(), entry, message)).ok()
    }

    /// Reads one value that has to be there.
    pub fn need<T>(
        &mut self,
        key: &str,
        at: Option<&At<String>>,
        entry: &Entry,
        header: &Range<usize>,
        parse: impl FnOnce(&str) -> Read<T>,
    ) -> Option<T> {
        if at.is_none() {
            self.missing(key, entry, header);
        }
        self.read(at, Some(entry), parse)
    }

    /// Says that a key is missing, unless a mistyped key or a wrong value was taken out of the table: it may be that.
    pub fn missing(&mut self, key: &str, entry: &Entry, header: &Range<usize>) {
        if !self.issues.iter().any(|i| i.shape && i.entry.as_ref() == Some(entry)) {
            self.problem(header.clone(), Some(entry), format!("needs the key {key}"));
        }
    }

    fn list<T: PartialEq>(&mut self, items: &[At<String>], parse: impl Fn(&str) -> Read<T>) -> Vec<T> {
        let mut out = Vec::new();
        for item in items {
            let Some(value) = self.read(Some(item), None, &parse) else { continue };
            if out.contains(&value) {
                self.problem(item.span(), None, "is listed twice");
            } else {
                out.push(value);
            }
        }
        out
    }

    fn profile(&mut self, raw: &RawConfig) -> Option<(Profile, Overrides)> {
        let named = self.read(raw.profile.as_ref(), None, |name| {
            profile(name.trim()).map_err(|unknown| format!("unknown profile; {}", unknown.hint()))
        });
        // With an unknown profile the rest is still checked, against the default one.
        let base = named.or_else(|| profile(DEFAULT_PROFILE).ok())?;
        let severity = self.severities(&raw.severity);
        let none = RawThresholds::default();
        let raw = raw.thresholds.as_ref().unwrap_or(&none);
        let overrides = Overrides {
            tls_expiry_high_days: raw.tls_expiry_high_days.as_deref().copied(),
            tls_expiry_medium_days: raw.tls_expiry_medium_days.as_deref().copied(),
            registration_days: raw.registration_days.as_deref().copied(),
            hsts_max_age_seconds: raw.hsts_max_age_seconds.as_deref().copied(),
            redirect_hops: raw.redirect_hops.as_deref().copied(),
            p95_ms: raw.p95_ms.as_deref().copied(),
            severity,
        };
        let effective = overrides.apply(base.clone()).thresholds;
        let high_at = raw.tls_expiry_high_days.as_ref().or(raw.tls_expiry_medium_days.as_ref());
        if let Some(at) = high_at.filter(|_| effective.tls_expiry_high_days > effective.tls_expiry_medium_days) {
            let (high, medium) = (effective.tls_expiry_high_days, effective.tls_expiry_medium_days);
            let message =
                format!("tls_expiry_high_days ({high}) lies above tls_expiry_medium_days ({medium}): high comes later");
            self.problem(at.span(), None, message);
        }
        Some((base, overrides))
    }

    fn severities(&mut self, raw: &BTreeMap<At<String>, At<Severity>>) -> BTreeMap<String, Severity> {
        let mut out = BTreeMap::new();
        for (id, severity) in raw {
            if let Some(id) = self.read(Some(id), None, check_id(self.known)) {
                out.insert(id, **severity);
            }
        }
        out
    }

    /// A waiver with anything wrong in it is kept, but counts as expired.
    fn waiver(&mut self, raw: &At<RawWaiver>) -> Option<Waiver> {
        let (entry, header) = (Entry { list: "waiver".to_owned(), start: raw.span().start }, raw.span());
        let check = self.need("check", raw.check.as_ref(), &entry, &header, check_id(self.known));
        let subject = self.need("subject", raw.subject.as_ref(), &entry, &header, read::text);
        let key = self.read(raw.key.as_ref(), Some(&entry), read::text);
        let reason = self.need("reason", raw.reason.as_ref(), &entry, &header, read::text);
        let by = self.need("by", raw.by.as_ref(), &entry, &header, read::text);
        let until = self.need("until", raw.until.as_ref(), &entry, &header, read::day);
        Some(Waiver {
            check: check.or_else(|| raw.check.as_deref().cloned())?,
            subject: subject.unwrap_or_default(),
            key,
            reason: reason.unwrap_or_default(),
            by: by.unwrap_or_default(),
            until: self.last_day(until, &entry),
        })
    }

    /// An attestation with anything wrong in it is kept, but counts as expired.
    fn attestation(&mut self, raw: &At<RawAttestation>) -> Option<Claim> {
        let (entry, header) = (Entry { list: "attestation".to_owned(), start: raw.span().start }, raw.span());
        let check = self.need("check", raw.check.as_ref(), &entry, &header, check_id(self.known));
        let subject = self.read(raw.subject.as_ref(), Some(&entry), read::text);
        let by = self.need("by", raw.by.as_ref(), &entry, &header, read::text);
        let evidence = self.need("evidence", raw.evidence.as_ref(), &entry, &header, read::text);
        let sha256 = self.read(raw.sha256.as_ref(), Some(&entry), read::sha256);
        let until = self.need("until", raw.until.as_ref(), &entry, &header, read::day);
        Some(Claim {
            check: check.or_else(|| raw.check.as_deref().cloned())?,
            subject: subject.unwrap_or_else(|| "*".to_owned()),
            said: raw.answer.as_deref().copied().unwrap_or_default(),
            attestation: Attestation {
                by: by.unwrap_or_default(),
                evidence: evidence.unwrap_or_default(),
                sha256,
                until: self.last_day(until, &entry),
            },
            standing: Standing::default(),
        })
    }

    fn last_day(&self, until: Option<Date>, entry: &Entry) -> jiff_date::Date {
        let spoiled = self.issues.iter().any(|i| i.entry.as_ref() == Some(entry));
        jiff_date::Date(until.filter(|_| !spoiled).unwrap_or(MALFORMED_UNTIL))
    }

    fn contact(&mut self, raw: &At<RawContact>) -> Option<Contact> {
        let (entry, header) = (Entry { list: "contact".to_owned(), start: raw.span().start }, raw.span());
        let name = self.need("name", raw.name.as_ref(), &entry, &header, read::text);
        let role = self.read(raw.role.as_ref(), Some(&entry), read::text);
        let email = self.read(raw.email.as_ref(), Some(&entry), read::email);
        let phone = self.read(raw.phone.as_ref(), Some(&entry), read::text);
        if raw.email.is_none() && raw.phone.is_none() {
            self.missing("email or phone", &entry, &header);
        }
        Some(Contact { name: name?, role, email, phone })
    }
}

/// Reads the id of a check that exists.
fn check_id<'a>(known: &'a [&'a str]) -> impl Fn(&str) -> Read<String> + 'a {
    move |id| {
        if known.contains(&id) {
            return Ok(id.to_owned());
        }
        Err(match nearest(id, known.iter().copied()) {
            Some(meant) => format!("unknown check; did you mean \"{meant}\"?"),
            None => "unknown check; launch-ready checks lists them all".to_owned(),
        })
    }
}
