//! What is about to be committed, and what a range of commits brought in.

use super::index::Index;
use super::object::{Commit, EntryKind, entries};
use super::repository::{Problem, Repository};
use super::store::Store;
use crate::finding::{Finding, Seen, Sweep};
use crate::job::Job;
use gix_hash::ObjectId;
use secrets::unwrap::Budget;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Scans the files of the index that differ from HEAD.
///
/// # Errors
/// When the index can't be read.
pub fn staged(repository: &Repository, job: &Job<'_>) -> Result<Sweep, Problem> {
    let mut out = Sweep::default();
    let index = Index::read(repository).map_err(Problem::Unreadable)?;
    let mut store = Store::open(repository, |what, why| out.coverage.gap(what, why));
    let mut head = HashSet::new();
    if let Some(commit) = repository.resolve("HEAD").and_then(|id| commit(&mut store, id)) {
        let wanted: HashSet<Vec<u8>> = index.entries.iter().map(|e| e.path.clone()).collect();
        known(repository, &mut store, commit.tree, &[], &wanted, &mut head);
    }
    for entry in
        index.entries.iter().filter(|e| e.mode & 0o170_000 == 0o100_000 && !head.contains(&(e.path.clone(), e.id)))
    {
        let path = super::shown(&entry.path);
        if job.skips(&path) {
            out.coverage.left_out(&path, "left out by the configuration");
            continue;
        }
        match store.get(&entry.id) {
            Some((_, bytes)) => crate::folder::scan_bytes(&bytes, &path, job, &mut out),
            None => out.coverage.gap(path, "its object is missing"),
        }
    }
    Ok(out)
}

/// Files of a tree with their contents, as far as the index names them.
fn known(
    repository: &Repository,
    store: &mut Store,
    tree: ObjectId,
    prefix: &[u8],
    wanted: &HashSet<Vec<u8>>,
    out: &mut HashSet<(Vec<u8>, ObjectId)>,
) {
    let Some((_, bytes)) = store.get(&tree) else { return };
    if prefix.len() > 8192 {
        return;
    }
    for entry in entries(&bytes, repository.hash) {
        let path = [prefix, entry.name].concat();
        match entry.kind {
            EntryKind::Folder => known(repository, store, entry.id, &[path.as_slice(), b"/"].concat(), wanted, out),
            _ if wanted.contains(&path) => {
                out.insert((path, entry.id));
            }
            _ => {}
        }
    }
}

fn commit(store: &mut Store, id: ObjectId) -> Option<Commit> {
    let (kind, bytes) = store.get(&id)?;
    match kind {
        gix_object::Kind::Commit => Commit::read(&bytes),
        // An annotated tag names what it stands for in its first line.
        gix_object::Kind::Tag => {
            let target = bytes.strip_prefix(b"object ")?.split(|b| *b == b'\n').next()?;
            let (_, bytes) = store.get(&ObjectId::from_hex(target).ok()?)?;
            Commit::read(&bytes)
        }
        _ => None,
    }
}

/// Scans what the commits of `from..to` brought in: files that none of their parents has in that form.
///
/// # Errors
/// When a name leads to no commit.
pub fn range(repository: &Repository, from: &str, to: &str, job: &Job<'_>) -> Result<Sweep, Problem> {
    let mut out = Sweep::default();
    let mut store = Store::open(repository, |what, why| out.coverage.gap(what, why));
    let mut tip = |name: &str| {
        let id = repository.resolve(if name.is_empty() { "HEAD" } else { name });
        id.filter(|id| commit(&mut store, *id).is_some()).ok_or_else(|| Problem::Unknown(name.to_owned()))
    };
    let (from, to) = (tip(from)?, tip(to)?);
    let old = ancestors(&mut store, from, &HashMap::new(), &mut out);
    let new = ancestors(&mut store, to, &old, &mut out);
    let mut brought: BTreeMap<(Vec<u8>, ObjectId), (ObjectId, i64)> = BTreeMap::new();
    for (id, commit) in &new {
        if job.stopped() {
            out.coverage.gap("the range", "stopped before every commit was read");
            break;
        }
        let parents: Vec<ObjectId> =
            commit.parents.iter().filter_map(|p| new.get(p).or_else(|| old.get(p)).map(|c| c.tree)).collect();
        let mut found = Vec::new();
        difference(repository, &mut store, commit.tree, &parents, &[], &mut found);
        for key in found {
            let entry = brought.entry(key).or_insert((*id, commit.at));
            if commit.at < entry.1 {
                *entry = (*id, commit.at);
            }
        }
    }
    for ((path, blob), (commit, at)) in brought {
        let path = super::shown(&path);
        if job.skips(&path) {
            continue;
        }
        let Some((_, bytes)) = store.get(&blob) else {
            out.coverage.gap(path, "its object is missing");
            continue;
        };
        job.read(bytes.len());
        out.coverage.blobs += 1;
        out.coverage.bytes += bytes.len() as u64;
        let outcome = job.engine.scan_deep(&bytes, &path, job.salt, Budget::default());
        out.allowed += outcome.allowed;
        out.coverage.fixtures(&path, outcome.fixtures);
        let seen = Seen { commit: commit.to_hex().to_string(), at };
        for found in &outcome.found {
            let mut finding = Finding::new(found, &path);
            finding.commit = Some(seen.commit.clone());
            finding.first_seen = Some(seen.clone());
            finding.last_seen = Some(seen.clone());
            finding.reachable = Some(true);
            out.findings.push(finding);
        }
    }
    Ok(out)
}

/// A commit and all before it, except those that are known.
fn ancestors(
    store: &mut Store,
    tip: ObjectId,
    known: &HashMap<ObjectId, Commit>,
    out: &mut Sweep,
) -> HashMap<ObjectId, Commit> {
    let mut all = HashMap::new();
    let mut next = vec![tip];
    while let Some(id) = next.pop() {
        if known.contains_key(&id) || all.contains_key(&id) {
            continue;
        }
        match commit(store, id) {
            Some(commit) => {
                next.extend(&commit.parents);
                all.insert(id, commit);
            }
            None => out.coverage.gap(format!("commit {}", id.to_hex_with_len(12)), "the object is missing"),
        }
    }
    all
}

/// Files of a folder that none of the others has.
fn difference(
    repository: &Repository,
    store: &mut Store,
    tree: ObjectId,
    others: &[ObjectId],
    prefix: &[u8],
    out: &mut Vec<(Vec<u8>, ObjectId)>,
) {
    if others.contains(&tree) || prefix.len() > 8192 {
        return;
    }
    let Some((_, bytes)) = store.get(&tree) else { return };
    let others: Vec<Vec<u8>> = others.iter().filter_map(|id| store.get(id)).map(|(_, b)| b).collect();
    let others: Vec<HashMap<&[u8], ObjectId>> =
        others.iter().map(|b| entries(b, repository.hash).map(|e| (e.name, e.id)).collect()).collect();
    for entry in entries(&bytes, repository.hash) {
        let same: Vec<ObjectId> = others.iter().filter_map(|o| o.get(entry.name).copied()).collect();
        if same.contains(&entry.id) {
            continue;
        }
        let path = [prefix, entry.name].concat();
        match entry.kind {
            EntryKind::Folder => difference(repository, store, entry.id, &same, &[path.as_slice(), b"/"].concat(), out),
            EntryKind::File => out.push((path, entry.id)),
            _ => {}
        }
    }
}
