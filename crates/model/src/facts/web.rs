//! Facts about redirects, pages, cookies and caches.

use serde::{Deserialize, Serialize};

/// Where a site sends its visitors: from `/` and from a deep path with a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Redirects {
    /// From `/`.
    pub root: Trail,
    /// From a deep path with a query, which a good redirect keeps; `None` when `/` does not redirect.
    pub deep: Option<Trail>,
}

/// A chain of redirects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// Where it began (query values are replaced by `…`, except our own).
    pub start: String,
    /// The redirects in order.
    pub hops: Vec<Hop>,
    /// How it ended.
    pub end: TrailEnd,
}

/// One redirect.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hop {
    /// Address that answered.
    pub url: String,
    /// 301, 302, 303, 307 or 308.
    pub status: u16,
    /// Absolute address it leads to.
    pub to: String,
}

/// How a chain of redirects ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrailEnd {
    /// An answer that is no redirect.
    Answer {
        /// Its address.
        url: String,
        /// Its status.
        status: u16,
    },
    /// An address came a second time.
    Loop {
        /// That address.
        url: String,
    },
    /// More than 20 redirects (where browsers give up, Fetch §4.4), or addresses that only grow.
    TooMany,
    /// A `Location` that is missing or can't be read.
    BadLocation {
        /// What stood there.
        value: String,
    },
    /// It left for a host outside the target (the redirect there is the last hop); what happens there is not ours to
    /// judge.
    Foreign {
        /// The address it left for.
        url: String,
    },
    /// The connection or the answer failed.
    Failed {
        /// The address.
        url: String,
        /// What went wrong.
        failure: HttpFailure,
    },
}

/// How a request failed, by the other side's doing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HttpFailure {
    /// Connection refused.
    Refused,
    /// No answer within the time-out.
    TimedOut,
    /// Closed before a whole answer came.
    Closed,
    /// TLS failed (the tls area judges why).
    Tls(String),
    /// What came is no HTTP, or breaks its limits (endless headers).
    Malformed(String),
    /// The host has no address.
    NoAddress,
}

impl HttpFailure {
    /// The failure in words.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Refused => "the connection was refused".into(),
            Self::TimedOut => "no answer came in time".into(),
            Self::Closed => "the connection was closed before an answer".into(),
            Self::Tls(why) => format!("TLS failed: {why}"),
            Self::Malformed(why) => format!("the answer can't be read: {why}"),
            Self::NoAddress => "the host has no address".into(),
        }
    }
}

/// One page as an anonymous visitor gets it; redirects are not followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// The answer, or how the request failed.
    pub answer: Result<Answer, HttpFailure>,
}

/// An answer, without its body and without cookie values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// The headers that checks may know (an allow list), lower-case names, in order, repeated ones kept.
    pub headers: Vec<(String, String)>,
    /// Cookies that were set.
    pub cookies: Vec<CookieSeen>,
    /// Body length in bytes, after decoding; cut at the limit.
    pub bytes: u64,
    /// True when the body was longer than the limit.
    pub truncated: bool,
    /// SHA-256 of the (cut) body, hex.
    pub sha256: String,
    /// What the HTML holds, if it is HTML.
    pub html: Option<Html>,
}

impl Answer {
    /// First value of a header; `name` in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// All values of a header; `name` in lower case.
    pub fn headers_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// A cookie's attributes (RFC 6265bis). Its value is never kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CookieSeen {
    /// Name.
    pub name: String,
    /// `Secure`.
    pub secure: bool,
    /// `HttpOnly`.
    pub http_only: bool,
    /// `SameSite`, as sent.
    pub same_site: Option<String>,
    /// `Domain`, as sent.
    pub domain: Option<String>,
    /// `Path`, as sent.
    pub path: Option<String>,
    /// True when name and shape of the value are those of a session or login token.
    pub session_like: bool,
    /// Bytes of name and value.
    #[serde(default)]
    pub size: u32,
}

/// What of an HTML page matters to checks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Html {
    /// `<title>`.
    pub title: Option<String>,
    /// Forms that ask for a password.
    pub password_forms: Vec<PasswordForm>,
    /// Absolute addresses of links of the same domain, without query values; at most 200.
    pub links: Vec<String>,
    /// Resources loaded over plain http: address, and the element that loads it (`script`, `img`).
    pub insecure_resources: Vec<(String, String)>,
    /// Policies given in `<meta http-equiv="content-security-policy">`.
    pub meta_policies: Vec<String>,
    /// The page of a server or platform that has nothing deployed yet, by name (`nginx`).
    pub default_page: Option<String>,
    /// Signs that the visitor is signed in: a way to sign out.
    pub signed_in: bool,
    /// `<meta charset>`, or its older form, is there.
    #[serde(default)]
    pub charset: bool,
    /// `<meta name="robots">` forbids indexing.
    #[serde(default)]
    pub noindex: bool,
    /// Pictures, scripts and style sheets that the page loads; at most 200.
    #[serde(default)]
    pub loads: Vec<Loaded>,
    /// Forms without password field that are sent over plain http: their addresses.
    #[serde(default)]
    pub insecure_forms: Vec<String>,
    /// Words that only an unfinished page has, quoted.
    #[serde(default)]
    pub placeholder: Option<String>,
    /// A listing of a folder's files, as a server writes it.
    #[serde(default)]
    pub listing: bool,
    /// The page shows next to nothing until its script has run: what it holds can't be told without a browser.
    #[serde(default)]
    pub shell: bool,
}

/// Something that a page loads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loaded {
    /// Absolute address without query values.
    pub url: String,
    /// The element: `img`, `script` or `link`.
    pub element: String,
    /// It stands in the head, and the page waits for it.
    pub blocking: bool,
    /// It carries an `integrity` hash.
    pub integrity: bool,
}

/// A form with a password field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordForm {
    /// Absolute address it is sent to.
    pub action: String,
    /// `get` or `post` as written, in lower case; empty when the form names none (a script sends it, as a rule).
    pub method: String,
}

/// How a page answers requests that come from other origins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cors {
    /// One entry for each origin sent.
    pub probes: Vec<CorsProbe>,
}

/// One cross-origin request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorsProbe {
    /// The `Origin` that was sent.
    pub origin: String,
    /// `Access-Control-Allow-Origin` of the answer.
    pub allow_origin: Option<String>,
    /// `Access-Control-Allow-Credentials: true`.
    pub allow_credentials: bool,
    /// `Vary` names the origin.
    #[serde(default)]
    pub varies: bool,
}

/// The same address asked twice with a query of our own, so that only our own entry can be cached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SharedCache {
    /// First answer.
    pub first: CacheLook,
    /// Second answer.
    pub second: CacheLook,
    /// Both bodies are the same.
    pub same_body: bool,
    /// The body is that of a path nobody knows (a single-page app's shell).
    pub same_as_unknown_path: bool,
    /// Why the page counts as private: `declared`, `signed in`; `None` when nothing says so.
    pub private: Option<String>,
}

/// What one answer says about caching.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheLook {
    /// Status code.
    pub status: u16,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
    /// `Age`, in seconds.
    pub age: Option<u64>,
    /// A header by which a cache says that it answered from store, as `name: value`.
    pub hit: Option<String>,
    /// Names of cookies that the answer sets.
    pub sets_cookies: Vec<String>,
}
