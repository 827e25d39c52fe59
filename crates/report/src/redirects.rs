//! `launch-ready redirects`: where visitors end up, in plain English, with what to paste where that is wrong.

use crate::clean::line;
use crate::snippet::{Server, redirect};
use model::facts::{Redirects, Trail, TrailEnd};
use model::{Declared, Evidence, Origin, Subject, SubjectKind, text};
use std::collections::BTreeSet;

/// A redirect that should be there.
struct Rule {
    /// Scheme and host it begins at.
    from: Origin,
    /// Scheme and host it leads to.
    to: Origin,
    /// What is wrong with it; `None` when it is in place.
    wrong: Option<String>,
}

/// The map and the rules that are missing; `servers` names those to write snippets for, none for the ones recognised.
/// The flag tells whether every rule is in place.
#[must_use]
pub fn render(evidence: &Evidence, declared: &Declared, servers: &[Server]) -> (String, bool) {
    let trails: Vec<(&Subject, &Redirects)> = evidence
        .subjects(SubjectKind::Site)
        .filter_map(|site| Some((site, evidence.get::<Redirects>(site).ok()?)))
        .collect();
    let mut out = format!("Where visitors of {} end up\n\n", declared.label);
    for (_, redirects) in &trails {
        out += &format!("  {}\n", told(&redirects.root));
    }
    if trails.is_empty() {
        out += "  No site could be looked at.\n";
    }
    let rules = rules(&trails, declared);
    let missing = rules.iter().filter(|r| r.wrong.is_some()).count();
    out += "\nRedirects that belong there\n\n";
    for rule in &rules {
        let state = rule.wrong.as_deref().unwrap_or("in place");
        out += &format!("  {} → {}: {state}\n", rule.from, rule.to);
    }
    // Whoever names a server wants all rules for it; else only what is wrong is worth pasting.
    let wanted = rules.iter().filter(|r| r.wrong.is_some() || !servers.is_empty());
    for rule in wanted {
        let found = || vec![Server::recognised(evidence, &rule.from.host).unwrap_or(Server::Nginx)];
        let list = if servers.is_empty() { found() } else { servers.to_vec() };
        for server in list {
            let snippet = redirect(server, &rule.from.host, &rule.to.to_string());
            out += &format!("\n{} → {}, {} {}:\n", rule.from, rule.to, server.name(), snippet.place);
            out += &snippet.text.lines().map(|l| format!("    {l}\n")).collect::<String>();
        }
    }
    out += &match missing {
        0 if trails.is_empty() => String::new(),
        0 => "\nAll of them are in place.\n".to_owned(),
        n => format!("\n{} to mend.\n", text::count(n, "redirect", "redirects")),
    };
    (out, missing == 0 && !trails.is_empty())
}

/// One trail in words.
fn told(trail: &Trail) -> String {
    let mut words = line(&trail.start);
    for hop in trail.hops.iter().take(6) {
        let how = if matches!(hop.status, 301 | 308) { "for good" } else { "for now" };
        words += &format!(" leads {how} ({}) to {}", hop.status, line(&hop.to));
    }
    let end = match &trail.end {
        TrailEnd::Answer { status: 200..=299, .. } => "shows a page".to_owned(),
        TrailEnd::Answer { status, .. } => format!("answers with status {status}"),
        TrailEnd::Loop { .. } => "comes round in a circle: the page never opens".to_owned(),
        TrailEnd::TooMany => "goes on without end: the page never opens".to_owned(),
        TrailEnd::BadLocation { .. } => "leads to an address that can't be read".to_owned(),
        TrailEnd::Foreign { .. } => "belongs to somebody else".to_owned(),
        TrailEnd::Failed { failure, .. } => format!("does not answer: {}", failure.words()),
    };
    if trail.hops.is_empty() { format!("{words} {end}") } else { format!("{words}, which {end}") }
}

/// Plain http to https on each host, and the other name of the domain and old domains to the canonical host.
fn rules(trails: &[(&Subject, &Redirects)], declared: &Declared) -> Vec<Rule> {
    let hosts: BTreeSet<String> = trails.iter().filter_map(|(site, _)| site.host_name()).collect();
    let home = home(trails, declared);
    let of = |origin: &Origin| trails.iter().find(|(s, _)| s.name == origin.to_string()).map(|(_, r)| *r);
    let mut rules = Vec::new();
    for host in &hosts {
        let twin = host.strip_prefix("www.") == Some(home.as_str()) || home.strip_prefix("www.") == Some(host.as_str());
        let old = declared.old_domains.iter().any(|d| host == d.as_str() || host.ends_with(&format!(".{d}")));
        let moves = *host != home && (twin || old);
        let end = Origin::https(if moves { &home } else { host });
        let (http, https) = (Origin::http(host), Origin::https(host));
        if let Some(redirects) = of(&http).filter(|r| answers(&r.root)) {
            rules.push(Rule { wrong: wrong(redirects, &end), from: http, to: end.clone() });
        }
        if let Some(redirects) = of(&https).filter(|_| moves) {
            rules.push(Rule { wrong: wrong(redirects, &end), from: https, to: end });
        }
    }
    rules
}

/// The host where the site belongs: as declared, else where the domain's own front page ends, else as typed.
fn home(trails: &[(&Subject, &Redirects)], declared: &Declared) -> String {
    if let Some(canonical) = &declared.canonical {
        return canonical.host.clone();
    }
    let of_domain = declared.domain.as_ref().map(|d| Origin::https(d.as_str()).to_string());
    let trail = trails.iter().find(|(s, _)| Some(&s.name) == of_domain.as_ref()).map(|(_, r)| &r.root);
    let end = trail.and_then(end_of).filter(|o| declared.owns(&o.host));
    // A front page that leads to the app says where the app is, not where the site belongs.
    let own =
        |host: &String| declared.domain.as_ref().is_some_and(|d| host == d.as_str() || *host == format!("www.{d}"));
    end.map(|o| o.host).filter(own).unwrap_or_else(|| declared.host.clone())
}

fn answers(trail: &Trail) -> bool {
    !(trail.hops.is_empty() && matches!(trail.end, TrailEnd::Failed { .. }))
}

fn end_of(trail: &Trail) -> Option<Origin> {
    match &trail.end {
        TrailEnd::Answer { url, .. } => Origin::parse(url),
        _ => None,
    }
}

fn wrong(redirects: &Redirects, to: &Origin) -> Option<String> {
    let trail = &redirects.root;
    let Some(end) = end_of(trail) else { return Some("it does not arrive".into()) };
    if trail.hops.is_empty() {
        return Some("missing".into());
    }
    // An app that leads on to its log-in elsewhere has passed the right place on the way.
    let passed = trail.hops.iter().filter_map(|h| Origin::parse(&h.to)).any(|o| o == *to);
    if !passed && end != *to {
        return Some(format!("it leads to {end}"));
    }
    let moved = |h: &&model::facts::Hop| Origin::parse(&h.url) != Origin::parse(&h.to);
    if let Some(hop) = trail.hops.iter().filter(moved).find(|h| !matches!(h.status, 301 | 308)) {
        return Some(format!("for now only (status {})", hop.status));
    }
    let kept = |t: &Trail| t.hops.first().is_some_and(|h| tail(&h.to) == tail(&t.start));
    match &redirects.deep {
        Some(deep) if !kept(deep) => Some("it loses path or query".into()),
        _ => None,
    }
}

/// Path and query of an address.
fn tail(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use model::facts::Hop;
    use model::{Name, Target};

    fn trail(start: &str, hops: &[(u16, &str)]) -> Trail {
        let mut url = start.to_owned();
        let mut list = Vec::new();
        for (status, to) in hops {
            list.push(Hop { url: url.clone(), status: *status, to: (*to).to_owned() });
            url = (*to).to_owned();
        }
        Trail { start: start.to_owned(), hops: list, end: TrailEnd::Answer { url, status: 200 } }
    }

    fn look(trails: &[Trail]) -> Evidence {
        let mut evidence = Evidence::new(jiff::Timestamp::UNIX_EPOCH);
        for trail in trails {
            let site = Subject::site(&Origin::parse(&trail.start).unwrap());
            evidence.announce(site.clone());
            evidence = evidence.with(&site, Redirects { root: trail.clone(), deep: None });
        }
        evidence
    }

    fn declared() -> Declared {
        Declared::from_target(&Target::parse("acme.example").unwrap())
    }

    #[test]
    fn what_is_in_place_needs_no_paste() {
        let home = trail("https://acme.example/", &[]);
        let plain = trail("http://acme.example/", &[(301, "https://acme.example/")]);
        let www = trail("https://www.acme.example/", &[(308, "https://acme.example/")]);
        let (text, in_place) = render(&look(&[home, plain, www]), &declared(), &[]);
        assert!(in_place, "{text}");
        assert!(!text.contains("return 301"), "{text}");
        assert!(
            text.contains("http://acme.example/ leads for good (301) to https://acme.example/, which shows a page")
        );
    }

    #[test]
    fn what_is_wrong_comes_with_its_snippet() {
        let home = trail("https://acme.example/", &[]);
        let plain = trail("http://acme.example/", &[(302, "https://acme.example/")]);
        let www = trail("https://www.acme.example/", &[]);
        let old = trail("http://old.example/", &[]);
        let mut declared = declared();
        declared.old_domains = vec![Name::parse("old.example").unwrap()];
        let (text, in_place) = render(&look(&[home, plain, www, old]), &declared, &[]);
        assert!(!in_place);
        assert!(text.contains("http://acme.example → https://acme.example: for now only (status 302)"), "{text}");
        assert!(text.contains("https://www.acme.example → https://acme.example: missing"), "{text}");
        assert!(text.contains("http://old.example → https://acme.example: missing"), "{text}");
        assert!(text.contains("    return 301 https://acme.example$request_uri;"), "{text}");
    }

    #[test]
    fn a_named_server_gets_every_rule() {
        let home = trail("https://acme.example/", &[]);
        let www = trail("https://www.acme.example/", &[(301, "https://acme.example/")]);
        let (text, in_place) = render(&look(&[home, www]), &declared(), &[Server::Caddy]);
        assert!(in_place && text.contains("redir https://acme.example{uri} permanent"), "{text}");
    }
}
