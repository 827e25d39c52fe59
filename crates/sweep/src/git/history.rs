//! Every object of a repository, reachable or not, each unpacked once.

use super::attribute::{Attribution, attribute};
use super::object::{Commit, EntryKind, entries};
use super::repository::Repository;
use super::store::{LARGEST, Store, loose};
use crate::finding::{Finding, Seen, Sweep};
use crate::job::Job;
use gix_hash::ObjectId;
use gix_object::Kind;
use gix_pack::index::traverse::{Algorithm, Options, SafetyCheck};
use secrets::FileKind;
use secrets::unwrap::Budget;
use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

/// What the pass over the objects noted.
#[derive(Default)]
struct Notes {
    /// Blobs in which something was found.
    hits: HashSet<ObjectId>,
    /// Blobs whose names have a parser of their own.
    named: HashSet<ObjectId>,
    commits: HashMap<ObjectId, Commit>,
    /// Members of archives and the like that could not be read.
    gaps: Vec<(ObjectId, &'static str)>,
    blobs: u64,
    bytes: u64,
    submodules: bool,
}

/// Scans all objects: packs, loose ones, borrowed ones.
pub fn history(repository: &Repository, job: &Job<'_>) -> Sweep {
    let mut out = Sweep::default();
    for (what, why) in repository.gaps() {
        out.coverage.gap(what, why);
    }
    let mut store = Store::open(repository, |what, why| out.coverage.gap(what, why));
    let notes = Mutex::new(Notes::default());
    for i in 0..store.packs.len() {
        one_pack(&store, i, repository, job, &notes, &mut out);
    }
    for (id, path) in store.loose() {
        if job.stopped() {
            break;
        }
        match loose(&path) {
            Some((kind, bytes)) => note(kind, &bytes, id, repository, job, &notes),
            None => out.coverage.gap(format!("object {}", short(&id)), "a loose object that is damaged"),
        }
    }
    let notes = notes.into_inner().unwrap_or_default();
    out.coverage.blobs = notes.blobs;
    out.coverage.bytes = notes.bytes;
    if notes.blobs == 0 && !job.stopped() {
        out.coverage.gap("the history", "there is no object in this repository");
    }
    if notes.submodules {
        out.coverage.left_out("submodules", "other repositories: look at each by itself");
    }
    if job.stopped() {
        out.coverage.gap("the history", "stopped before every object was read");
    }
    tell(repository, &mut store, notes, job, &mut out);
    out
}

fn one_pack(
    store: &Store,
    which: usize,
    repository: &Repository,
    job: &Job<'_>,
    notes: &Mutex<Notes>,
    out: &mut Sweep,
) {
    let pack = &store.packs[which];
    let visit = |traversal, check| {
        pack.index.traverse(
            &pack.data,
            &mut gix_utils::progress::Discard,
            job.stop,
            |kind, bytes: &[u8], entry: &gix_pack::index::Entry, _: &dyn gix_utils::progress::Progress| {
                note(kind, bytes, entry.oid, repository, job, notes);
                Ok(())
            },
            Options {
                traversal,
                thread_limit: Some(job.threads),
                check,
                alloc_limit_bytes: Some(LARGEST),
                make_pack_lookup_cache: || gix_pack::cache::lru::MemoryCappedHashmap::new(16 << 20),
            },
        )
    };
    // By the tree of deltas every object is unpacked once. Where one is damaged that way ends, and each object is asked
    // for by itself, as far as it goes.
    if visit(Algorithm::DeltaTreeLookup, SafetyCheck::SkipFileAndObjectChecksumVerification).is_err() && !job.stopped()
    {
        let done = visit(Algorithm::Lookup, SafetyCheck::SkipFileAndObjectChecksumVerificationAndNoAbortOnDecodeError);
        let why = if done.is_ok() {
            "damaged: some of its objects can't be read"
        } else {
            "damaged: not all of its objects were read"
        };
        out.coverage.gap(&pack.name, why);
    }
}

/// Looks at one object, and keeps only what is needed later.
fn note(kind: Kind, bytes: &[u8], id: ObjectId, repository: &Repository, job: &Job<'_>, notes: &Mutex<Notes>) {
    match kind {
        Kind::Blob => {
            job.read(bytes.len());
            let outcome = job.engine.scan_deep_as(
                bytes,
                "",
                FileKind::UNKNOWN,
                job.salt,
                Budget { bytes: 64 << 20, ..Budget::default() },
            );
            let Ok(mut notes) = notes.lock() else { return };
            notes.blobs += 1;
            notes.bytes += bytes.len() as u64;
            if !outcome.found.is_empty() || outcome.allowed > 0 {
                job.progress.found.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                notes.hits.insert(id);
            }
            notes.gaps.extend(outcome.gaps.iter().map(|g| (id, g.why)));
        }
        Kind::Tree => {
            let mut named = Vec::new();
            let mut submodules = false;
            for entry in entries(bytes, repository.hash) {
                match entry.kind {
                    EntryKind::File if has_parser(entry.name) => named.push(entry.id),
                    EntryKind::Submodule => submodules = true,
                    _ => {}
                }
            }
            if submodules || !named.is_empty() {
                let Ok(mut notes) = notes.lock() else { return };
                notes.named.extend(named);
                notes.submodules |= submodules;
            }
        }
        Kind::Commit => {
            if let Some(commit) = Commit::read(bytes)
                && let Ok(mut notes) = notes.lock()
            {
                notes.commits.insert(id, commit);
            }
        }
        Kind::Tag => {}
    }
}

fn has_parser(name: &[u8]) -> bool {
    std::str::from_utf8(name).is_ok_and(|n| FileKind::of(n).has_parser())
}

/// Paths and dates for the blobs that matter, which are then read once more, as the files that they are.
fn tell(repository: &Repository, store: &mut Store, notes: Notes, job: &Job<'_>, out: &mut Sweep) {
    let never = AtomicBool::new(false);
    let wanted: HashSet<ObjectId> = notes.hits.iter().chain(&notes.named).copied().collect();
    if wanted.is_empty() {
        return;
    }
    let all = attribute(repository, store, &notes.commits, &wanted, out);
    // What was found is told even after Ctrl-C.
    let job = Job { stop: &never, progress: &crate::Progress::default(), ..*job };
    for id in wanted {
        let places = all.of(&id);
        if places.is_empty() && !notes.hits.contains(&id) {
            continue;
        }
        let Some((_, bytes)) = store.get(&id) else {
            out.coverage.gap(format!("object {}", short(&id)), "it can't be read");
            continue;
        };
        if places.is_empty() {
            tell_blob(&bytes, &format!("(object {})", short(&id)), None, &job, out);
        }
        for place in places {
            if !job.skips(&place.path) {
                tell_blob(&bytes, &place.path, Some(place), &job, out);
            }
        }
    }
    for (id, why) in notes.gaps {
        let name = all.of(&id).first().map_or_else(|| format!("object {}", short(&id)), |p| p.path.clone());
        out.coverage.gap(name, why);
    }
}

fn tell_blob(bytes: &[u8], path: &str, place: Option<&Attribution>, job: &Job<'_>, out: &mut Sweep) {
    let kind = if place.is_some() { FileKind::of(path) } else { FileKind::UNKNOWN };
    let outcome = job.engine.scan_deep_as(bytes, path, kind, job.salt, Budget::default());
    out.allowed += outcome.allowed;
    out.coverage.fixtures(path, outcome.fixtures);
    for found in &outcome.found {
        let mut finding = Finding::new(found, path);
        finding.reachable = Some(place.is_some_and(|p| p.reachable));
        if let Some(place) = place {
            let seen = |(id, at): (ObjectId, i64)| Seen { commit: id.to_hex().to_string(), at };
            finding.commit = Some(place.last.0.to_hex().to_string());
            finding.first_seen = Some(seen(place.first));
            finding.last_seen = Some(seen(place.last));
        }
        out.findings.push(finding);
    }
}

fn short(id: &ObjectId) -> String {
    id.to_hex_with_len(12).to_string()
}
