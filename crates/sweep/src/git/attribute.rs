//! In which commits, under which path? Asked only for the few blobs that matter: each folder is unpacked once.

use super::object::{Commit, EntryKind, entries};
use super::repository::Repository;
use super::store::Store;
use crate::finding::Sweep;
use gix_hash::ObjectId;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// One path of a blob, with the oldest and the newest commit that has it there.
#[derive(Debug, Clone)]
pub(crate) struct Attribution {
    pub path: String,
    pub first: (ObjectId, i64),
    pub last: (ObjectId, i64),
    pub reachable: bool,
}

/// For each blob its paths.
#[derive(Debug, Default)]
pub(crate) struct Attributions(HashMap<ObjectId, Vec<Attribution>>);

impl Attributions {
    pub(crate) fn of(&self, id: &ObjectId) -> &[Attribution] {
        self.0.get(id).map_or(&[], Vec::as_slice)
    }
}

/// What a folder holds of the wanted blobs: relative path and blob.
type Held = Rc<Vec<(Vec<u8>, ObjectId)>>;

/// Walks all commits, oldest first.
pub(crate) fn attribute(
    repository: &Repository,
    store: &mut Store,
    commits: &HashMap<ObjectId, Commit>,
    wanted: &HashSet<ObjectId>,
    out: &mut Sweep,
) -> Attributions {
    let reachable = reachable(repository, store, commits);
    let mut walk = Walk { repository, store, wanted, known: HashMap::new(), missing: BTreeSet::new() };
    let mut order: Vec<(&ObjectId, &Commit)> = commits.iter().collect();
    let ages = generations(commits);
    order.sort_by_key(|(id, c)| (c.at, ages.get(*id).copied().unwrap_or_default(), **id));
    let mut all = Attributions::default();
    let mut places: HashMap<(ObjectId, Vec<u8>), usize> = HashMap::new();
    for (id, commit) in order {
        let held = walk.folder(commit.tree, 0);
        let live = reachable.contains(id);
        for (path, blob) in held.iter() {
            let list = all.0.entry(*blob).or_default();
            let at = *places.entry((*blob, path.clone())).or_insert_with(|| {
                list.push(Attribution {
                    path: super::shown(path),
                    first: (*id, commit.at),
                    last: (*id, commit.at),
                    reachable: false,
                });
                list.len() - 1
            });
            list[at].last = (*id, commit.at);
            list[at].reachable |= live;
        }
    }
    for id in walk.missing.iter().take(20) {
        out.coverage.gap(format!("folder {}", id.to_hex_with_len(12)), "the object is missing");
    }
    all
}

struct Walk<'a> {
    repository: &'a Repository,
    store: &'a mut Store,
    wanted: &'a HashSet<ObjectId>,
    known: HashMap<ObjectId, Held>,
    missing: BTreeSet<ObjectId>,
}

impl Walk<'_> {
    fn folder(&mut self, id: ObjectId, depth: usize) -> Held {
        if let Some(held) = self.known.get(&id) {
            return Rc::clone(held);
        }
        let mut held = Vec::new();
        match self.store.get(&id) {
            // Deeper than any file system goes: made to make readers fall over.
            Some((_, bytes)) if depth < 512 => {
                for entry in entries(&bytes, self.repository.hash) {
                    match entry.kind {
                        EntryKind::Folder => {
                            for (path, blob) in self.folder(entry.id, depth + 1).iter() {
                                held.push(([entry.name, b"/", path].concat(), *blob));
                            }
                        }
                        _ if self.wanted.contains(&entry.id) => held.push((entry.name.to_vec(), entry.id)),
                        _ => {}
                    }
                }
            }
            Some(_) => {}
            None => {
                self.missing.insert(id);
            }
        }
        let held = Rc::new(held);
        self.known.insert(id, Rc::clone(&held));
        held
    }
}

/// How many commits lie before each one: commits of one second have no other order.
fn generations(commits: &HashMap<ObjectId, Commit>) -> HashMap<ObjectId, u32> {
    let mut known: HashMap<ObjectId, u32> = HashMap::with_capacity(commits.len());
    let mut open: HashSet<ObjectId> = HashSet::new();
    for id in commits.keys() {
        let mut next = vec![*id];
        while let Some(id) = next.last().copied() {
            let parents = commits.get(&id).map_or(&[][..], |c| c.parents.as_slice());
            let waiting: Vec<ObjectId> =
                parents.iter().filter(|p| commits.contains_key(*p) && !known.contains_key(*p)).copied().collect();
            // A commit that is its own ancestor can't be made by git, but a file can say so.
            if !waiting.is_empty() && open.insert(id) {
                next.extend(waiting);
                continue;
            }
            let before = parents.iter().filter_map(|p| known.get(p)).max().copied().unwrap_or_default();
            known.insert(id, before + 1);
            next.pop();
        }
    }
    known
}

/// Commits that a reference leads to.
fn reachable(repository: &Repository, store: &mut Store, commits: &HashMap<ObjectId, Commit>) -> HashSet<ObjectId> {
    let (tips, _) = repository.tips();
    let mut next: Vec<ObjectId> = Vec::new();
    for tip in tips {
        if commits.contains_key(&tip) {
            next.push(tip);
        } else if let Some((gix_object::Kind::Tag, bytes)) = store.get(&tip)
            && let Some(target) = bytes.strip_prefix(b"object ").and_then(|r| r.split(|b| *b == b'\n').next())
        {
            next.extend(ObjectId::from_hex(target).ok());
        }
    }
    let mut seen = HashSet::new();
    while let Some(id) = next.pop() {
        if let Some(commit) = commits.get(&id)
            && seen.insert(id)
        {
            next.extend(&commit.parents);
        }
    }
    seen
}
