//! The index: what the next commit will hold. Versions 2, 3 and 4.

use super::repository::{Problem, Repository};
use gix_hash::ObjectId;

/// One file of the next commit.
#[derive(Debug, Clone)]
pub struct IndexEntry {
    /// Path, as bytes.
    pub path: Vec<u8>,
    /// Its content.
    pub id: ObjectId,
    /// Mode, as git keeps it.
    pub mode: u32,
}

/// All of them.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// In the order of their paths.
    pub entries: Vec<IndexEntry>,
}

impl Index {
    /// Reads the index of a worktree; a repository without one has an empty index.
    ///
    /// # Errors
    /// When the file is damaged or of an unknown form.
    pub fn read(repository: &Repository) -> Result<Self, String> {
        let path = repository.dir.join("index");
        match std::fs::read(&path) {
            Ok(bytes) => {
                Self::parse(&bytes, repository.hash.len_in_bytes()).ok_or_else(|| "the index is damaged".to_owned())
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(Problem::Unreadable(format!("{}: {error}", path.display())).to_string()),
        }
    }

    fn parse(bytes: &[u8], hash: usize) -> Option<Self> {
        let u32_at = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        if bytes.get(..4)? != b"DIRC" {
            return None;
        }
        let (version, count) = (u32_at(4)?, u32_at(8)?);
        if !(2..=4).contains(&version) {
            return None;
        }
        let mut entries: Vec<IndexEntry> = Vec::new();
        let mut at = 12;
        for _ in 0..count {
            let start = at;
            let mode = u32_at(at + 24)?;
            let id = ObjectId::try_from(bytes.get(at + 40..at + 40 + hash)?).ok()?;
            at += 40 + hash;
            let flags = u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?);
            at += if version >= 3 && flags & 0x4000 != 0 { 4 } else { 2 };
            let mut path = Vec::new();
            if version == 4 {
                // Only what differs from the path before is written.
                let cut = number(bytes, &mut at)?;
                let before = entries.last().map_or(&[][..], |e| e.path.as_slice());
                path.extend_from_slice(before.get(..before.len().checked_sub(cut)?)?);
            }
            let end = at + bytes.get(at..)?.iter().position(|b| *b == 0)?;
            path.extend_from_slice(&bytes[at..end]);
            at = if version == 4 { end + 1 } else { start + ((end - start + 8) & !7) };
            entries.push(IndexEntry { path, id, mode });
        }
        Some(Self { entries })
    }
}

/// A number of git: seven bits a byte, most significant first, with an offset that leaves no two ways to write one.
fn number(bytes: &[u8], at: &mut usize) -> Option<usize> {
    let mut byte = *bytes.get(*at)?;
    *at += 1;
    let mut value = usize::from(byte & 127);
    while byte & 128 != 0 {
        byte = *bytes.get(*at)?;
        *at += 1;
        value = value.checked_add(1)?.checked_mul(128)? + usize::from(byte & 127);
    }
    Some(value)
}
