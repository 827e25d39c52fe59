//! Facts about what a site answers besides its pages: unknown paths, assets, well-known files, foreign names.

use super::{Answer, HttpFailure};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What paths get that nobody knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Nowhere {
    /// The answer to a random path.
    pub answer: Result<Answer, HttpFailure>,
    /// True when another site stands for this one: all of it leads there, or https shows the same.
    pub moved: bool,
    /// The body is that of the front page (a single-page app).
    pub same_as_home: bool,
    /// Names of the headers of the front page, when it is an HTML page that answers 200.
    pub home_headers: Vec<String>,
    /// What an answer tells about the inside of the program.
    pub trace: Option<Trace>,
}

/// Debug output in an error page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trace {
    /// Path that was asked; the run's own word in it is replaced by `…`.
    pub path: String,
    /// Status of the answer.
    pub status: u16,
    /// Framework or language that wrote it.
    pub by: String,
    /// The words that prove it.
    pub proof: String,
}

/// What the front page of a site loads from its own host and links to on it, each asked once; at most a handful.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Crawl {
    /// Each address asked.
    pub asked: Vec<LinkLook>,
    /// What the scripts among them hold.
    pub scripts: Vec<ScriptLook>,
    /// Addresses that were not asked, because of the limit or robots.txt.
    pub left_out: u32,
}

/// One address that a page leads to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LinkLook {
    /// Absolute address without query values.
    pub url: String,
    /// How the page leads there.
    pub role: LinkRole,
    /// Status, or how the request failed.
    pub status: Result<u16, HttpFailure>,
    /// `Content-Type`, without parameters.
    pub content_type: Option<String>,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
    /// `Content-Encoding`.
    pub encoding: Option<String>,
    /// Bytes of the decoded body, cut at the limit.
    pub bytes: u64,
}

/// How a page leads to an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkRole {
    /// A link to click on.
    Link,
    /// A picture.
    Image,
    /// A script.
    Script,
    /// A style sheet.
    Style,
    /// The front page itself.
    Front,
}

/// What a script of one's own host holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptLook {
    /// Its address.
    pub url: String,
    /// An address of the developer's own machine, with port.
    pub local_address: Option<String>,
    /// Kind of a test key of a payment service (`Stripe`), never the key.
    pub test_key: Option<String>,
    /// A source map that is served, with what proves it.
    pub source_map: Option<SourceMap>,
}

/// A source map that anybody can download.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap {
    /// Its address.
    pub url: String,
    /// The words that prove it, shortened.
    pub proof: String,
}

/// Files at places that everybody knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WellKnown {
    /// robots.txt; `None` when the site has none.
    pub robots: Option<Robots>,
    /// security.txt (RFC 9116); `None` when the site has none.
    pub security_txt: Option<SecurityTxt>,
    /// The site says that there is no security.txt (404, 410, or a page instead); errors and walls say nothing.
    pub no_security_txt: bool,
    /// Where the front page asks robots to stay away, quoted.
    pub noindex: Option<String>,
    /// True when another site stands for this one: all of it leads there, or https shows the same.
    pub moved: bool,
}

/// What robots.txt says to everybody (RFC 9309).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Robots {
    /// `Disallow: /` for all, and no `Allow`.
    pub closed: bool,
    /// Paths that all are asked to leave alone; at most 100.
    pub disallowed: Vec<String>,
}

/// A security.txt file (RFC 9116).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecurityTxt {
    /// How many `Contact` lines it has.
    pub contacts: u32,
    /// `Expires`, where it can be read.
    pub expires: Option<Timestamp>,
}

/// Health endpoints at usual and declared paths.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Health {
    /// Paths that were asked.
    pub asked: Vec<String>,
    /// The first that answers as such an endpoint does.
    pub found: Option<HealthLook>,
}

/// A health endpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthLook {
    /// Path.
    pub path: String,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
    /// A header by which a cache says that it answered from store, as `name: value`.
    pub hit: Option<String>,
}

/// The front page of a host over both address families.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Families {
    /// Statuses over IPv4 and IPv6; `None` unless the host has addresses of both and both gave an answer.
    pub statuses: Option<(u16, u16)>,
    /// Titles over IPv4 and IPv6, where the answers are pages.
    pub titles: (Option<String>, Option<String>),
}

/// Addresses of a site that send visitors on to where the address says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returns {
    /// Each path that was asked with the usual parameters, all leading to a host that nobody can own.
    pub asked: Vec<ReturnLook>,
}

/// One such path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnLook {
    /// Path without query.
    pub path: String,
    /// Status of the answer; `None` when there was none.
    pub status: Option<u16>,
    /// The parameter whose host stood in `Location`.
    pub followed: Option<String>,
    /// The value was written without scheme, as `//host/`.
    pub without_scheme: bool,
}

/// What a site makes of names that are not its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForeignNames {
    /// Where the name of a forged `X-Forwarded-Host` came back: `Location`, or `the page`.
    pub forwarded_in: Option<String>,
    /// Status for a foreign `Host`; `None` when the request failed.
    pub foreign_status: Option<u16>,
    /// The answer for a foreign `Host` is the front page.
    pub foreign_gets_home: bool,
    /// The server answered `TRACE` by giving back what it was sent.
    pub trace: bool,
}
