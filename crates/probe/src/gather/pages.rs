//! One page, as an anonymous visitor gets it.

use crate::http::{Response, cookies, html};
use crate::look::{Gather, Look};
use crate::tls::certificate::hex;
use model::facts::{Answer, Page};
use model::{Seen, Subject, Unknown, Why};
use sha2::{Digest, Sha256};
use url::Url;

/// Headers that checks may know. Others can hold what is nobody's business and are dropped here.
const HEADERS: [&str; 47] = [
    "access-control-allow-credentials",
    "access-control-allow-origin",
    "age",
    "alt-svc",
    "cache-control",
    "cf-cache-status",
    "cf-mitigated",
    "cf-ray",
    "cache-status",
    "cdn-cache-control",
    "content-encoding",
    "content-security-policy",
    "content-security-policy-report-only",
    "content-type",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "date",
    "expires",
    "fly-request-id",
    "location",
    "permissions-policy",
    "pragma",
    "referrer-policy",
    "retry-after",
    "server",
    "server-timing",
    "strict-transport-security",
    "vary",
    "via",
    "www-authenticate",
    "x-akamai-request-id",
    "x-amz-cf-id",
    "x-aspnet-version",
    "x-cache",
    "x-cache-hits",
    "x-content-type-options",
    "x-debug-token",
    "x-fastly-request-id",
    "x-frame-options",
    "x-generator",
    "x-nf-request-id",
    "x-powered-by",
    "x-robots-tag",
    "x-served-by",
    "x-vercel-cache",
    "x-vercel-id",
];

impl Gather for Page {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let url = Url::parse(&subject.name).map_err(|e| Unknown::new(Why::Bug, format!("{subject}: {e}")))?;
        let fetched = look.visit(&url).await?;
        Ok(Self { answer: fetched.as_ref().as_ref().map(|response| answer(response, &url)).map_err(Clone::clone) })
    }
}

/// What is kept of an answer.
pub(crate) fn answer(response: &Response, url: &Url) -> Answer {
    let kept = |name: &str| HEADERS.contains(&name);
    let headers = response.headers.iter().filter(|(n, _)| kept(n.as_str())).map(|(n, v)| {
        // A policy that was shortened in the middle would be judged as something it is not.
        let width = if n.as_str().starts_with("content-security-policy") { 32_000 } else { 4_000 };
        let value = model::text::quote(&String::from_utf8_lossy(v.as_bytes()), width);
        let value = if n == "location" { without_values(&value, url) } else { value };
        (n.as_str().to_owned(), value)
    });
    let cookies = response.headers.get_all("set-cookie").iter();
    Answer {
        status: response.status,
        headers: headers.collect(),
        cookies: cookies.filter_map(|v| cookies::read(&String::from_utf8_lossy(v.as_bytes()))).collect(),
        bytes: response.body.len() as u64,
        truncated: response.truncated,
        sha256: hex(&Sha256::digest(&response.body)),
        html: is_html(response).then(|| html::read(&response.body, url)),
    }
}

fn without_values(location: &str, url: &Url) -> String {
    url.join(location).map_or_else(|_| String::new(), html::without_query)
}

/// HTML by its declared type; without one, by how it begins.
pub(crate) fn is_html(response: &Response) -> bool {
    match response.header("content-type") {
        Some(kind) => kind.to_ascii_lowercase().contains("html"),
        None => {
            let start = String::from_utf8_lossy(&response.body[..response.body.len().min(256)]).to_ascii_lowercase();
            start.trim_start().starts_with("<!doctype html") || start.trim_start().starts_with("<html")
        }
    }
}
