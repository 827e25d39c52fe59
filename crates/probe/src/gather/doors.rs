//! Paths where administration is usually found: is one inside without having signed in?

use super::origin_of;
use super::pages::{answer, is_html};
use crate::http::{Request, Response};
use crate::look::{Gather, Look};
use model::declared::{Purpose, RouteKind};
use model::facts::{Answer, Door, Doors};
use model::{Level, Origin, Seen, Subject};

/// Where frameworks and people put administration.
const PATHS: [&str; 4] = ["/admin", "/admin/", "/dashboard", "/administrator/"];

impl Gather for Doors {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let unknown = look.unknown_path(&origin).await?;
        let home = look.fetch(Request::get(super::url(&origin, "/")?)).await?;
        let mut doors = Vec::new();
        for path in paths(look, &origin) {
            let url = super::url(&origin, &path)?;
            let Ok(response) = look.fetch(Request::get(url.clone())).await? else { continue };
            let seen = answer(&response, &url);
            let front = home.as_ref().is_ok_and(|h| h.body == response.body) && path != "/";
            doors.push(Door {
                status: response.status,
                title: seen.html.as_ref().and_then(|h| h.title.clone()),
                asks_for_login: asks_for_login(&response, &seen),
                same_as_elsewhere: front || unknown.body == response.body,
                inside: inside(&response, &seen),
                path,
            });
        }
        Ok(Self { doors })
    }
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
