//! What no name server loads, and what loads and leads nowhere, by the file alone.

use crate::kind::Kind;
use crate::name::Name;
use crate::problem::Problem;
use crate::{Found, Record, Zone};
use std::collections::{BTreeMap, BTreeSet};

/// How bad a flaw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Name servers refuse the file, or load it without this record.
    Refused,
    /// It loads, and a name of it leads nowhere.
    Broken,
    /// It works, and is not what was meant.
    Untidy,
}

/// One flaw, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// How bad.
    pub grade: Grade,
    /// What, and where.
    pub problem: Problem,
}

/// Aliases followed in one chain; resolvers give up far sooner.
const MAX_ALIASES: usize = 64;

impl Zone {
    /// Every flaw that the file alone shows, in the order of the file.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        self.top(&mut flaws);
        for name in self.names() {
            self.owner(name, &mut flaws);
        }
        for record in &self.records {
            self.target(record, &mut flaws);
        }
        flaws.sort_by_key(|f| (f.problem.at.start, f.grade));
        flaws.dedup_by(|a, b| a.problem == b.problem);
        flaws
    }

    /// Start of authority and name servers.
    fn top(&self, flaws: &mut Vec<Flaw>) {
        let own = self.origin.plain();
        let starts: Vec<&Record> = self.records.iter().filter(|r| r.kind == Kind::SOA).collect();
        if starts.is_empty() {
            flaws.push(refused(0..0, format!("{own} has no start of authority (SOA record)")));
        }
        for second in starts.iter().skip(1) {
            flaws.push(refused(second.at.clone(), "a second start of authority; a zone has one"));
        }
        if self.of(&self.origin, Kind::NS).next().is_none() {
            flaws.push(refused(0..0, format!("{own} has no name server (NS record of its own name)")));
        }
    }

    /// What may not stand together at one name.
    fn owner(&self, name: &Name, flaws: &mut Vec<Flaw>) {
        let records: Vec<&Record> = self.at(name).collect();
        let Some(first) = records.first() else { return };
        if !name.is_under(&self.origin) {
            let message = format!("{} is outside of {}; is a final dot too many?", name.plain(), self.origin.plain());
            flaws.push(refused(first.at.clone(), message));
            return;
        }
        if name.doubles(&self.origin) {
            flaws.push(untidy(first.at.clone(), format!("the name is {}; a final dot is missing", name.plain())));
        }
        let aliases: Vec<&&Record> = records.iter().filter(|r| r.kind == Kind::CNAME).collect();
        if let Some(alias) = aliases.first() {
            let other = records.iter().find(|r| r.kind != Kind::CNAME);
            if let Some(other) = other {
                let kinds = format!("{} has a CNAME and {} record", name.plain(), article(other.kind));
                let why = if *name == self.origin {
                    "; a domain itself can't be an alias: use A and AAAA, or ALIAS at your provider"
                } else {
                    "; an alias stands alone"
                };
                flaws.push(refused(alias.at.clone(), kinds + why));
            }
            if let Some(second) = aliases.iter().skip(1).find(|r| r.data != alias.data) {
                flaws.push(refused(second.at.clone(), format!("{} has two CNAME records", name.plain())));
            }
        }
        let mut ttls: BTreeMap<Kind, u32> = BTreeMap::new();
        for record in &records {
            let ttl = *ttls.entry(record.kind).or_insert(record.ttl);
            if ttl != record.ttl {
                let message =
                    format!("{ttl} s above and {} s here: one set of records has one time to live", record.ttl);
                flaws.push(untidy(record.at.clone(), message));
            }
        }
    }

    /// Where a record leads, as far as this zone can tell.
    fn target(&self, record: &Record, flaws: &mut Vec<Flaw>) {
        let Some(target) = record.target().filter(|_| record.kind != Kind::PTR) else { return };
        let (kind, plain) = (record.kind, target.plain());
        if target.doubles(&self.origin) {
            flaws.push(broken(record, format!("it leads to {plain}; a final dot is missing")));
            return;
        }
        if kind == Kind::CNAME && self.circle(record) {
            flaws.push(broken(record, format!("the alias {} comes back to itself", record.name.plain())));
            return;
        }
        if kind == Kind::DNAME {
            return;
        }
        match self.find(&target, Kind::A) {
            Found::NoName => flaws.push(broken(record, format!("{plain} does not exist in this file"))),
            // RFC 2181 §10.3.
            Found::Alias(..) if kind == Kind::NS || kind == Kind::MX => {
                flaws.push(broken(record, format!("{plain} is an alias; {kind} records need a name with an address")));
            }
            Found::NoData if kind != Kind::CNAME && matches!(self.find(&target, Kind::AAAA), Found::NoData) => {
                flaws.push(broken(record, format!("{plain} has no address in this file")));
            }
            _ => {}
        }
    }

    /// Does an alias lead back to a name that it came through?
    fn circle(&self, alias: &Record) -> bool {
        let mut passed = BTreeSet::from([alias.name.clone()]);
        let mut next = alias.target();
        while let Some(name) = next.filter(|_| passed.len() <= MAX_ALIASES) {
            if !passed.insert(name.clone()) {
                return true;
            }
            next = match self.find(&name, Kind::CNAME) {
                Found::Records(records) => records.first().and_then(Record::target),
                // Made by a DNAME.
                Found::Alias(_, target) => Some(target),
                _ => None,
            };
        }
        false
    }
}

fn article(kind: Kind) -> String {
    let kind = kind.to_string();
    let an = kind.starts_with(['A', 'H', 'M', 'N', 'S', 'R']);
    format!("{} {kind}", if an { "an" } else { "a" })
}

fn refused(at: std::ops::Range<usize>, message: impl Into<String>) -> Flaw {
    Flaw { grade: Grade::Refused, problem: Problem::new(at, message) }
}

fn broken(record: &Record, message: String) -> Flaw {
    Flaw { grade: Grade::Broken, problem: Problem::new(record.at.clone(), message) }
}

fn untidy(at: std::ops::Range<usize>, message: String) -> Flaw {
    Flaw { grade: Grade::Untidy, problem: Problem::new(at, message) }
}
