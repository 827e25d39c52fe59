//! What the checks of the front page's parts have in common: links, pictures, scripts.

use crate::prelude::*;

/// Which parts are judged, and how a broken one is told.
pub(super) struct Part {
    /// Does the part belong to this check?
    pub(super) of: fn(&LinkLook) -> bool,
    /// What should have come; an HTML page in its place is wrong, unless a page was wanted.
    pub(super) wanted: &'static str,
    /// The finding, from site and path; what was seen and where is added.
    pub(super) told: fn(&str, &str) -> Finding,
}

/// One finding for each part that does not load.
pub(super) fn broken(cx: &Cx, crawl: &Crawl, part: &Part) -> Verdict {
    let site = &cx.subject.name;
    let mut asked = crawl.asked.iter().filter(|l| (part.of)(l)).peekable();
    if asked.peek().is_none() {
        return Verdict::not_applicable("the front page has none on its own host that was asked");
    }
    let findings = asked.filter_map(|link| {
        let why = why_broken(link, part.wanted)?;
        let told = (part.told)(site, &short(site, &link.url));
        Some(
            told.observed(format!("{} answers {why}", link.url))
                .expected(part.wanted)
                .reproduce(format!("curl -sI {}", shell::quoted(&link.url)))
                .key(link.url.clone())
                .cause(link.url.clone()),
        )
    });
    Verdict::of(findings.collect())
}

fn why_broken(link: &LinkLook, wanted: &str) -> Option<String> {
    let status = *link.status.as_ref().ok()?;
    let page = status == 200 && link.content_type.as_deref() == Some("text/html");
    if page && wanted != "a page" {
        return Some(format!("an HTML page instead of {wanted}"));
    }
    (matches!(status, 404 | 410) || status >= 500).then(|| format!("status {status}"))
}

/// One finding for each script that holds something; `told` makes it from site, the script's address and what was found.
pub(super) fn scripts(
    cx: &Cx,
    crawl: &Crawl,
    holds: fn(&ScriptLook) -> Option<&String>,
    told: fn(&str, &str, &str) -> Finding,
) -> Verdict {
    let site = &cx.subject.name;
    if crawl.scripts.is_empty() {
        return Verdict::not_applicable("the site shows no page with scripts");
    }
    let findings = crawl.scripts.iter().filter_map(|script| {
        let found = holds(script)?;
        Some(
            told(site, &script.url, found)
                .observed(format!("{found} in {}", short(site, &script.url)))
                .key(script.url.clone())
                .cause(script.url.clone()),
        )
    });
    Verdict::of(findings.collect())
}

/// A command that prints what a script holds of a pattern.
pub(super) fn grep(url: &str, pattern: &str) -> String {
    format!("curl -s {} | grep -oE '{pattern}' | sort -u", shell::quoted(url))
}

/// The path of an address of the site, for a title.
fn short(site: &str, url: &str) -> String {
    text::shorten(url.strip_prefix(site).unwrap_or(url), 40)
}

/// A walk over one address `/x`, for cases.
pub(super) fn one(role: LinkRole, status: u16, kind: &str) -> Crawl {
    sample::crawl(LinkLook {
        url: "https://app.acme.example/x".into(),
        role,
        status: Ok(status),
        content_type: Some(kind.into()),
        cache_control: None,
        encoding: None,
        bytes: 100,
    })
}

/// A walk over one script, for cases.
pub(super) fn script(change: impl FnOnce(&mut ScriptLook)) -> Crawl {
    let url = "https://app.acme.example/app.js".into();
    let mut look = ScriptLook { url, local_address: None, test_key: None, source_map: None };
    change(&mut look);
    Crawl { asked: Vec::new(), scripts: vec![look], left_out: 0 }
}

/// A site without a page, for cases.
pub(super) fn no_page() -> Crawl {
    Crawl { asked: Vec::new(), scripts: Vec::new(), left_out: 0 }
}
