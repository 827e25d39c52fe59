//! Files that should not be served: each asked for, and believed only when its body proves it.

use super::origin_of;
use super::places::{self, Place};
use super::proof::{self, Proof};
use crate::http::{Fetched, Request, Response};
use crate::look::{Gather, Look};
use crate::plan::REQUESTS_PER_HOST;
use futures_util::future::join_all;
use model::facts::{Exposed, Leak, LeakKind, Redirects, TrailEnd};
use model::{Level, Origin, Seen, Subject, Unknown, Why};
use std::sync::Arc;

/// Paths, what they would be, and the reader that proves it. Each costs a request of the host's sixty.
pub(super) const PATHS: [(&str, LeakKind, Proof); 24] = [
    ("/.env", LeakKind::EnvFile, proof::env_file),
    ("/.env.local", LeakKind::EnvFile, proof::env_file),
    ("/.env.production", LeakKind::EnvFile, proof::env_file),
    ("/.git/config", LeakKind::GitFolder, proof::git_config),
    ("/backup.sql", LeakKind::DatabaseDump, proof::sql_dump),
    ("/dump.sql", LeakKind::DatabaseDump, proof::sql_dump),
    ("/.svn/wc.db", LeakKind::VcsFolder, proof::svn),
    ("/.hg/requires", LeakKind::VcsFolder, proof::mercurial),
    ("/config.json", LeakKind::ConfigFile, proof::config),
    ("/appsettings.json", LeakKind::ConfigFile, proof::config),
    ("/wp-config.php.bak", LeakKind::ConfigFile, proof::config),
    ("/backup.zip", LeakKind::Archive, proof::zip),
    ("/phpinfo.php", LeakKind::DebugPage, proof::phpinfo),
    ("/actuator/env", LeakKind::DebugPage, proof::actuator),
    ("/debug/pprof/", LeakKind::DebugPage, proof::pprof),
    ("/server-status", LeakKind::DebugPage, proof::server_status),
    ("/openapi.json", LeakKind::ApiDocument, proof::api_document),
    ("/swagger.json", LeakKind::ApiDocument, proof::api_document),
    ("/graphql?query=%7B__schema%7BqueryType%7Bname%7D%7D%7D", LeakKind::GraphqlSchema, proof::graphql),
    ("/metrics", LeakKind::Metrics, proof::metrics),
    ("/CLAUDE.md", LeakKind::AssistantFile, proof::assistant),
    ("/.mcp.json", LeakKind::AssistantFile, proof::assistant),
    ("/Dockerfile", LeakKind::BuildFile, proof::dockerfile),
    ("/docker-compose.yml", LeakKind::BuildFile, proof::compose),
];

impl Gather for Exposed {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let visited = look.unknown_path(&origin).await?;
        let unknown = nowhere(&visited, &origin)?;
        if stands_elsewhere(look, unknown, &origin).await? {
            // Whatever is asked here leads to the other site, which is asked itself.
            return Ok(Self { unknown_path_status: unknown.status, asked: Vec::new(), moved: true, leaks: Vec::new() });
        }
        let paths = PATHS.iter().map(|(path, kind, proof)| ((*path).to_owned(), *kind, *proof));
        let paths: Vec<Place> = paths.chain(further(look, &origin)).collect();
        let asked = join_all(paths.iter().map(|(path, kind, proof)| ask(look, &origin, unknown, path, *kind, *proof)));
        let found = asked.await.into_iter().collect::<Seen<Vec<_>>>()?;
        let mut asked: Vec<String> = paths.iter().map(|(path, ..)| bare(path)).collect();
        let mut leaks: Vec<Leak> = found.into_iter().flatten().collect();
        let front = look.visit(&super::url(&origin, "/")?).await?;
        let listed = front.as_ref().as_ref().ok().and_then(|r| proof::listing(&String::from_utf8_lossy(&r.body)));
        leaks.extend(listed.map(|proof| Leak { path: "/".into(), kind: LeakKind::Listing, proof }));
        asked.push("/".into());
        if let Some(folder) = folder(look, &origin).await? {
            let listed = ask(look, &origin, unknown, &folder, LeakKind::Listing, proof::listing).await?;
            leaks.extend(listed);
            asked.push(folder);
        }
        Ok(Self { unknown_path_status: unknown.status, asked, moved: false, leaks })
    }
}

/// Further places, as many as the host may be asked more than usually; of strangers none (decision 7).
fn further(look: &Look, origin: &Origin) -> impl Iterator<Item = Place> {
    let more = look.plan.limits.requests_per_host.saturating_sub(REQUESTS_PER_HOST);
    let more = if look.plan.declared.owned { more } else { 0 };
    places::further(&origin.host).take(usize::try_from(more).unwrap_or(usize::MAX))
}

/// One path; a leak only if its body proves it and is not what any path gets.
async fn ask(
    look: &Look,
    origin: &Origin,
    unknown: &Response,
    path: &str,
    kind: LeakKind,
    proof: Proof,
) -> Seen<Option<Leak>> {
    // The head of a file is proof enough; the rest is not ours to read.
    let request = Request::get(super::url(origin, path)?).header("range", "bytes=0-2047");
    let Ok(response) = look.fetch(request).await? else { return Ok(None) };
    if !matches!(response.status, 200 | 206) || response.body == unknown.body {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&response.body);
    Ok(proof(&text).map(|proof| Leak { path: bare(path), kind, proof }))
}

/// The path without query.
fn bare(path: &str) -> String {
    path.split('?').next().unwrap_or(path).to_owned()
}

/// The folder of something that the front page loads from its own host.
async fn folder(look: &Look, origin: &Origin) -> Seen<Option<String>> {
    let url = super::url(origin, "/")?;
    let home = look.visit(&url).await?;
    let Ok(home) = home.as_ref() else { return Ok(None) };
    let own = crate::http::html::references(&home.body, &url);
    let paths = own.iter().filter(|(_, role)| *role != model::facts::LinkRole::Link).map(|(url, _)| url.path());
    let folder = paths.filter_map(|p| p.rsplit_once('/')).map(|(folder, _)| format!("{folder}/")).find(|f| f != "/");
    Ok(folder)
}

/// Does another site stand for this one: all of it leads there, or the https site of the host shows the same pages?
pub(crate) async fn stands_elsewhere(look: &Look, unknown: &Response, origin: &Origin) -> Seen<bool> {
    if moved(unknown, origin) {
        return Ok(true);
    }
    // Redirects without end cost what the host's budget has; nothing is left to ask for then.
    let endless = look.get::<Redirects>(&Subject::site(origin)).await.is_ok_and(|r| r.root.end == TrailEnd::TooMany);
    if endless {
        return Err(Unknown::new(Why::Prerequisite, format!("{origin} redirects without end")));
    }
    if origin.tls || !origin.default_port() {
        return Ok(false);
    }
    let plain = look.visit(&super::url(origin, "/")?).await?;
    let Ok(secure) = look.visit(&super::url(&Origin::https(&origin.host), "/")?).await else { return Ok(false) };
    Ok(matches!((plain.as_ref(), secure.as_ref()), (Ok(plain), Ok(secure)) if plain.body == secure.body))
}

/// Does the answer lead to another site?
pub(crate) fn moved(response: &Response, origin: &Origin) -> bool {
    let to = response.header("location").and_then(|l| url::Url::parse(&format!("{origin}/")).ok()?.join(l).ok());
    (300..400).contains(&response.status) && to.and_then(|t| Origin::of(&t)).is_some_and(|to| to != *origin)
}

impl Look {
    /// What a path that nobody knows gets; single-page apps answer 200 to everything.
    pub(crate) async fn unknown_path(&self, origin: &Origin) -> Seen<Arc<Fetched>> {
        self.visit(&super::url(origin, &format!("/{}", self.nonce()))?).await
    }
}

/// The answer to a path that nobody knows; a site that gives none can't be compared with.
pub(crate) fn nowhere<'a>(visited: &'a Fetched, origin: &Origin) -> Seen<&'a Response> {
    visited.as_ref().map_err(|failure| Unknown::new(Why::Prerequisite, format!("{origin}: {}", failure.words())))
}
