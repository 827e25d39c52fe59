//! Commits and trees, read tolerantly: a broken one is a gap, not an end.

use gix_hash::{Kind, ObjectId};

/// What is needed of a commit.
#[derive(Debug, Clone)]
pub(crate) struct Commit {
    pub tree: ObjectId,
    pub parents: Vec<ObjectId>,
    /// Committer's time, seconds since 1970.
    pub at: i64,
}

impl Commit {
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let (mut tree, mut parents, mut at) = (None, Vec::new(), 0);
        for line in bytes.split(|b| *b == b'\n') {
            if line.is_empty() {
                break;
            }
            if let Some(id) = line.strip_prefix(b"tree ") {
                tree = ObjectId::from_hex(id).ok();
            } else if let Some(id) = line.strip_prefix(b"parent ") {
                parents.extend(ObjectId::from_hex(id).ok());
            } else if line.starts_with(b"committer ") {
                let time = line.rsplit(|b| *b == b' ').nth(1)?;
                at = std::str::from_utf8(time).ok().and_then(|t| t.parse().ok()).unwrap_or(0);
            }
        }
        Some(Self { tree: tree?, parents, at })
    }
}

/// One name in a folder.
pub(crate) struct Entry<'a> {
    pub name: &'a [u8],
    pub id: ObjectId,
    pub kind: EntryKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    Folder,
    File,
    Submodule,
    Other,
}

/// The names in a folder.
pub(crate) fn entries(bytes: &[u8], hash: Kind) -> impl Iterator<Item = Entry<'_>> {
    let mut rest = bytes;
    let len = hash.len_in_bytes();
    std::iter::from_fn(move || {
        let space = rest.iter().position(|b| *b == b' ')?;
        let zero = space + 1 + rest[space + 1..].iter().position(|b| *b == 0)?;
        let id = ObjectId::try_from(rest.get(zero + 1..zero + 1 + len)?).ok()?;
        let kind = match &rest[..space] {
            b"40000" | b"040000" => EntryKind::Folder,
            b"160000" => EntryKind::Submodule,
            mode if mode.starts_with(b"100") => EntryKind::File,
            _ => EntryKind::Other,
        };
        let name = &rest[space + 1..zero];
        rest = &rest[zero + 1 + len..];
        Some(Entry { name, id, kind })
    })
}
