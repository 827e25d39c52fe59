//! What stands in front of the servers.

mod host_not_pinned;
mod unproxied_sibling;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![unproxied_sibling::check(), host_not_pinned::check()]
}

/// Headers that only one edge sends, with a part of their value (lower case; empty for any).
const EDGES: [(&str, &str, &str); 8] = [
    ("cf-ray", "", "Cloudflare"),
    ("x-vercel-id", "", "Vercel"),
    ("x-nf-request-id", "", "Netlify"),
    ("fly-request-id", "", "Fly.io"),
    ("x-amz-cf-id", "", "CloudFront"),
    ("x-fastly-request-id", "", "Fastly"),
    ("x-akamai-request-id", "", "Akamai"),
    ("server", "bunnycdn", "bunny.net"),
];

/// The edge that an answer came through, where that is certain.
fn edge_of(answer: &Answer) -> Option<&'static str> {
    let sent = |(name, part, _): &&(&str, &str, &str)| {
        answer.header(name).is_some_and(|v| v.to_ascii_lowercase().contains(part))
    };
    EDGES.iter().find(sent).map(|(.., edge)| *edge)
}
