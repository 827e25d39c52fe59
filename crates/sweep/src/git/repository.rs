//! Where a repository keeps its things.

use gix_hash::{Kind, ObjectId};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Why a repository can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// There is none here.
    #[error("{} is no git repository", .0.display())]
    None(PathBuf),
    /// A name that leads to no commit.
    #[error("{0} is no commit of this repository")]
    Unknown(String),
    /// A part of it can't be read.
    #[error("{0}")]
    Unreadable(String),
}

/// The folders of one repository.
#[derive(Debug, Clone)]
pub struct Repository {
    /// `.git` of this worktree: HEAD and index.
    pub dir: PathBuf,
    /// The shared part: objects and references.
    pub common: PathBuf,
    /// Top of the working tree; none in a bare repository.
    pub worktree: Option<PathBuf>,
    /// SHA-1 or SHA-256.
    pub hash: Kind,
}

impl Repository {
    /// The repository that a folder belongs to, looking upwards.
    ///
    /// # Errors
    /// When something looks like a repository but can't be read.
    pub fn find(start: &Path) -> Result<Option<Self>, Problem> {
        let start = start.canonicalize().map_err(|e| Problem::Unreadable(format!("{}: {e}", start.display())))?;
        for folder in start.ancestors() {
            if let Some(found) = Self::at(folder)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn at(folder: &Path) -> Result<Option<Self>, Problem> {
        let dot = folder.join(".git");
        if dot.is_dir() && dot.join("HEAD").exists() {
            return Ok(Some(Self::new(dot, Some(folder.to_owned()))));
        }
        if dot.is_file() {
            // A linked worktree or a submodule: `gitdir: PATH`.
            let text = fs::read_to_string(&dot).map_err(|e| Problem::Unreadable(format!("{}: {e}", dot.display())))?;
            let Some(target) = text.strip_prefix("gitdir:").map(str::trim) else {
                return Err(Problem::Unreadable(format!("{} is no link to a repository", dot.display())));
            };
            let dir = folder.join(target);
            if !dir.join("HEAD").exists() {
                return Err(Problem::Unreadable(format!("{} leads to {target}, which is gone", dot.display())));
            }
            return Ok(Some(Self::new(dir, Some(folder.to_owned()))));
        }
        let bare = folder.join("HEAD").is_file() && folder.join("objects").is_dir() && folder.join("refs").is_dir();
        Ok(bare.then(|| Self::new(folder.to_owned(), None)))
    }

    fn new(dir: PathBuf, worktree: Option<PathBuf>) -> Self {
        let common = fs::read_to_string(dir.join("commondir")).map_or_else(|_| dir.clone(), |t| dir.join(t.trim()));
        let hash =
            if setting(&common, "objectformat").as_deref() == Some("sha256") { Kind::Sha256 } else { Kind::Sha1 };
        Self { dir, common, worktree, hash }
    }

    /// Folders of objects: its own and those it borrows from.
    #[must_use]
    pub fn object_folders(&self) -> (Vec<PathBuf>, Vec<String>) {
        let (mut folders, mut gone) = (vec![self.common.join("objects")], Vec::new());
        let mut next = 0;
        while next < folders.len() && folders.len() < 64 {
            let folder = folders[next].clone();
            next += 1;
            let Ok(text) = fs::read(folder.join("info/alternates")) else { continue };
            for line in text.split(|b| *b == b'\n').filter(|l| !l.is_empty() && !l.starts_with(b"#")) {
                let path = folder.join(super::os_path(line));
                if !path.is_dir() {
                    gone.push(super::shown(line));
                } else if !folders.contains(&path) {
                    folders.push(path);
                }
            }
        }
        (folders, gone)
    }

    /// Why the objects here are not all there are.
    #[must_use]
    pub fn gaps(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        let shallow = fs::read_to_string(self.common.join("shallow")).unwrap_or_default();
        let cut = shallow.lines().count();
        if cut > 0 {
            out.push((
                "the history before this clone".into(),
                format!("the clone is shallow (cut at {cut} commits): run git fetch --unshallow"),
            ));
        }
        if setting(&self.common, "partialclonefilter").is_some() || setting(&self.common, "partialclone").is_some() {
            out.push((
                "objects that were not fetched".into(),
                "the clone is partial: run git fetch --refetch --no-filter".into(),
            ));
        }
        if setting(&self.common, "refstorage").as_deref() == Some("reftable") || self.common.join("reftable").is_dir() {
            out.push((
                "the references".into(),
                "they are kept as reftable, which can't be read yet: what is reachable is not known".into(),
            ));
        }
        out
    }

    /// `core.hooksPath` of this repository, as written: where a hook has to be put so that git runs it.
    #[must_use]
    pub fn hooks_path(&self) -> Option<String> {
        let text = fs::read_to_string(self.common.join("config")).ok()?;
        let line =
            text.lines().find_map(|l| l.split_once('=').filter(|(k, _)| k.trim().eq_ignore_ascii_case("hookspath")));
        line.map(|(_, v)| v.trim().trim_matches('"').to_owned()).filter(|v| !v.is_empty())
    }

    /// Where HEAD, all references, the stash and (as second) the reflogs point.
    #[must_use]
    pub fn tips(&self) -> (BTreeSet<ObjectId>, BTreeSet<ObjectId>) {
        let mut live = BTreeSet::new();
        let mut logs = BTreeSet::new();
        let mut files = vec![self.dir.join("HEAD"), self.common.join("HEAD")];
        walk(&self.common.join("refs"), 0, &mut files);
        if let Ok(trees) = fs::read_dir(self.common.join("worktrees")) {
            files.extend(trees.flatten().map(|t| t.path().join("HEAD")));
        }
        for file in files {
            live.extend(fs::read_to_string(file).ok().and_then(|t| ObjectId::from_hex(t.trim().as_bytes()).ok()));
        }
        for line in fs::read_to_string(self.common.join("packed-refs")).unwrap_or_default().lines() {
            let id = line.split(' ').next().unwrap_or_default().trim_start_matches('^');
            live.extend(ObjectId::from_hex(id.as_bytes()).ok());
        }
        let mut reflogs = Vec::new();
        walk(&self.common.join("logs"), 0, &mut reflogs);
        for file in reflogs {
            for line in fs::read(file).unwrap_or_default().split(|b| *b == b'\n') {
                logs.extend(line.split(|b| *b == b' ').nth(1).and_then(|id| ObjectId::from_hex(id).ok()));
            }
        }
        (live, logs)
    }

    /// The commit that a name stands for: HEAD, a branch, a tag, or a hex id of full length.
    #[must_use]
    pub fn resolve(&self, name: &str) -> Option<ObjectId> {
        if let Ok(id) = ObjectId::from_hex(name.as_bytes()) {
            return Some(id);
        }
        if name.split('/').any(|p| p == ".." || p.is_empty()) {
            return None;
        }
        let mut name = name.to_owned();
        for _ in 0..5 {
            let found = ["", "refs/", "refs/tags/", "refs/heads/", "refs/remotes/"]
                .iter()
                .find_map(|p| self.reference(&format!("{p}{name}")))?;
            match found.strip_prefix("ref:") {
                Some(next) => name = next.trim().to_owned(),
                None => return ObjectId::from_hex(found.trim().as_bytes()).ok(),
            }
        }
        None
    }

    fn reference(&self, name: &str) -> Option<String> {
        let loose = [&self.dir, &self.common].iter().find_map(|d| fs::read_to_string(d.join(name)).ok());
        loose.or_else(|| {
            let packed = fs::read_to_string(self.common.join("packed-refs")).ok()?;
            packed.lines().find_map(|l| l.split_once(' ').filter(|(_, n)| *n == name).map(|(id, _)| id.to_owned()))
        })
    }
}

/// Files below a folder, links not followed.
fn walk(folder: &Path, depth: usize, out: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        match entry.file_type() {
            Ok(t) if t.is_dir() && depth < 16 => walk(&entry.path(), depth + 1, out),
            Ok(t) if t.is_file() => out.push(entry.path()),
            _ => {}
        }
    }
}

/// One value of `config`, read as text: only whether it is set matters, nothing is followed.
fn setting(common: &Path, name: &str) -> Option<String> {
    let text = fs::read(common.join("config")).ok()?;
    let text = String::from_utf8_lossy(&text[..text.len().min(1 << 20)]).into_owned();
    text.lines().find_map(|line| {
        let (key, value) = line.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then(|| value.trim().to_ascii_lowercase())
    })
}
