//! BIND zone files (RFC 1035 §5): read with the place of every mistake, asked like a name server, written back.
//!
//! [`Zone::parse`] reads a text; [`Zone::find`] answers a question from it as an authoritative server does;
//! [`Zone::flaws`] says what no name server loads and what leads nowhere; [`write()`] makes a file of records. A record keeps
//! its value as octets of the wire, so two records are equal when a resolver could not tell them apart.
//!
//! Pure: no file, clock or socket. `$INCLUDE` is refused, because it would need a file.

mod codec;
mod data;
mod find;
mod flaws;
mod generate;
mod kind;
mod lines;
mod name;
mod problem;
mod read;
mod service;
mod show;
mod write;

pub use data::value_of_text;
pub use find::Found;
pub use flaws::{Flaw, Grade};
pub use kind::Kind;
pub use name::Name;
pub use problem::Problem;
pub use read::{MAX_BYTES, MAX_RECORDS};
pub use show::show;
pub use write::write;

use std::collections::BTreeMap;
use std::ops::Range;

/// One record of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its owner.
    pub name: Name,
    /// Time to live in seconds.
    pub ttl: u32,
    /// Type.
    pub kind: Kind,
    /// Value as on the wire, names uncompressed and in lower case.
    pub data: Vec<u8>,
    /// Bytes of the file that say it, from the owner or type to the last word of the value.
    pub at: Range<usize>,
}

impl Record {
    /// The value in zone-file form.
    #[must_use]
    pub fn value(&self) -> String {
        show(self.kind, &self.data)
    }

    /// The name that the value leads to, for types that lead to one.
    #[must_use]
    pub fn target(&self) -> Option<Name> {
        let skip = match self.kind {
            Kind::CNAME | Kind::NS | Kind::PTR | Kind::DNAME => 0,
            Kind::MX => 2,
            Kind::SRV => 6,
            _ => return None,
        };
        Name::from_wire(self.data.get(skip..)?).map(|(name, _)| name)
    }
}

/// A zone as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// Its own name.
    pub origin: Name,
    /// Its records in the order of the file.
    pub records: Vec<Record>,
    /// Signatures and what belongs to them (RRSIG, NSEC, NSEC3 …), which a signer makes anew; they are not kept.
    pub left_aside: usize,
    /// Records by owner: places in `records`.
    index: BTreeMap<Name, Vec<usize>>,
}

impl Zone {
    /// Reads a zone file. `origin` is used until the file names one with `$ORIGIN`; the zone's own name is that of its start
    /// of authority, else the first origin.
    ///
    /// # Errors
    /// Every mistake with its place, at most a few dozen; a file that is read in part is no zone.
    pub fn parse(text: &str, origin: Option<&Name>) -> Result<Self, Vec<Problem>> {
        read::zone(text, origin)
    }

    pub(crate) fn new(origin: Name, records: Vec<Record>, left_aside: usize) -> Self {
        let mut index: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
        for (place, record) in records.iter().enumerate() {
            index.entry(record.name.clone()).or_default().push(place);
        }
        Self { origin, records, left_aside, index }
    }

    /// Every owner, in the order of the tree.
    pub fn names(&self) -> impl Iterator<Item = &Name> {
        self.index.keys()
    }

    /// Records of one owner.
    pub fn at<'a>(&'a self, name: &Name) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.index.get(name).into_iter().flatten().filter_map(|place| self.records.get(*place))
    }

    /// Records of one owner and type.
    pub fn of<'a>(&'a self, name: &Name, kind: Kind) -> impl Iterator<Item = &'a Record> + use<'a> {
        self.at(name).filter(move |r| r.kind == kind)
    }
}
