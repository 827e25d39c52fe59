//! Where visitors are sent.

mod downgrade;
mod foreign_host;
mod http_not_https;
mod r#loop;
mod not_permanent;
mod old_domain_stays;
mod open;
mod path_lost;
mod too_many_hops;
mod two_homes;

use crate::Check;
use crate::judge::www_twins;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        r#loop::check(),
        http_not_https::check(),
        downgrade::check(),
        not_permanent::check(),
        path_lost::check(),
        too_many_hops::check(),
        two_homes::check(),
        foreign_host::check(),
        old_domain_stays::check(),
        open::check(),
    ]
}

/// An address taken apart.
struct Address {
    origin: Origin,
    path: String,
    query: String,
}

impl Address {
    fn parse(url: &str) -> Option<Self> {
        let origin = Origin::parse(url)?;
        let rest = url.split_once("://")?.1.split('#').next()?;
        let rest = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let path = if path.is_empty() { "/" } else { path };
        Some(Self { origin, path: path.to_owned(), query: query.to_owned() })
    }
}

/// Both ends of a redirect; `None` when one of them is no web address.
fn ends(hop: &Hop) -> Option<(Address, Address)> {
    Some((Address::parse(&hop.url)?, Address::parse(&hop.to)?))
}

/// Does the redirect move a whole site: from http to https, between the bare name and its www, or from a domain that
/// was used before? Other redirects (to a log-in, to a language) rightly are temporary and rightly change the path.
fn moves_site(cx: &Cx, from: &Address, to: &Address) -> bool {
    let (a, b) = (&from.origin, &to.origin);
    let same = a.host == b.host || www_twins(&a.host, &b.host);
    let from_old = cx.declared.is_old(&a.host) && !cx.declared.is_old(&b.host);
    from_old || (same && (a.host != b.host || (!a.tls && b.tls)))
}

/// The redirects of both trails, in order.
fn hops(redirects: &Redirects) -> impl Iterator<Item = &Hop> {
    redirects.root.hops.iter().chain(redirects.deep.iter().flat_map(|t| &t.hops))
}

/// A trail as one line, shortened where it is long.
fn shown(trail: &Trail) -> String {
    let mut line = trail.start.clone();
    for hop in trail.hops.iter().take(5) {
        line.push_str(&format!(" → {} {}", hop.status, text::quote(&hop.to, 80)));
    }
    if trail.hops.len() > 5 {
        line.push_str(&format!(" → … {} in all", trail.hops.len()));
    }
    line
}

/// A command that follows redirects and prints each one.
fn follow(url: &str) -> String {
    format!("curl -sIL --max-redirs 20 {} | grep -iE '^(HTTP|location)'", shell::quoted(url))
}

/// Leads all of `host` to `to`, path and query kept.
fn moves_to(host: &str, to: &Origin) -> Remedy {
    Remedy::Redirect { host: host.to_owned(), to: to.to_string() }
}
