//! Objects by name: packs and loose files, alternates included.

use super::repository::Repository;
use gix_hash::{Kind, ObjectId, oid};
use gix_object::Kind as ObjectKind;
use gix_pack::cache::lru::MemoryCappedHashmap;
use gix_pack::{MMap, data, index};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// No object of git larger than this is unpacked.
pub(crate) const LARGEST: usize = 512 << 20;

/// One pack with its index.
pub(crate) struct Pack {
    pub index: index::File<MMap>,
    pub data: data::File<MMap>,
    pub name: String,
}

/// All objects of a repository.
pub(crate) struct Store {
    pub packs: Vec<Pack>,
    pub folders: Vec<PathBuf>,
    hash: Kind,
    cache: MemoryCappedHashmap,
    inflate: gix_zlib::Inflate,
}

impl Store {
    /// Opens every pack; those that can't be opened are told.
    pub(crate) fn open(repository: &Repository, mut gap: impl FnMut(String, String)) -> Self {
        let (folders, gone) = repository.object_folders();
        for folder in gone {
            gap(folder, "a folder of borrowed objects (alternates) that is gone".into());
        }
        let mut packs = Vec::new();
        for folder in &folders {
            let Ok(entries) = std::fs::read_dir(folder.join("pack")) else { continue };
            let mut paths: Vec<PathBuf> =
                entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "pack")).collect();
            paths.sort();
            for path in paths {
                let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                match pack(&path, repository.hash) {
                    Ok(pack) => packs.push(pack),
                    Err(why) => gap(name, why),
                }
            }
        }
        Self {
            packs,
            folders,
            hash: repository.hash,
            cache: MemoryCappedHashmap::new(24 << 20),
            inflate: gix_zlib::Inflate::default(),
        }
    }

    /// One object.
    pub(crate) fn get(&mut self, id: &oid) -> Option<(ObjectKind, Vec<u8>)> {
        let place = self
            .packs
            .iter()
            .enumerate()
            .find_map(|(i, p)| p.index.lookup(id).map(|at| (i, p.index.pack_offset_at_index(at))));
        if let Some((i, offset)) = place
            && let Some(found) = self.packed(i, offset)
        {
            return Some(found);
        }
        self.folders.iter().find_map(|f| loose(&loose_path(f, id)))
    }

    pub(crate) fn packed(&mut self, pack: usize, offset: u64) -> Option<(ObjectKind, Vec<u8>)> {
        let pack = &self.packs[pack];
        let mut out = Vec::new();
        let resolve = |base: &oid, _: &mut Vec<u8>| {
            let at = pack.index.lookup(base).map(|i| pack.index.pack_offset_at_index(i));
            at.map(|offset| pack.data.entry(offset).map(data::decode::entry::ResolvedBase::InPack)).transpose()
        };
        let entry = pack.data.entry(offset).ok()?;
        let done = pack.data.decode_entry(entry, &mut out, &mut self.inflate, &resolve, &mut self.cache).ok()?;
        Some((done.kind, out))
    }

    /// Names of all loose objects.
    pub(crate) fn loose(&self) -> Vec<(ObjectId, PathBuf)> {
        let mut out = Vec::new();
        for folder in &self.folders {
            for first in 0..=255u8 {
                let sub = folder.join(format!("{first:02x}"));
                let Ok(entries) = std::fs::read_dir(&sub) else { continue };
                for entry in entries.flatten() {
                    let name = format!("{first:02x}{}", entry.file_name().to_string_lossy());
                    if name.len() == self.hash.len_in_hex()
                        && let Ok(id) = ObjectId::from_hex(name.as_bytes())
                    {
                        out.push((id, entry.path()));
                    }
                }
            }
        }
        out
    }
}

fn pack(path: &Path, hash: Kind) -> Result<Pack, String> {
    let index = index::File::at(path.with_extension("idx"), hash)
        .map_err(|_| "its index is missing or damaged: run git index-pack".to_owned())?;
    let data = data::File::at(path, hash).map_err(|_| "the pack is damaged".to_owned())?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Ok(Pack { index, data: data.with_alloc_limit_bytes(Some(LARGEST)), name })
}

fn loose_path(folder: &Path, id: &oid) -> PathBuf {
    let hex = id.to_hex().to_string();
    folder.join(&hex[..2]).join(&hex[2..])
}

/// `kind size\0content`, deflated.
pub(crate) fn loose(path: &Path) -> Option<(ObjectKind, Vec<u8>)> {
    let file = File::open(path).ok()?;
    let mut bytes = Vec::new();
    flate2::read::ZlibDecoder::new(file).take(LARGEST as u64).read_to_end(&mut bytes).ok()?;
    let zero = bytes.iter().position(|b| *b == 0)?;
    let space = bytes[..zero].iter().position(|b| *b == b' ')?;
    let kind = ObjectKind::from_bytes(&bytes[..space]).ok()?;
    bytes.drain(..=zero);
    Some((kind, bytes))
}
