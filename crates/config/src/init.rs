//! Writes the first `launch.toml` from what was detected.

use crate::profiles::{DEFAULT_PROFILE, profile};
use model::declared::{DeclaredHost, Purpose};
use model::{Name, Origin};
use std::fmt::Write;

/// What a look at the target found, and what the user answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detected {
    /// Name of the app.
    pub app: Option<String>,
    /// Name of the profile; an unknown one is left out.
    pub profile: Option<String>,
    /// The registered domain.
    pub apex: Option<Name>,
    /// Where visitors end up.
    pub canonical: Option<Origin>,
    /// Hosts that answer.
    pub hosts: Vec<DeclaredHost>,
    /// Domains used before.
    pub old: Vec<Name>,
    /// Domains that mail is sent from.
    pub sending: Vec<Name>,
    /// DKIM selectors that were found.
    pub selectors: Vec<String>,
}

/// A commented `launch.toml` that says what was detected. [`crate::parse`] reads it without a problem: what was
/// detected and does not fit together is left out. It holds no attestation (decision 20).
#[must_use]
pub fn init(found: &Detected) -> String {
    let mut out = String::from(
        "# What Launch Ready should know about this app. Every key is optional; docs/configuration.md lists them all.\n\n",
    );
    let name = found.profile.as_deref().filter(|p| profile(p).is_ok()).unwrap_or(DEFAULT_PROFILE);
    out.push_str("# Kind of launch: admin-demo, first-customers, chatbot-demo, ops-demo or practice-launch.\n");
    let _ = writeln!(out, "profile = {}\n", quote(name));
    match found.app.as_deref().map(one_line).filter(|name| !name.is_empty()) {
        Some(app) => {
            let _ = writeln!(out, "[app]\nname = {}\n", quote(&app));
        }
        None => out.push_str("# [app]\n# name = \"Acme\"\n\n"),
    }
    domain(&mut out, found);
    mail(&mut out, found);
    out.push_str(MORE);
    out
}

/// What nothing detects.
const MORE: &str = r#"# Addresses whose kind can't be seen from outside: public, private, core, read-heavy, write, chat, webhook,
# auth-callback, health or form.
# [[route]]
# path = "/account"
# kind = "private"

# Limits and severities of your own.
# [thresholds]
# p95_ms = 800
# [severity]
# "header/csp-missing" = "high"

# A finding that you accept until a day; `launch-ready waive` writes one.
# [[waiver]]
# check = "header/csp-missing"
# subject = "https://acme.example/*"
# reason = "the policy comes with the next release"
# by = "Dana"
# until = "2026-12-31"
"#;

fn domain(out: &mut String, found: &Detected) {
    out.push_str("[domain]\n");
    let canonical_name = found.canonical.as_ref().and_then(|o| Name::parse(&o.host).ok());
    let apex = found.apex.as_ref().filter(|a| a.registrable().as_ref() == Some(*a));
    match apex {
        Some(apex) => drop(writeln!(out, "apex = {}", quote(apex.as_str()))),
        None => out.push_str("# apex = \"acme.example\"\n"),
    }
    let fits = |name: &Name| apex.is_none_or(|apex| name.is_under(apex) || !name.as_str().contains('.'));
    let canonical = found.canonical.as_ref().filter(|o| readable(o) && canonical_name.as_ref().is_none_or(fits));
    out.push_str("# Where visitors should end up.\n");
    match canonical {
        Some(origin) => drop(writeln!(out, "canonical = {}", quote(&origin.to_string()))),
        None => out.push_str("# canonical = \"https://acme.example\"\n"),
    }
    let root = apex.cloned().or_else(|| canonical.and(canonical_name)?.registrable());
    let old = distinct(found.old.iter().filter(|n| full(n) && Some(*n) != root.as_ref()));
    if !old.is_empty() {
        let _ = writeln!(
            out,
            "# Domains used before, which should lead here.\nold = [{}]",
            list(old.iter().map(|n| n.as_str()))
        );
    }
    out.push_str("# Uncomment when all of this is yours: only then may probes run that could disturb (--active).\n# owned = true\n\n");
    let mut told: Vec<&Name> = Vec::new();
    let mut yours: Vec<&Name> = root.iter().chain(old).collect();
    for host in found.hosts.iter().filter(|h| full(&h.name)) {
        if told.contains(&&host.name) {
            continue;
        }
        told.push(&host.name);
        let _ = writeln!(
            out,
            "[[domain.hosts]]\nname = {}\npurpose = {}",
            quote(host.name.as_str()),
            quote(word(host.purpose))
        );
        if root.is_some() && !yours.iter().any(|own| host.name.is_under(own)) {
            out.push_str("# Another company runs it under its own name.\nforeign = true\n");
            yours.push(&host.name);
        }
        out.push('\n');
    }
}

fn mail(out: &mut String, found: &Detected) {
    let sending = distinct(found.sending.iter().filter(|n| full(n)));
    let mut selectors: Vec<&str> = Vec::new();
    for selector in &found.selectors {
        if crate::read::selector(selector).is_ok_and(|s| s == *selector) && !selectors.contains(&selector.as_str()) {
            selectors.push(selector);
        }
    }
    out.push_str("[mail]\n# Domains that mail is sent from.\n");
    let _ = match sending.is_empty() {
        true => writeln!(out, "# sending = [\"acme.example\"]"),
        false => writeln!(out, "sending = [{}]", list(sending.iter().map(|n| n.as_str()))),
    };
    out.push_str("# DKIM selectors: what stands in front of ._domainkey in the records your mail services gave you.\n");
    let _ = match selectors.is_empty() {
        true => writeln!(out, "# selectors = [\"google\"]\n"),
        false => writeln!(out, "selectors = [{}]\n", list(selectors.into_iter())),
    };
}

/// Can it be written as `canonical` and read again?
fn readable(origin: &Origin) -> bool {
    crate::read::origin(&origin.to_string()).as_ref() == Ok(origin)
}

/// A whole name that a file may list.
fn full(name: &Name) -> bool {
    crate::read::name(name.as_str()).is_ok()
}

fn distinct<'a>(names: impl Iterator<Item = &'a Name>) -> Vec<&'a Name> {
    let mut out: Vec<&Name> = Vec::new();
    names.for_each(|n| {
        if !out.contains(&n) {
            out.push(n)
        }
    });
    out
}

fn list<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    texts.map(quote).collect::<Vec<_>>().join(", ")
}

fn quote(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Web => "web",
        Purpose::App => "app",
        Purpose::Api => "api",
        Purpose::Admin => "admin",
        Purpose::Staging => "staging",
        Purpose::Other => "other",
    }
}
