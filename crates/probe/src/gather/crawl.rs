//! A small walk over what the front page loads from its own host and links to on it.

use super::exposed::{nowhere, stands_elsewhere};
use super::origin_of;
use super::pages::is_html;
use crate::http::html::{references, without_query};
use crate::http::{Request, Response};
use crate::look::{Gather, Look};
use model::facts::{Crawl, LinkLook, LinkRole, ScriptLook, SourceMap, WellKnown};
use model::{Origin, Seen, Subject};
use url::Url;

/// How many addresses of each role are asked.
const LIMITS: [(LinkRole, usize); 4] =
    [(LinkRole::Script, 2), (LinkRole::Style, 1), (LinkRole::Image, 2), (LinkRole::Link, 3)];
/// Requests that stay for the rest of the look.
const RESERVE: u64 = 4;
/// Parts of paths that do something.
const ACTIONS: [&str; 7] = ["logout", "log-out", "signout", "sign-out", "delete", "unsubscribe", "remove"];
/// Keys that payment and log-in services give out for tests.
const TEST_KEYS: [&str; 4] = ["pk_test_", "sk_test_", "rk_test_", "rzp_test_"];

impl Gather for Crawl {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        let origin = origin_of(subject)?;
        let front = super::url(&origin, "/")?;
        let mut seen = Self { asked: Vec::new(), scripts: Vec::new(), left_out: 0 };
        let home = look.visit(&front).await?;
        let Ok(home) = home.as_ref() else { return Ok(seen) };
        if home.status != 200 || !is_html(home) {
            return Ok(seen);
        }
        let visited = look.unknown_path(&origin).await?;
        if stands_elsewhere(look, nowhere(&visited, &origin)?, &origin).await? {
            return Ok(seen);
        }
        let disallowed = match look.get::<WellKnown>(subject).await {
            Ok(WellKnown { robots: Some(robots), .. }) => robots.disallowed,
            _ => Vec::new(),
        };
        seen.asked.push(link(&front, LinkRole::Front, Ok(home)));
        let own = references(&home.body, &front);
        let mut left = LIMITS;
        for (url, role) in own {
            let polite = role != LinkRole::Link || may_follow(&url, &disallowed);
            let room = left.iter_mut().find(|(r, n)| *r == role && *n > 0);
            let Some((_, n)) = room.filter(|_| polite && look.hosts.left(&origin.host) > RESERVE) else {
                seen.left_out += 1;
                continue;
            };
            *n -= 1;
            let visited = look.visit(&url).await?;
            seen.asked.push(link(&url, role, visited.as_ref().as_ref()));
            if let (LinkRole::Script, Ok(response)) = (role, visited.as_ref()) {
                seen.scripts.push(script(look, &origin, &url, response).await?);
            }
        }
        let inline = script(look, &origin, &front, home).await?;
        seen.scripts.push(inline);
        Ok(seen)
    }
}

/// Links that do something, or that robots are asked to leave alone, are not followed.
fn may_follow(url: &Url, disallowed: &[String]) -> bool {
    let path = url.path().to_ascii_lowercase();
    let asked_not_to =
        disallowed.iter().any(|d| path.starts_with(d.trim_end_matches('*').to_ascii_lowercase().as_str()));
    !asked_not_to && url.query().is_none() && !ACTIONS.iter().any(|a| path.contains(a))
}

fn link(url: &Url, role: LinkRole, fetched: Result<&Response, &model::facts::HttpFailure>) -> LinkLook {
    let header = |name: &str| fetched.ok().and_then(|r| r.header(name)).map(|v| model::text::quote(v, 200));
    LinkLook {
        url: without_query(url.clone()),
        role,
        status: fetched.map(|r| r.status).map_err(Clone::clone),
        content_type: header("content-type")
            .map(|v| v.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()),
        cache_control: header("cache-control"),
        encoding: header("content-encoding"),
        bytes: fetched.map_or(0, |r| r.body.len() as u64),
    }
}

async fn script(look: &Look, origin: &Origin, url: &Url, response: &Response) -> Seen<ScriptLook> {
    let text = String::from_utf8_lossy(&response.body);
    let served = response.status == 200;
    Ok(ScriptLook {
        url: without_query(url.clone()),
        local_address: local_address(&text).filter(|_| served),
        test_key: test_key(&text).filter(|_| served),
        source_map: if served && !is_html(response) { source_map(look, origin, url, &text).await? } else { None },
    })
}

/// `http://localhost:3000` in quotes: with a port it is somebody's own machine, without one mostly a placeholder of a
/// library.
fn local_address(text: &str) -> Option<String> {
    for start in ["http://localhost:", "http://127.0.0.1:", "ws://localhost:", "https://localhost:"] {
        for (at, _) in text.match_indices(start) {
            let quoted = text[..at].ends_with(['"', '\'', '`']);
            let port: String = text[at + start.len()..].chars().take_while(char::is_ascii_digit).collect();
            if quoted && (2..=5).contains(&port.len()) {
                return Some(format!("{start}{port}"));
            }
        }
    }
    None
}

/// The beginning of a test key that is long enough to be one.
fn test_key(text: &str) -> Option<String> {
    let found = TEST_KEYS.iter().find(|start| {
        text.match_indices(**start).any(|(at, _)| {
            let rest = text[at + start.len()..].chars();
            rest.take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count() >= 14
        })
    });
    found.map(|start| format!("{start}…"))
}

/// The map that a script names at its end, if it is served.
async fn source_map(look: &Look, origin: &Origin, url: &Url, text: &str) -> Seen<Option<SourceMap>> {
    let Some((_, rest)) = text.rsplit_once("sourceMappingURL=") else { return Ok(None) };
    let name = rest.split([' ', '\n', '*']).next().unwrap_or_default().trim();
    let Some(map) = url.join(name).ok().filter(|m| !name.is_empty() && Origin::of(m).as_ref() == Some(origin)) else {
        return Ok(None);
    };
    if look.hosts.left(&origin.host) <= RESERVE {
        return Ok(None);
    }
    let Ok(response) = look.fetch(Request::get(map.clone()).header("range", "bytes=0-511")).await? else {
        return Ok(None);
    };
    let head = String::from_utf8_lossy(&response.body);
    let proven =
        matches!(response.status, 200 | 206) && head.trim_start().starts_with('{') && head.contains("\"version\"");
    let words = ["\"sourcesContent\"", "\"sources\"", "\"mappings\"", "\"version\""];
    let proof = words.iter().find(|w| head.contains(**w)).map(|w| (*w).to_owned()).filter(|_| proven);
    Ok(proof.map(|proof| SourceMap { url: without_query(map), proof }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_with_a_port_are_somebodys_machine() {
        assert_eq!(local_address("x=\"http://localhost:3000/api\"").as_deref(), Some("http://localhost:3000"));
        assert_eq!(local_address("new URL(e,\"http://localhost\")"), None);
        assert_eq!(local_address("see http://localhost:3000 for help"), None);
    }

    #[test]
    fn test_keys_are_told_by_their_beginning_only() {
        assert_eq!(test_key("k=\"pk_test_51Habc0123456789abcdef\"").as_deref(), Some("pk_test_…"));
        assert_eq!(test_key("startsWith(\"pk_test_\")"), None);
    }
}
