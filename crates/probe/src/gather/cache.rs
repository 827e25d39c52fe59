//! Does a shared cache keep a page? Asked twice at an address of our own, so that nothing else can be cached.

use super::exposed::nowhere;
use crate::http::{Request, Response, cookies};
use crate::look::{Gather, Look};
use model::declared::RouteKind;
use model::facts::{CacheLook, Page, SharedCache};
use model::{Level, Seen, Subject, Unknown, Why};
use url::Url;

/// Headers by which caches say that they answered from store (value in part, lower case).
const HITS: [(&str, &str); 5] = [
    ("x-cache", "hit"),
    ("cf-cache-status", "hit"),
    ("x-vercel-cache", "hit"),
    ("cache-status", "hit"),
    ("x-cache-status", "hit"),
];

impl Gather for SharedCache {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let mut url = Url::parse(&subject.name).map_err(|e| Unknown::new(Why::Bug, format!("{subject}: {e}")))?;
        url.set_query(Some(&format!("lr={}", look.nonce())));
        let origin = super::origin_of(subject)?;
        let visited = look.unknown_path(&origin).await?;
        let nowhere = nowhere(&visited, &origin)?;
        let first = ask(look, &url).await?;
        let private = private(look, subject).await?;
        // Where nothing is private and no session is given away, a second answer would tell nothing.
        let matters = private.is_some() || !look_of(&first).sets_cookies.is_empty();
        let second = if matters { ask(look, &url).await? } else { first.clone() };
        Ok(Self {
            same_body: first.body == second.body,
            same_as_unknown_path: second.body == nowhere.body,
            private,
            first: look_of(&first),
            second: look_of(&second),
        })
    }
}

async fn ask(look: &Look, url: &Url) -> Seen<Response> {
    let fetched = look.fetch(Request::get(url.clone())).await?;
    fetched.map_err(|failure| Unknown::new(Why::Prerequisite, format!("{url}: {}", failure.words())))
}

/// A header by which a cache says that it answered from store.
pub(super) fn stored(response: &Response) -> Option<String> {
    HITS.iter().find_map(|(name, word)| {
        let value = response.header(name)?;
        value.to_ascii_lowercase().contains(word).then(|| format!("{name}: {}", model::text::quote(value, 80)))
    })
}

pub(super) fn look_of(response: &Response) -> CacheLook {
    let hit = stored(response);
    let set = response.headers.get_all("set-cookie").iter();
    let names = set.filter_map(|v| cookies::read(&String::from_utf8_lossy(v.as_bytes()))).filter(|c| c.session_like);
    CacheLook {
        status: response.status,
        cache_control: response.header("cache-control").map(|v| model::text::quote(v, 200)),
        age: response.header("age").and_then(|v| v.trim().parse().ok()),
        hit,
        sets_cookies: names.map(|c| c.name).collect(),
    }
}

/// Why the page counts as private, if anything says so.
async fn private(look: &Look, subject: &Subject) -> Seen<Option<String>> {
    let Some(origin) = subject.origin() else { return Ok(None) };
    let path = subject.name.strip_prefix(&origin.to_string()).unwrap_or("/");
    let declared = look.plan.declared.routes.iter().any(|r| r.kind == RouteKind::Private && r.path == path);
    if declared {
        return Ok(Some("declared".into()));
    }
    let page = look.get::<Page>(subject).await?;
    let signed_in = page.answer.is_ok_and(|a| a.html.is_some_and(|h| h.signed_in));
    Ok(signed_in.then(|| "signed in".into()))
}
