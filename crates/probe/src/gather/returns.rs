//! Does a log-in or redirect address send visitors to wherever the address says? Only on the user's own domains.

use super::exposed::moved;
use super::origin_of;
use crate::http::{Request, html};
use crate::look::{Gather, Look};
use model::facts::{ReturnLook, Returns};
use model::{Level, Origin, Seen, Subject};
use url::Url;

/// What apps and frameworks call the place to go to afterwards.
const PARAMETERS: [&str; 14] = [
    "next",
    "url",
    "return",
    "returnUrl",
    "return_url",
    "return_to",
    "redirect",
    "redirect_uri",
    "redirect_url",
    "continue",
    "callback",
    "dest",
    "target",
    "goto",
];

/// Words in the path of an address that sends visitors on.
const WORDS: [&str; 10] =
    ["login", "log-in", "signin", "sign-in", "logout", "auth", "redirect", "continue", "goto", "leave"];

/// Where most apps sign in and out, linked or not.
const USUAL: [&str; 2] = ["/login", "/logout"];

/// Paths that are asked at most, each a second time where it redirects.
const MOST: usize = 3;

impl Gather for Returns {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Active)?;
        let origin = origin_of(subject)?;
        let mut seen = Self { asked: Vec::new() };
        let front = super::url(&origin, "/")?;
        let home = look.visit(&front).await?;
        let Ok(home) = home.as_ref() else { return Ok(seen) };
        if !origin.tls || moved(home, &origin) {
            return Ok(seen);
        }
        for path in paths(&home.body, &front) {
            for without_scheme in [false, true] {
                let one = ask(look, &origin, &path, without_scheme).await?;
                let done = one.followed.is_some() || !one.status.is_some_and(|s| (300..400).contains(&s));
                seen.asked.push(one);
                if done {
                    break;
                }
            }
        }
        Ok(seen)
    }
}

/// Addresses of the front page whose path or parameters speak of going on, then the usual ones.
fn paths(home: &[u8], front: &Url) -> Vec<String> {
    let leads = |url: &Url| {
        let path = url.path().to_ascii_lowercase();
        WORDS.iter().any(|w| path.contains(w)) || url.query_pairs().any(|(name, _)| PARAMETERS.contains(&name.as_ref()))
    };
    let own = html::references(home, front);
    let found = own.iter().map(|(url, _)| url).filter(|u| leads(u)).map(|u| u.path().to_owned());
    let mut paths: Vec<String> = Vec::new();
    for path in found.chain(USUAL.iter().map(|p| (*p).to_owned())) {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths.truncate(MOST);
    paths
}

/// One request with every parameter, each with a host of its own below a name that nobody can own (RFC 6761 §6.5). The
/// host in `Location` tells which was followed; nobody is asked there.
async fn ask(look: &Look, origin: &Origin, path: &str, without_scheme: bool) -> Seen<ReturnLook> {
    let below = format!("{}.stranger.example", look.nonce());
    let host = |place: usize| format!("r{place}-{below}");
    let mut url = super::url(origin, path)?;
    for (place, name) in PARAMETERS.iter().enumerate() {
        let scheme = if without_scheme { "" } else { "https:" };
        url.query_pairs_mut().append_pair(name, &format!("{scheme}//{}/", host(place)));
    }
    let fetched = look.fetch_raw(Request::get(url.clone())).await?;
    let answer = fetched.as_ref().ok();
    let to = answer.filter(|a| (300..400).contains(&a.status)).and_then(|a| url.join(a.header("location")?).ok());
    let to = to.and_then(|to| to.host_str().map(str::to_owned));
    let followed = to.and_then(|to| PARAMETERS.iter().enumerate().find(|(place, _)| host(*place) == to));
    Ok(ReturnLook {
        path: path.to_owned(),
        status: answer.map(|a| a.status),
        followed: followed.map(|(_, name)| (*name).to_owned()),
        without_scheme,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::unwrap_used)]
    fn what_leads_on_is_asked_first_and_little_of_it() {
        let page = b"<a href=/pricing>P</a><a href=/out?url=/x>O</a><a href=/account/sign-in>S</a><a href=/login>L</a>";
        let found = paths(page, &Url::parse("https://app.acme.example/").unwrap());
        assert_eq!(found, ["/out", "/account/sign-in", "/login"]);
    }
}
