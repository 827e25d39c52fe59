//! Files and endpoints at places that everybody knows.

use super::exposed::{nowhere, stands_elsewhere};
use super::origin_of;
use super::pages::is_html;
use crate::http::{Request, Response};
use crate::look::{Gather, Look};
use jiff::Timestamp;
use model::declared::{Purpose, RouteKind};
use model::facts::{Health, HealthLook, Robots, SecurityTxt, WellKnown};
use model::{Level, Origin, Seen, Subject};

/// Where health endpoints usually are.
const HEALTH: [&str; 3] = ["/health", "/healthz", "/up"];

impl Gather for WellKnown {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let visited = look.unknown_path(&origin).await?;
        let unknown = nowhere(&visited, &origin)?;
        if stands_elsewhere(look, unknown, &origin).await? {
            return Ok(Self { robots: None, security_txt: None, no_security_txt: false, noindex: None, moved: true });
        }
        let robots = text_file(look, &origin, unknown, "/robots.txt").await?;
        let security = text_file(look, &origin, unknown, "/.well-known/security.txt").await?;
        let front = super::url(&origin, "/")?;
        let home = look.visit(&front).await?;
        let noindex = home.as_ref().as_ref().ok().and_then(|home| noindex(home, &front));
        Ok(Self {
            robots: robots.text.map(|t| self::robots(&t)),
            security_txt: security.text.map(|t| security_txt(&t)),
            no_security_txt: security.absent,
            noindex,
            moved: false,
        })
    }
}

/// The words of a header or `<meta>` by which a page asks robots to stay away.
fn noindex(home: &Response, url: &url::Url) -> Option<String> {
    let tag = home.header("x-robots-tag").filter(|v| v.to_ascii_lowercase().contains("noindex"));
    let meta = || is_html(home) && crate::http::html::read(&home.body, url).noindex;
    tag.map(|v| format!("x-robots-tag: {}", model::text::quote(v, 60)))
        .or_else(|| meta().then(|| "<meta name=\"robots\" content=\"noindex\">".to_owned()))
}

/// What came for a file.
#[derive(Default)]
struct File {
    text: Option<String>,
    absent: bool,
}

/// The text of a file, if it is one: pages that any path gets are none.
async fn text_file(look: &Look, origin: &Origin, unknown: &Response, path: &str) -> Seen<File> {
    let visited = look.visit(&super::url(origin, path)?).await?;
    let Ok(response) = visited.as_ref() else { return Ok(File::default()) };
    let file = response.status == 200 && response.body != unknown.body && !is_html(response);
    let absent = matches!(response.status, 404 | 410) || (response.status == 200 && !file);
    Ok(File { text: file.then(|| String::from_utf8_lossy(&response.body).into_owned()), absent })
}

/// The group for all robots (RFC 9309 §2.2.1), comments left out.
fn robots(text: &str) -> Robots {
    let mut found = Robots { closed: false, disallowed: Vec::new() };
    let (mut ours, mut in_rules, mut allows) = (false, true, false);
    for line in text.lines().map(|l| l.split('#').next().unwrap_or_default().trim()) {
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "user-agent" => {
                // Several names in a row share one group.
                ours = value == "*" || (ours && !in_rules);
                in_rules = false;
            }
            "disallow" if ours && !value.is_empty() && found.disallowed.len() < 100 => {
                in_rules = true;
                found.disallowed.push(model::text::quote(value, 200));
            }
            "allow" => {
                allows |= ours;
                in_rules = true;
            }
            _ => in_rules = true,
        }
    }
    found.closed = !allows && found.disallowed.iter().any(|d| d == "/" || d == "/*");
    found
}

fn security_txt(text: &str) -> SecurityTxt {
    let field = |name: &'static str| {
        let named = move |l: &&str| l.split_once(':').is_some_and(|(k, _)| k.trim().eq_ignore_ascii_case(name));
        text.lines().filter(named).filter_map(|l| l.split_once(':')).map(|(_, v)| v.trim())
    };
    SecurityTxt {
        contacts: u32::try_from(field("contact").count()).unwrap_or(u32::MAX),
        expires: field("expires").next().and_then(|v| v.parse::<Timestamp>().ok()),
    }
}

impl Gather for Health {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let declared = &look.plan.declared;
        let here = |host: &Option<model::Name>| host.as_ref().is_none_or(|h| h.as_str() == origin.host);
        let routes = declared.routes.iter().filter(|r| r.kind == RouteKind::Health && here(&r.host));
        let mut paths: Vec<String> = routes.map(|r| r.path.clone()).collect();
        let serves = matches!(declared.purpose(&origin.host), Purpose::App | Purpose::Api);
        if paths.is_empty() && serves && origin.tls {
            paths = HEALTH.iter().map(|p| (*p).to_owned()).collect();
        }
        if paths.is_empty() {
            return Ok(Self { asked: paths, found: None });
        }
        let visited = look.unknown_path(&origin).await?;
        let unknown = nowhere(&visited, &origin)?;
        for path in &paths {
            let Ok(response) = look.fetch(Request::get(super::url(&origin, path)?)).await? else { continue };
            if healthy(&response, unknown) {
                let hit = super::cache::stored(&response);
                let cache_control = response.header("cache-control").map(|v| model::text::quote(v, 200));
                return Ok(Self { found: Some(HealthLook { path: path.clone(), cache_control, hit }), asked: paths });
            }
        }
        Ok(Self { asked: paths, found: None })
    }
}

/// A short answer of its own: JSON or text, or the coloured page of Rails.
fn healthy(response: &Response, unknown: &Response) -> bool {
    let own = matches!(response.status, 200 | 204) && response.body != unknown.body;
    let short = response.body.len() < 16_384;
    let rails = || String::from_utf8_lossy(&response.body).contains("background-color: green");
    own && short && (!is_html(response) || rails())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn robots_for_all_are_read_by_group() {
        assert!(robots("User-agent: *\nDisallow: /\n").closed);
        assert!(!robots("User-agent: BadBot\nDisallow: /\n\nUser-agent: *\nDisallow: /admin # x\n").closed);
        assert!(!robots("User-agent: *\nDisallow: /\nAllow: /$\n").closed);
        assert!(robots("User-agent: a\nUser-agent: *\nDisallow: /").closed);
    }

    #[test]
    fn a_security_txt_names_contact_and_end() {
        let file = security_txt("Contact: mailto:s@acme.example\nExpires: 2027-01-01T00:00:00Z\n");
        assert_eq!(file.contacts, 1);
        assert!(file.expires.is_some());
    }
}
