//! Questions answered as an authoritative server does (RFC 1034 §4.3.2, RFC 4592, RFC 6672).

use crate::kind::Kind;
use crate::name::Name;
use crate::{Record, Zone};

/// What a zone holds for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// Records of the asked type.
    Records(Vec<Record>),
    /// An alias, and where it leads.
    Alias(Record, Name),
    /// The name exists, without such records.
    NoData,
    /// The name does not exist.
    NoName,
    /// Other servers answer for the name: their NS records.
    Delegated(Vec<Record>),
    /// The name is not of this zone.
    Outside,
}

impl Zone {
    /// Answers one question; aliases are for the asker to follow.
    #[must_use]
    pub fn find(&self, name: &Name, kind: Kind) -> Found {
        if !name.is_under(&self.origin) {
            return Found::Outside;
        }
        if let Some(found) = self.above(name, kind) {
            return found;
        }
        if self.index.contains_key(name) {
            return self.pick(name, name, kind);
        }
        if self.exists(name) {
            return Found::NoData;
        }
        let mut encloser = name.parent();
        while let Some(above) = encloser {
            if self.exists(&above) || above == self.origin {
                return match above.star().filter(|star| self.index.contains_key(star)) {
                    Some(star) => self.pick(&star, name, kind),
                    None => Found::NoName,
                };
            }
            encloser = above.parent();
        }
        Found::NoName
    }

    /// Is there such a name, or one below it (RFC 8020)?
    #[must_use]
    pub fn exists(&self, name: &Name) -> bool {
        // Names are ordered as a tree, so the first one from here on is the name itself or one below it.
        self.index.range(name..).next().is_some_and(|(known, _)| known.is_under(name))
    }

    /// A delegation or a DNAME on the way down to the name.
    fn above(&self, name: &Name, kind: Kind) -> Option<Found> {
        let mut way: Vec<Name> = std::iter::successors(Some(name.clone()), Name::parent)
            .take_while(|above| above.is_under(&self.origin) && *above != self.origin)
            .collect();
        way.push(self.origin.clone());
        for step in way.iter().rev() {
            let servers: Vec<Record> = self.of(step, Kind::NS).cloned().collect();
            if !servers.is_empty() && *step != self.origin && !(step == name && kind == Kind::DS) {
                return Some(Found::Delegated(servers));
            }
            if let Some(dname) = self.of(step, Kind::DNAME).next().filter(|_| step != name) {
                let target = dname.target().and_then(|target| moved(name, step, &target))?;
                let alias = Record { name: name.clone(), kind: Kind::CNAME, data: target.wire(), ..dname.clone() };
                return Some(Found::Alias(alias, target));
            }
        }
        None
    }

    /// Records of `owner`, under the name that was asked for.
    fn pick(&self, owner: &Name, asked: &Name, kind: Kind) -> Found {
        let named = |record: &Record| Record { name: asked.clone(), ..record.clone() };
        let wanted: Vec<Record> = self.of(owner, kind).map(named).collect();
        if !wanted.is_empty() {
            return Found::Records(wanted);
        }
        match self.of(owner, Kind::CNAME).find_map(|r| Some((r, r.target()?))) {
            Some((alias, target)) => Found::Alias(named(alias), target),
            None => Found::NoData,
        }
    }
}

/// The name below `from` as it is below `to`.
fn moved(name: &Name, from: &Name, to: &Name) -> Option<Name> {
    let head = name.within(from);
    Name::read(&head, Some(to)).ok()
}
