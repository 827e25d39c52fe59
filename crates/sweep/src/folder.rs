//! The files of a folder: in a repository those that git tracks and those that it does not ignore, else all.

use crate::finding::{Finding, Sweep};
use crate::git::{Index, Repository};
use crate::job::{AT_ONCE, Job};
use crate::stream;
use ignore::WalkBuilder;
use secrets::FileKind;
use secrets::unwrap::Budget;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Packages that were installed, not written here. Left out unless git tracks them.
const INSTALLED: &[&str] = &[
    "node_modules",
    ".venv",
    "venv",
    "__pycache__",
    "site-packages",
    ".tox",
    ".mypy_cache",
    ".pytest_cache",
    ".gradle",
    ".m2",
    "bower_components",
];

/// Scans a folder or one file.
pub fn scan(root: &Path, job: &Job<'_>) -> Sweep {
    let mut out = Sweep::default();
    if root.is_file() {
        let name = root.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        out.add(file(root, &name, job));
        return out;
    }
    let files = list(root, &mut out);
    let next = AtomicUsize::new(0);
    let all = Mutex::new(out);
    std::thread::scope(|scope| {
        for _ in 0..job.threads.max(1) {
            scope.spawn(|| {
                let mut mine = Sweep::default();
                while let Some((path, name)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if job.stopped() {
                        break;
                    }
                    mine.add(file(path, name, job));
                }
                if let Ok(mut all) = all.lock() {
                    all.add(mine);
                }
            });
        }
    });
    let mut out = all.into_inner().unwrap_or_default();
    if job.stopped() {
        out.coverage.gap(root.display().to_string(), "stopped before every file was read");
    }
    out
}

/// What is to be read, with names relative to the root.
fn list(root: &Path, out: &mut Sweep) -> Vec<(PathBuf, String)> {
    let mut found: BTreeSet<PathBuf> = BTreeSet::new();
    if let Ok(Some(repository)) = Repository::find(root) {
        tracked(&repository, root, &mut found, out);
    }
    let walk = WalkBuilder::new(root)
        .hidden(false)
        .ignore(false)
        .git_global(false)
        .git_ignore(true)
        .git_exclude(true)
        .parents(true)
        .require_git(true)
        .follow_links(false)
        .filter_entry(|e| {
            e.file_name() != ".git" && !e.file_name().to_str().is_some_and(|n| e.depth() > 0 && INSTALLED.contains(&n))
        })
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|t| t.is_file()) => {
                found.insert(entry.into_path());
            }
            Ok(entry) if entry.path_is_symlink() => {
                let target = std::fs::metadata(entry.path());
                if !target.is_ok_and(|t| t.is_file() && inside(root, entry.path())) {
                    out.coverage
                        .left_out(&name(root, entry.path()), "symbolic links that lead outside, to folders or nowhere");
                }
            }
            Ok(_) => {}
            Err(error) => out.coverage.gap(root.display().to_string(), error.to_string()),
        }
    }
    found.into_iter().map(|p| (p.clone(), name(root, &p))).collect()
}

/// A link to a file that is read anyway.
fn inside(root: &Path, link: &Path) -> bool {
    let (Ok(root), Ok(target)) = (root.canonicalize(), link.canonicalize()) else { return false };
    target.starts_with(root)
}

/// Tracked files count even where git would ignore them by now.
fn tracked(repository: &Repository, root: &Path, found: &mut BTreeSet<PathBuf>, out: &mut Sweep) {
    let Some(top) = &repository.worktree else { return };
    let (Ok(top), Ok(real)) = (top.canonicalize(), root.canonicalize()) else { return };
    match Index::read(repository) {
        Ok(index) => {
            for entry in index.entries.iter().filter(|e| e.mode & 0o170_000 == 0o100_000) {
                let path = top.join(crate::git::os_path(&entry.path));
                if let Ok(inside) = path.strip_prefix(&real)
                    && path.symlink_metadata().is_ok_and(|m| m.is_file())
                {
                    found.insert(root.join(inside));
                }
            }
        }
        Err(why) => out.coverage.gap("the index of git", why),
    }
}

/// Relative, `/` between folders; bytes that are no UTF-8 become `\xNN`.
fn name(root: &Path, path: &Path) -> String {
    use std::os::unix::ffi::OsStrExt;
    let relative = path.strip_prefix(root).unwrap_or(path);
    crate::git::shown(relative.as_os_str().as_bytes())
}

/// One file.
fn file(path: &Path, name: &str, job: &Job<'_>) -> Sweep {
    let mut out = Sweep::default();
    if job.skips(name) {
        out.coverage.left_out(name, "left out by the configuration");
        return out;
    }
    let size = match path.metadata() {
        Ok(metadata) => metadata.len(),
        Err(error) => {
            out.coverage.gap(name, error.to_string());
            return out;
        }
    };
    if size > AT_ONCE {
        return match File::open(path) {
            Ok(file) => stream::scan(file, name, FileKind::of(name), job),
            Err(error) => {
                out.coverage.gap(name, error.to_string());
                out
            }
        };
    }
    match std::fs::read(path) {
        Ok(bytes) => scan_bytes(&bytes, name, job, &mut out),
        Err(error) => out.coverage.gap(name, error.to_string()),
    }
    out
}

/// The bytes of one file.
pub(crate) fn scan_bytes(bytes: &[u8], name: &str, job: &Job<'_>, out: &mut Sweep) {
    job.read(bytes.len());
    out.coverage.files += 1;
    out.coverage.bytes += bytes.len() as u64;
    let outcome = job.engine.scan_deep(bytes, name, job.salt, Budget::default());
    out.allowed += outcome.allowed;
    out.coverage.fixtures(name, outcome.fixtures);
    for gap in outcome.gaps {
        let what = if gap.name.is_empty() { name.to_owned() } else { format!("{name}!{}", gap.name) };
        out.coverage.gap(what, gap.why);
    }
    job.progress.found.fetch_add(outcome.found.len() as u64, Ordering::Relaxed);
    out.findings.extend(outcome.found.iter().map(|f| Finding::new(f, name)));
}
