//! Where a site sends its visitors, followed one answer at a time.

use super::origin_of;
use crate::http::html::without_query;
use crate::look::{Gather, Look};
use model::facts::{Hop, Redirects, Trail, TrailEnd};
use model::{Level, Seen, Subject};
use std::collections::HashSet;
use url::Url;

/// Where browsers give up (Fetch standard, HTTP-redirect fetch).
const MAX_HOPS: usize = 20;
/// An address that has grown to this length only grows further.
const MAX_URL: usize = 8 << 10;
/// A deep path with a query of ours; a redirect should keep both.
const DEEP: &str = "/launch-ready/deep?kept=1";

impl Gather for Redirects {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let origin = origin_of(subject)?;
        let root = follow(look, super::url(&origin, "/")?).await?;
        let endless = root.end == TrailEnd::TooMany;
        let deep = if endless || root.hops.is_empty() || look.needs_level(Level::Safe).is_err() {
            None
        } else {
            Some(follow(look, super::url(&origin, DEEP)?).await?)
        };
        Ok(Self { root, deep })
    }
}

async fn follow(look: &Look, start: Url) -> Seen<Trail> {
    let mut trail = Trail { start: shown(&start), hops: Vec::new(), end: TrailEnd::TooMany };
    let mut seen = HashSet::from([start.clone()]);
    let mut url = start;
    loop {
        let visited = look.visit(&url).await?;
        let response = match visited.as_ref() {
            Ok(response) => response,
            Err(failure) => {
                trail.end = TrailEnd::Failed { url: shown(&url), failure: failure.clone() };
                return Ok(trail);
            }
        };
        if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
            trail.end = TrailEnd::Answer { url: shown(&url), status: response.status };
            return Ok(trail);
        }
        let location = response.header("location").unwrap_or_default();
        let next = url.join(location).ok().filter(|_| !location.is_empty());
        let Some(next) = next.filter(|n| matches!(n.scheme(), "http" | "https")) else {
            trail.end = TrailEnd::BadLocation { value: model::text::quote(location, 200) };
            return Ok(trail);
        };
        trail.hops.push(Hop { url: shown(&url), status: response.status, to: shown(&next) });
        if !look.plan.declared.owns(next.host_str().unwrap_or_default()) {
            trail.end = TrailEnd::Foreign { url: shown(&next) };
            return Ok(trail);
        }
        if trail.hops.len() >= MAX_HOPS || next.as_str().len() > MAX_URL {
            trail.end = TrailEnd::TooMany;
            return Ok(trail);
        }
        if !seen.insert(next.clone()) {
            trail.end = TrailEnd::Loop { url: shown(&next) };
            return Ok(trail);
        }
        url = next;
    }
}

/// An address for the report: values of a query are nobody's business, except our own.
fn shown(url: &Url) -> String {
    let address = without_query(url.clone());
    let address = match url.query() {
        None => address,
        Some(q) => {
            let pairs: Vec<String> = q
                .split('&')
                .map(|pair| match pair.split_once('=') {
                    Some(("kept", "1")) => pair.to_owned(),
                    Some((key, _)) => format!("{key}=…"),
                    None => "…".to_owned(),
                })
                .collect();
            format!("{address}?{}", pairs.join("&"))
        }
    };
    model::text::shorten(&address, 500)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn query_values_are_not_shown() {
        let url = Url::parse("https://acme.example/cb?code=s3cret&kept=1&x").unwrap();
        assert_eq!(shown(&url), "https://acme.example/cb?code=…&kept=1&…");
    }
}
