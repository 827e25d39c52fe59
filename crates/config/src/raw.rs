//! `launch.toml` as it is written: the one place that says which keys there are. The JSON schema, the
//! reference page and the shape check are all made from these types.
//!
//! `x-not-used-yet` marks what is accepted, but changes nothing in this version (docs/decisions/0003).

use model::declared::{Purpose, RouteKind};
use model::{Said, Severity};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Deref, Range};

/// A value and where it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(transparent)]
pub(crate) struct At<T>(toml::Spanned<T>);

impl<T> At<T> {
    /// The bytes of the file that hold it.
    pub fn span(&self) -> Range<usize> {
        self.0.span()
    }
}

impl<T> Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.get_ref()
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A table of a later part of Launch Ready; whatever it holds is accepted and has no effect.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Later(#[allow(dead_code, reason = "nothing reads it yet")] serde::de::IgnoredAny);

impl JsonSchema for Later {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Later".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({ "x-not-used-yet": true })
    }
}

/// Configuration of Launch Ready. Every key is optional: what can be detected need not be written down.
/// A text may be taken from the environment by `{ env = "NAME" }` in its place.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "launch.toml")]
pub(crate) struct RawConfig {
    /// The app that is launched.
    pub app: Option<RawApp>,
    /// Kind of launch; it brings thresholds and severities.
    #[schemars(extend("examples" = ["first-customers"]), extend("default" = "first-customers"))]
    pub profile: Option<At<String>>,
    /// The names of the app on the internet.
    pub domain: Option<RawDomain>,
    /// Mail that is sent in the app's name.
    pub mail: Option<RawMail>,
    /// Addresses of the app and what they are for.
    #[serde(default)]
    pub route: Vec<At<RawRoute>>,
    /// Limits that replace those of the profile.
    pub thresholds: Option<RawThresholds>,
    /// Severities that replace those of the profile, by check id in quotes.
    #[serde(default)]
    #[schemars(extend("x-default" = "the profile's"), extend("x-key" = "header/csp-missing"))]
    pub severity: BTreeMap<At<String>, At<Severity>>,
    /// Findings that were accepted. A malformed waiver counts as expired.
    #[serde(default)]
    pub waiver: Vec<At<RawWaiver>>,
    /// Answers of people where only people can know. A malformed attestation counts as expired.
    #[serde(default)]
    pub attestation: Vec<At<RawAttestation>>,
    /// People to turn to; the plan gives work to the one whose role fits (`dns`, `mail`, `hosting`, `app`, `founder`).
    #[serde(default)]
    pub contact: Vec<At<RawContact>>,
    /// What stands in front of the app; every host of it should be behind that.
    pub edge: Option<RawEdge>,
    /// The code of the app.
    #[schemars(extend("x-not-used-yet" = true))]
    pub repo: Option<RawRepo>,
    /// Places the app runs in.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub environment: Option<Later>,
    /// Roles and how they log in.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub role: Option<Later>,
    /// Paths of a user through the app.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub journey: Option<Later>,
    /// Databases that may be looked at.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub database: Option<Later>,
    /// The app's chatbot.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub chat: Option<Later>,
    /// Bursts of visitors.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub load: Option<Later>,
    /// How a version goes live.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub deploy: Option<Later>,
    /// What is watched.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub monitor: Option<Later>,
    /// Who hears of it.
    #[allow(dead_code, reason = "accepted, not used yet")]
    pub alert: Option<Later>,
}

/// `[app]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawApp {
    /// Name in the head of reports.
    #[schemars(extend("examples" = ["Acme"]))]
    pub name: Option<At<String>>,
}

/// `[domain]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDomain {
    /// The registered domain, without any host in front.
    #[schemars(extend("examples" = ["acme.example"]))]
    pub apex: Option<At<String>>,
    /// Where visitors should end up: scheme and host.
    #[schemars(extend("examples" = ["https://acme.example"]))]
    pub canonical: Option<At<String>>,
    /// Host names that are meant to be there.
    #[serde(default)]
    pub hosts: Vec<At<RawHost>>,
    /// Domains used before, which should lead to the new one.
    #[serde(default)]
    #[schemars(extend("examples" = [["acme-old.example"]]))]
    pub old: Vec<At<String>>,
    /// Declares that the domain, its hosts and its old domains are yours; active probes run on no other target.
    #[schemars(extend("default" = false))]
    pub owned: Option<At<bool>>,
}

/// `[[domain.hosts]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["name"]))]
pub(crate) struct RawHost {
    /// Full host name.
    #[schemars(extend("examples" = ["app.acme.example"]))]
    pub name: Option<At<String>>,
    /// What it is for.
    #[schemars(extend("examples" = ["app"]), extend("x-default" = "from the first label"))]
    pub purpose: Option<At<Purpose>>,
    /// Run by another company under a name of its own (a status page, a help centre): meant to be there, never probed
    /// as yours.
    #[schemars(extend("default" = false))]
    pub foreign: Option<At<bool>>,
}

/// `[mail]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawMail {
    /// Domains that mail is sent from (the part after `@`).
    #[serde(default)]
    #[schemars(extend("examples" = [["acme.example"]]))]
    pub sending: Vec<At<String>>,
    /// DKIM selectors in use: the part in front of `._domainkey`.
    #[serde(default)]
    #[schemars(extend("examples" = [["google"]]))]
    pub selectors: Vec<At<String>>,
    /// Companies that send mail in your name.
    #[serde(default)]
    #[schemars(extend("examples" = [["postmark"]]), extend("x-not-used-yet" = true))]
    pub providers: Vec<At<String>>,
}

/// `[[route]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["path", "kind"]))]
pub(crate) struct RawRoute {
    /// Path from `/` on, without `?` and what follows.
    #[schemars(extend("examples" = ["/login"]))]
    pub path: Option<At<String>>,
    /// What kind of address it is.
    #[schemars(extend("examples" = ["private"]))]
    pub kind: Option<At<RouteKind>>,
    /// Host, when it is not the canonical one.
    #[schemars(extend("examples" = ["app.acme.example"]))]
    pub host: Option<At<String>>,
}

/// `[thresholds]`: the fields of `model::Thresholds`, all optional (a test compares the two).
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawThresholds {
    /// A certificate with fewer days left than this (or a sixth of its lifetime, if that is less) is high.
    #[schemars(range(min = 0, max = 398), extend("examples" = [14]), extend("x-default" = "the profile's"))]
    pub tls_expiry_high_days: Option<At<u32>>,
    /// A certificate with fewer days left than this (or a quarter of its lifetime, if that is less) is medium.
    #[schemars(range(min = 0, max = 398), extend("examples" = [21]), extend("x-default" = "the profile's"))]
    pub tls_expiry_medium_days: Option<At<u32>>,
    /// Days of registration that should be left.
    #[schemars(range(min = 0, max = 3650), extend("examples" = [30]), extend("x-default" = "the profile's"))]
    pub registration_days: Option<At<u32>>,
    /// `max-age` of Strict-Transport-Security, in seconds.
    #[schemars(range(min = 0, max = 315_360_000), extend("examples" = [31_536_000]), extend("x-default" = "the profile's"))]
    pub hsts_max_age_seconds: Option<At<u64>>,
    /// Redirects in a row before an answer.
    #[schemars(range(min = 0, max = 20), extend("examples" = [2]), extend("x-default" = "the profile's"))]
    pub redirect_hops: Option<At<u32>>,
    /// 95th percentile of core requests, in milliseconds.
    #[schemars(range(min = 1, max = 600_000), extend("examples" = [800]), extend("x-default" = "the profile's"))]
    pub p95_ms: Option<At<u32>>,
}

/// `[[waiver]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["check", "subject", "reason", "by", "until"]))]
pub(crate) struct RawWaiver {
    /// Check id.
    #[schemars(extend("examples" = ["header/csp-missing"]))]
    pub check: Option<At<String>>,
    /// Names of subjects; `*` stands for any run of characters.
    #[schemars(extend("examples" = ["https://acme.example/*"]))]
    pub subject: Option<At<String>>,
    /// Only the finding with this key (a cookie, a record), where a check tells several apart.
    #[schemars(extend("examples" = ["session"]))]
    pub key: Option<At<String>>,
    /// Why it is accepted.
    #[schemars(extend("examples" = ["the policy comes with the next release"]))]
    pub reason: Option<At<String>>,
    /// Who accepts it.
    #[schemars(extend("examples" = ["Dana"]))]
    pub by: Option<At<String>>,
    /// Last day on which it holds, to the end of that day in UTC.
    #[schemars(extend("examples" = ["2026-12-31"]), extend("format" = "date"))]
    pub until: Option<At<String>>,
}

/// `[[attestation]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["check", "by", "evidence", "until"]))]
pub(crate) struct RawAttestation {
    /// Check id, `people/…` as a rule.
    #[schemars(extend("examples" = ["people/no-second-administrator"]))]
    pub check: Option<At<String>>,
    /// Names of subjects; `*` stands for any run of characters.
    #[schemars(extend("examples" = ["acme.example"]), extend("default" = "*"))]
    pub subject: Option<At<String>>,
    /// The answer. "no" makes the row fail, "not-applicable" takes it out, each with its evidence.
    #[schemars(extend("examples" = ["no"]), extend("default" = "yes"))]
    pub answer: Option<At<Said>>,
    /// Who says so.
    #[schemars(extend("examples" = ["Dana"]))]
    pub by: Option<At<String>>,
    /// A file beside launch.toml, a link or a sentence.
    #[schemars(extend("examples" = ["https://wiki.acme.example/accounts"]))]
    pub evidence: Option<At<String>>,
    /// SHA-256 of the file that is the evidence; once the file changes, the answer no longer counts.
    #[schemars(extend("examples" = ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]))]
    pub sha256: Option<At<String>>,
    /// Last day on which it holds, to the end of that day in UTC.
    #[schemars(extend("examples" = ["2026-12-31"]), extend("format" = "date"))]
    pub until: Option<At<String>>,
}

/// `[[contact]]`
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["name"]))]
pub(crate) struct RawContact {
    /// Name of the person.
    #[schemars(extend("examples" = ["Dana"]))]
    pub name: Option<At<String>>,
    /// What to turn to them for.
    #[schemars(extend("examples" = ["dns"]))]
    pub role: Option<At<String>>,
    /// E-mail address.
    #[schemars(extend("examples" = ["dana@acme.example"]))]
    pub email: Option<At<String>>,
    /// Telephone number.
    #[schemars(extend("examples" = ["+44 20 7946 0000"]))]
    pub phone: Option<At<String>>,
}

/// `[edge]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEdge {
    /// The company whose proxy stands in front.
    #[schemars(extend("examples" = ["cloudflare"]))]
    pub provider: Option<At<String>>,
}

/// `[repo]`
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRepo {
    /// Folder of the repository, seen from this file.
    #[schemars(extend("examples" = ["."]), extend("default" = "."))]
    pub path: Option<At<String>>,
}
