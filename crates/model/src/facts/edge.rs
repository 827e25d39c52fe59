//! Facts about what stands in front of the servers, and what it does to callers that are programs.

use super::{Answer, CacheLook};
use crate::declared::RouteKind;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

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

impl Answer {
    /// The edge that an answer came through, where that is certain.
    #[must_use]
    pub fn edge(&self) -> Option<&'static str> {
        let sent = |(name, part, _): &&(&str, &str, &str)| {
            self.header(name).is_some_and(|v| v.to_ascii_lowercase().contains(part))
        };
        EDGES.iter().find(sent).map(|(.., edge)| *edge)
    }
}

/// The edge that people call by a name (`cloudflare`, `Fly`, `AWS CloudFront`), if its headers are known.
#[must_use]
pub fn edge_named(name: &str) -> Option<&'static str> {
    let bare = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let name = bare(name);
    let called = |edge: &&str| name.contains(&bare(edge)) || (name.len() > 2 && bare(edge).starts_with(&name));
    EDGES.iter().map(|(.., edge)| *edge).find(called)
}

/// Servers of the target's own that were asked for a site behind an edge, past that edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    /// The host that is behind an edge, and the edge; `None` where no host is.
    pub behind: Option<(String, String)>,
    /// Addresses that were asked.
    pub asked: Vec<OriginLook>,
}

/// One address that may be the server behind the edge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginLook {
    /// The address.
    pub address: IpAddr,
    /// What leads to it: a host name, or `the SPF record`.
    pub found_by: String,
    /// It answers for the host with the site itself.
    pub same: bool,
}

/// Declared addresses that other services call or lead back to, each asked twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Callbacks {
    /// Each of them.
    pub looks: Vec<CallbackLook>,
}

/// One such address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallbackLook {
    /// Path.
    pub path: String,
    /// A webhook, or where a log-in comes back to.
    pub kind: RouteKind,
    /// The protection page that answered in its place.
    pub challenged: Option<String>,
    /// What the second answer says about caching; the first, where that was a protection page.
    pub cache: CacheLook,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_are_known_by_the_names_that_people_use() {
        for (name, edge) in [
            ("cloudflare", Some("Cloudflare")),
            ("AWS CloudFront", Some("CloudFront")),
            ("fly", Some("Fly.io")),
            ("Fastly", Some("Fastly")),
            ("bunny", Some("bunny.net")),
            ("our own nginx", None),
            ("", None),
        ] {
            assert_eq!(edge_named(name), edge, "{name}");
        }
    }
}
