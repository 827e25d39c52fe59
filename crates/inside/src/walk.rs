//! Every file of a repository that somebody wrote.

use crate::repository::Repository;
use environment::Gap;
use std::path::{Path, PathBuf};

/// Folders that hold what was installed, built or cached; nobody wrote them here.
const INSTALLED: [&str; 27] = [
    ".git",
    ".hg",
    ".svn",
    "node_modules",
    "bower_components",
    "vendor",
    "target",
    "dist",
    "build",
    "out",
    ".next",
    ".nuxt",
    ".output",
    ".svelte-kit",
    ".turbo",
    ".vercel",
    ".netlify",
    ".cache",
    ".gradle",
    ".idea",
    ".venv",
    "venv",
    "__pycache__",
    ".tox",
    ".mypy_cache",
    "coverage",
    "_build",
];
/// Larger files are data.
const LARGEST: u64 = 4 << 20;
/// More files than any source tree that one team writes; the rest is named as a gap.
const MOST: usize = 200_000;

/// A file with its text.
#[derive(Debug)]
pub struct File {
    /// Path below the top, with `/`.
    pub path: String,
    /// Its text; bytes that are no UTF-8 are replaced.
    pub text: String,
}

/// What a walk found besides files.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files given.
    pub files: usize,
    /// What was left out and why.
    pub gaps: Vec<Gap>,
}

/// Gives every text file of the repository to `take`, in the order of paths. Links are not followed. Installed, built and
/// cached folders are passed over; what can't be read becomes a gap.
pub fn walk(repository: &Repository, mut take: impl FnMut(File)) -> Walk {
    let mut walk = Walk::default();
    folder(&repository.root, &repository.root, &mut take, &mut walk, 0);
    walk
}

fn folder(root: &Path, at: &Path, take: &mut impl FnMut(File), walk: &mut Walk, depth: u32) {
    let mut gap = |what: &Path, why: String| {
        walk.gaps.push(Gap { what: below(root, what), why });
    };
    if depth > 64 {
        return gap(at, "more than 64 folders deep".into());
    }
    let entries = match std::fs::read_dir(at) {
        Ok(entries) => entries,
        Err(e) => return gap(at, format!("can't be read: {e}")),
    };
    let mut entries: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        let Ok(meta) = path.symlink_metadata() else { continue };
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if meta.is_dir() {
            // A virtual environment can have any name.
            if !INSTALLED.contains(&name.as_str()) && !path.join("pyvenv.cfg").exists() {
                folder(root, &path, take, walk, depth + 1);
            }
            continue;
        }
        if !meta.is_file() || !worth(&name) {
            continue;
        }
        if walk.files >= MOST {
            walk.gaps.push(Gap { what: below(root, at), why: format!("more than {MOST} files") });
            return;
        }
        if meta.len() > LARGEST {
            // Only a source file of that size is worth a word; images and dumps were passed over above.
            walk.gaps.push(Gap {
                what: below(root, &path),
                why: format!("{} MB is more than a source file has", meta.len() >> 20),
            });
            continue;
        }
        match std::fs::read(&path) {
            Ok(bytes) if bytes.iter().take(8000).any(|b| *b == 0) => {}
            Ok(bytes) => {
                walk.files += 1;
                take(File { path: below(root, &path), text: String::from_utf8_lossy(&bytes).into_owned() });
            }
            Err(e) => walk.gaps.push(Gap { what: below(root, &path), why: format!("can't be read: {e}") }),
        }
    }
}

/// Endings of files that hold no source and no configuration.
const DATA: [&str; 40] = [
    "7z", "avif", "bin", "bmp", "bz2", "class", "db", "dll", "dylib", "eot", "exe", "gif", "gz", "heic", "ico", "jar",
    "jpeg", "jpg", "lock", "map", "mo", "mov", "mp3", "mp4", "o", "otf", "pdf", "png", "pyc", "so", "sqlite",
    "sqlite3", "svg", "tar", "tgz", "ttf", "wasm", "webp", "woff", "woff2",
];

fn worth(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
    let minified = name.ends_with(".min.js")
        || name.ends_with(".min.css")
        || name == "package-lock.json"
        || name == "pnpm-lock.yaml";
    !minified && !extension.is_some_and(|e| DATA.contains(&e.as_str()) || e == "zip")
}

fn below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    if below.is_empty() { ".".to_owned() } else { below }
}
