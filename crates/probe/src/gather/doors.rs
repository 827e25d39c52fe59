//! Paths where administration is usually found: is one inside without having signed in?

use super::exposed::{nowhere, stands_elsewhere};
use super::origin_of;
use super::pages::{answer, is_html};
use crate::http::{Fetched, Response};
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use model::declared::{Purpose, RouteKind};
use model::facts::{Answer, Door, Doors};
use model::{Level, Origin, Seen, Subject};

/// Where frameworks and people put administration.
const PATHS: [&str; 4] = ["/admin", "/admin/", "/dashboard", "/administrator/"];

impl Gather for Doors {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let front = super::url(&origin, "/")?;
        let (visited, home) = tokio::join!(look.unknown_path(&origin), look.visit(&front));
        let (visited, home) = (visited?, home?);
        let elsewhere = [visited.as_ref(), home.as_ref()];
        if stands_elsewhere(look, nowhere(&visited, &origin)?, &origin).await? {
            return Ok(Self { doors: Vec::new(), moved: true });
        }
        let doors = join_all(paths(look, &origin).into_iter().map(|path| knock(look, &origin, elsewhere, path)));
        let doors = doors.await.into_iter().collect::<Seen<Vec<_>>>()?;
        Ok(Self { doors: doors.into_iter().flatten().collect(), moved: false })
    }
}

/// One door; `elsewhere` are the answers to an unknown path and to the front page.
async fn knock(look: &Look, origin: &Origin, elsewhere: [&Fetched; 2], path: String) -> Seen<Option<Door>> {
    let url = super::url(origin, &path)?;
    let visited = look.visit(&url).await?;
    let Ok(response) = visited.as_ref() else { return Ok(None) };
    let seen = answer(response, &url);
    let [unknown, front] = elsewhere.map(|e| e.as_ref().is_ok_and(|e| e.body == response.body));
    Ok(Some(Door {
        status: response.status,
        title: seen.html.as_ref().and_then(|h| h.title.clone()),
        asks_for_login: asks_for_login(response, &seen),
        same_as_elsewhere: unknown || (front && path != "/"),
        inside: inside(response, &seen),
        path,
    }))
}

/// The usual paths, declared private routes, and the front page of an administration host.
fn paths(look: &Look, origin: &Origin) -> Vec<String> {
    let declared = &look.plan.declared;
    let mut paths: Vec<String> = PATHS.iter().map(|p| (*p).to_owned()).collect();
    if declared.purpose(&origin.host) == Purpose::Admin {
        paths.push("/".into());
    }
    let private = declared.routes.iter().filter(|r| r.kind == RouteKind::Private);
    paths.extend(private.filter(|r| r.host.as_ref().is_none_or(|h| h.as_str() == origin.host)).map(|r| r.path.clone()));
    paths.dedup();
    paths
}

fn asks_for_login(response: &Response, seen: &Answer) -> bool {
    let to = response.header("location").unwrap_or_default().to_ascii_lowercase();
    let sent_away = (300..400).contains(&response.status)
        && ["login", "log-in", "signin", "sign-in", "auth", "sso", "accounts"].iter().any(|w| to.contains(w));
    response.status == 401 || sent_away || seen.html.as_ref().is_some_and(|h| !h.password_forms.is_empty())
}

/// Proof that one is inside: a way to sign out, or actions on rows that only an administrator has.
fn inside(response: &Response, seen: &Answer) -> Option<String> {
    if response.status != 200 || !is_html(response) {
        return None;
    }
    if seen.html.as_ref().is_some_and(|h| h.signed_in) {
        return Some("a link to sign out".into());
    }
    let text = String::from_utf8_lossy(&response.body).to_ascii_lowercase();
    let rows = text.contains("<table") && (text.contains("/delete") || text.contains(">delete<"));
    rows.then(|| "a table whose rows can be deleted".into())
}
