//! A zone file beside what a name server says: what is missing there, what is there besides, and what differs.

use model::Name;
use probe::dns::{Standing, kinds_of};
use serde::Serialize;
use std::collections::BTreeSet;
use zone::{Found, Kind, Zone};

/// Names of a file that are asked for at a server: each costs up to ten questions.
pub const MAX_NAMES: usize = 1_000;

/// How one name and type differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The file has it, the server does not.
    Missing,
    /// The server has it, the file does not.
    Extra,
    /// Both have it, with other values.
    Different,
    /// The same values, kept for another time.
    Ttl,
}

/// One name and type that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// How.
    pub state: State,
    /// Its name.
    pub name: Name,
    /// Type.
    pub kind: String,
    /// Values in the file.
    pub file: Vec<String>,
    /// Values at the server.
    pub live: Vec<String>,
    /// Seconds in the file.
    pub file_ttl: Option<u32>,
    /// Seconds at the server.
    pub live_ttl: Option<u32>,
}

/// What to ask so that file and server can be compared: every name and type of the file, and the usual names.
pub fn questions(zone: &Zone, usual: &[Name]) -> Vec<(Name, Kind)> {
    let mut all: BTreeSet<(Name, Kind)> = BTreeSet::new();
    for owner in zone.names().filter(|n| n.is_under(&zone.origin)).take(MAX_NAMES) {
        let Some(name) = ours(owner) else { continue };
        let kinds = kinds_of(&name).into_iter().chain(zone.at(owner).map(|r| r.kind));
        all.extend(kinds.map(|kind| (name.clone(), kind)));
    }
    all.extend(usual.iter().flat_map(|name| kinds_of(name).into_iter().map(move |kind| (name.clone(), kind))));
    // The start of authority counts versions: it differs on purpose.
    all.into_iter().filter(|(_, kind)| *kind != Kind::SOA).collect()
}

/// A name of a zone in our form; `None` for what is no host or service name.
pub fn ours(name: &zone::Name) -> Option<Name> {
    Name::parse(&name.plain()).ok()
}

/// Compares answers to `questions` with those that the file gives.
pub fn compare(zone: &Zone, questions: &[(Name, Kind)], live: &[Standing]) -> Vec<Difference> {
    questions.iter().filter_map(|(name, kind)| one(zone, name, *kind, live)).collect()
}

fn one(zone: &Zone, name: &Name, kind: Kind, live: &[Standing]) -> Option<Difference> {
    let asked = zone::Name::read(&format!("{name}."), None).ok()?;
    let records = match zone.find(&asked, kind) {
        Found::Records(records) => records,
        // A subdomain that others serve: what stands below is theirs.
        Found::Delegated(servers) if kind == Kind::NS && servers.iter().all(|s| s.name == asked) => servers,
        Found::Delegated(_) | Found::Outside => return None,
        _ => Vec::new(),
    };
    let word = kind.to_string();
    let there: Vec<&Standing> = live.iter().filter(|r| r.name == *name && r.kind == word).collect();
    let file: BTreeSet<String> = records.iter().map(zone::Record::value).collect();
    let values: BTreeSet<String> = there.iter().map(|r| r.value.clone()).collect();
    let (file_ttl, live_ttl) = (records.first().map(|r| r.ttl), there.first().map(|r| r.ttl));
    let state = match (file.is_empty(), values.is_empty()) {
        (true, true) => return None,
        (false, true) => State::Missing,
        (true, false) => State::Extra,
        _ if file != values => State::Different,
        _ if file_ttl != live_ttl => State::Ttl,
        _ => return None,
    };
    let (file, live) = (file.into_iter().collect(), values.into_iter().collect());
    Some(Difference { state, name: name.clone(), kind: word, file, live, file_ttl, live_ttl })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ZONE: &str = "$ORIGIN acme.example.\n$TTL 300\n@ A 203.0.113.1\n@ MX 10 mx\nwww CNAME @\n*.dev A 203.0.113.9\nsub NS ns.other.\n";

    fn live(name: &str, kind: &str, value: &str, ttl: u32) -> Standing {
        Standing { name: Name::parse(name).unwrap(), kind: kind.into(), value: value.into(), ttl }
    }

    #[test]
    fn each_difference_has_its_state() {
        let zone = Zone::parse(ZONE, None).unwrap();
        let usual = [Name::parse("old.acme.example").unwrap(), Name::parse("x.dev.acme.example").unwrap()];
        let questions = questions(&zone, &usual);
        let there = [
            live("acme.example", "A", "203.0.113.1", 3600),
            live("acme.example", "MX", "20 mx.acme.example.", 300),
            live("old.acme.example", "A", "203.0.113.7", 300),
            live("x.dev.acme.example", "A", "203.0.113.9", 300),
            live("*.dev.acme.example", "A", "203.0.113.9", 300),
            live("sub.acme.example", "NS", "ns.other.", 300),
        ];
        let found: Vec<(State, String)> = compare(&zone, &questions, &there)
            .into_iter()
            .map(|d| (d.state, format!("{} {}", d.name, d.kind)))
            .collect();
        let expected = [
            (State::Ttl, "acme.example A"),
            (State::Different, "acme.example MX"),
            (State::Extra, "old.acme.example A"),
            (State::Missing, "www.acme.example CNAME"),
        ];
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (state, name) in expected {
            assert!(found.contains(&(state, name.to_owned())), "{name} in {found:?}");
        }
    }
}
