//! What a virtual host answers to a request.

use super::server::{Host, Listener};
use super::{Move, Page, Plain, Site};
use bytes::Bytes;
use http::header::{AGE, AUTHORIZATION, CACHE_CONTROL, HOST, LOCATION, ORIGIN, RANGE, SERVER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::PoisonError;
use std::time::Instant;

/// The answer to one request.
pub(crate) fn answer<B>(listener: &Listener, request: &Request<B>) -> Response<Full<Bytes>> {
    let asked = request.headers().get(HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let name = asked.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let scheme = if listener.tls { "https" } else { "http" };
    let target = request.uri().path_and_query().map_or("/", |t| t.as_str());
    let url = format!("{scheme}://{name}{target}");
    listener.counters.request(&name, format!("{} {url}", request.method()));
    let Some(host) = listener.host(&name) else { return respond(&Page::text("").status(500)) };
    if host.site.pinned && host.name != name {
        return respond(&Page::text("421 Misdirected Request\n").status(421));
    }

    if !listener.tls
        && let Plain::Moved(moved) = &host.site.plain
    {
        let mut answer = respond(&Page::redirect(moved.status, &destination(moved, &name, request)));
        let server = host.site.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case("server"));
        if let Some(value) = server.and_then(|(_, v)| HeaderValue::from_str(v).ok()) {
            answer.headers_mut().insert(SERVER, value);
        }
        return answer;
    }
    let mut answer = respond_for(listener, host, &url, request);
    complete(answer.headers_mut(), &host.site);
    for name in &host.site.pages.get(request.uri().path()).unwrap_or(&host.site.unknown).without {
        answer.headers_mut().remove(name.as_str());
    }
    answer
}

fn respond_for<B>(listener: &Listener, host: &Host, url: &str, request: &Request<B>) -> Response<Full<Bytes>> {
    let site = &host.site;
    if let Some(realm) = site.realm.as_ref().filter(|_| !request.headers().contains_key(AUTHORIZATION)) {
        let asks = Page::text("401 Authorization Required\n").status(401);
        return respond(&asks.header(WWW_AUTHENTICATE.as_str(), &format!("Basic realm=\"{realm}\"")));
    }
    if let Some(moved) = &site.moved {
        return respond(&Page::redirect(moved.status, &destination(moved, &host.name, request)));
    }
    if site.traces && request.method() == Method::TRACE {
        return respond(&Page::new("message/http", format!("TRACE {} HTTP/1.1\r\n", request.uri())));
    }
    if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) {
        return respond(&Page::text("405 Method Not Allowed\n").status(405).header("allow", "GET, HEAD, POST"));
    }
    if let Some(to) = site.returns_to.as_ref().filter(|_| request.uri().path() == "/login")
        && let Some(to) = parameter(request.uri().query().unwrap_or_default(), to)
    {
        return respond(&Page::redirect(302, &to));
    }
    let page = site.pages.get(request.uri().path()).unwrap_or(&site.unknown);
    let forwarded = request.headers().get("x-forwarded-host").and_then(|v| v.to_str().ok());
    let mut answer = match forwarded.filter(|_| site.believes_forwarded) {
        Some(name) => respond(&page.with_canonical(name)),
        None => respond(page),
    };
    // A header that the site sets in front of its pages replaces the page's own.
    let fixed = site.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("access-control-allow-origin"));
    let reflects = page.any_origin && !fixed;
    if let Some(origin) = request.headers().get(ORIGIN).filter(|_| reflects) {
        answer.headers_mut().insert("access-control-allow-origin", origin.clone());
        answer.headers_mut().insert("access-control-allow-credentials", HeaderValue::from_static("true"));
    }
    let forbidden = site.headers.iter().any(|(n, v)| n.eq_ignore_ascii_case("cache-control") && v.contains("no-store"));
    if page.cached && !forbidden {
        from_cache(listener, url, answer.headers_mut());
    }
    match range(request.headers()).filter(|_| page.status == 200) {
        Some(last) if last + 1 < page.body.len() => part(answer, &page.body, last),
        _ => answer,
    }
}

/// Marks the answer as a shared cache does: the first visitor fills it, all others get it from store.
fn from_cache(listener: &Listener, url: &str, headers: &mut HeaderMap) {
    let mut caches = listener.caches.lock().unwrap_or_else(PoisonError::into_inner);
    let hit = caches.get(url).map(|since| since.elapsed().as_secs());
    caches.entry(url.to_owned()).or_insert_with(Instant::now);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=600"));
    headers.insert("x-cache", HeaderValue::from_static(if hit.is_some() { "HIT" } else { "MISS" }));
    if let Some(seconds) = hit {
        headers.insert(AGE, HeaderValue::from(seconds));
    }
}

/// The last octet of a range that begins at 0.
fn range(headers: &HeaderMap) -> Option<usize> {
    headers.get(RANGE)?.to_str().ok()?.strip_prefix("bytes=0-")?.parse().ok()
}

fn part(answer: Response<Full<Bytes>>, body: &[u8], last: usize) -> Response<Full<Bytes>> {
    let (mut parts, _) = answer.into_parts();
    parts.status = StatusCode::PARTIAL_CONTENT;
    if let Ok(value) = HeaderValue::from_str(&format!("bytes 0-{last}/{}", body.len())) {
        parts.headers.insert("content-range", value);
    }
    let piece = body.get(..=last).unwrap_or(body);
    Response::from_parts(parts, Full::new(Bytes::copy_from_slice(piece)))
}

/// The value of a parameter, as far as addresses are encoded.
fn parameter(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|p| p.strip_prefix(name)?.strip_prefix('='))?;
    Some(value.replace("%3A", ":").replace("%2F", "/"))
}

/// Where a move sends a request; `{host}` in it stands for the name asked for.
fn destination<B>(moved: &Move, host: &str, request: &Request<B>) -> String {
    let path = request.uri().path();
    if let Some(place) = moved.except.get(path) {
        return place.clone();
    }
    let kept = request.uri().path_and_query().map_or("/", |t| t.as_str());
    format!("{}{}", moved.to.replace("{host}", host), if moved.keep_path { kept } else { "/" })
}

fn respond(page: &Page) -> Response<Full<Bytes>> {
    let mut answer = Response::new(Full::new(Bytes::copy_from_slice(&page.body)));
    *answer.status_mut() = StatusCode::from_u16(page.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &page.headers {
        add(answer.headers_mut(), name, value);
    }
    if answer.headers().contains_key(LOCATION) {
        answer.headers_mut().remove(http::header::CONTENT_TYPE);
    }
    answer
}

/// Adds the headers of the site, unless the page has its own.
fn complete(headers: &mut HeaderMap, site: &Site) {
    for (name, value) in &site.headers {
        if !headers.contains_key(name.as_str()) {
            add(headers, name, value);
        }
    }
}

/// Adds a header; `{token}` stands for a value that nobody had before.
fn add(headers: &mut HeaderMap, name: &str, value: &str) {
    let value = if value.contains("{token}") { value.replace("{token}", &token()) } else { value.to_owned() };
    if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&value)) {
        headers.append(name, value);
    }
}

/// Thirty-two hexadecimal digits that differ each time.
fn token() -> String {
    let random = || RandomState::new().hash_one(0u8);
    format!("{:016x}{:016x}", random(), random())
}
