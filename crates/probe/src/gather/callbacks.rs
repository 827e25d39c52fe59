//! Declared webhooks and log-in callbacks: does what stands in front let programs through, and does it store?

use super::cache::look_of;
use super::origin_of;
use crate::http::{Request, Response, challenge};
use crate::look::{Gather, Look};
use model::declared::RouteKind;
use model::facts::{CallbackLook, Callbacks};
use model::{Level, Origin, Seen, Subject, Unknown, Why};
use url::Url;

impl Gather for Callbacks {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let declared = &look.plan.declared;
        let called = |kind: RouteKind| matches!(kind, RouteKind::Webhook | RouteKind::AuthCallback);
        let here = declared.routes.iter().filter(|r| called(r.kind) && declared.host_of(r) == origin.host);
        let mut seen = Self { looks: Vec::new() };
        if !origin.tls {
            return Ok(seen);
        }
        for route in here {
            seen.looks.push(callback(look, &origin, &route.path, route.kind).await?);
        }
        Ok(seen)
    }
}

async fn callback(look: &Look, origin: &Origin, path: &str, kind: RouteKind) -> Seen<CallbackLook> {
    let mut url = super::url(origin, path)?;
    // A query of our own: what a cache keeps of the answer is only ours.
    url.set_query(Some(&format!("lr={}", look.nonce())));
    let refused_before = look.hosts.first_refusal(&origin.host).is_some();
    let first = ask(look, &url).await?;
    let challenged = challenge::of(&first);
    if let Some(what) = &challenged {
        // A protection that our other questions woke up says nothing about other callers.
        if refused_before || first.status == 429 || look.hosts.first_refusal(&origin.host).is_some() {
            return Err(Unknown::new(Why::Challenged, format!("{}: {what}", origin.host)));
        }
        return Ok(CallbackLook { path: path.to_owned(), kind, challenged, cache: look_of(&first) });
    }
    let second = ask(look, &url).await?;
    Ok(CallbackLook { path: path.to_owned(), kind, challenged: None, cache: look_of(&second) })
}

async fn ask(look: &Look, url: &Url) -> Seen<Response> {
    let fetched = look.fetch_raw(Request::get(url.clone())).await?;
    fetched.map_err(|failure| Unknown::new(Why::Prerequisite, format!("{url}: {}", failure.words())))
}
