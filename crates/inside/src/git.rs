//! What git's own files say: where they are, what is tracked, what is ignored. Git itself is never run: the configuration
//! of a foreign checkout can name programs.

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Git's folder: `.git` itself, or what the `.git` file of a worktree or submodule points to.
pub(crate) fn folder(dot_git: &Path) -> Option<PathBuf> {
    if dot_git.is_dir() {
        return Some(dot_git.to_owned());
    }
    let text = std::fs::read_to_string(dot_git).ok()?;
    let target = Path::new(text.strip_prefix("gitdir:")?.trim());
    let target = if target.is_absolute() { target.to_owned() } else { dot_git.parent()?.join(target) };
    target.is_dir().then_some(target)
}

/// The repository's name in the address of `origin`.
pub(crate) fn origin_name(git: &Path) -> Option<String> {
    // A worktree keeps its configuration in the main folder.
    let common = std::fs::read_to_string(git.join("commondir")).ok().map(|c| git.join(c.trim()));
    let text = std::fs::read_to_string(common.as_deref().unwrap_or(git).join("config")).ok()?;
    let section = text.split("[remote \"origin\"]").nth(1)?;
    let section = section.split("\n[").next()?;
    let url = section.lines().find_map(|l| l.trim().strip_prefix("url")?.trim_start().strip_prefix('='))?.trim();
    let last = url.trim_end_matches('/').rsplit(['/', ':']).next()?.trim_end_matches(".git");
    (!last.is_empty()).then(|| last.to_owned())
}

/// Paths that git tracks.
///
/// # Errors
/// Why the index can't be read, in words.
pub(crate) fn tracked(git: &Path) -> Result<HashSet<String>, String> {
    let path = git.join("index");
    if !path.exists() {
        return Ok(HashSet::new());
    }
    let hash = if is_sha256(git) { gix_hash::Kind::Sha256 } else { gix_hash::Kind::Sha1 };
    let options = gix_index::decode::Options::default();
    let index =
        gix_index::File::at(&path, hash, true, options).map_err(|e| format!("git's index can't be read: {e}"))?;
    Ok(index.entries().iter().map(|e| e.path(&index).to_string()).collect())
}

fn is_sha256(git: &Path) -> bool {
    let config = std::fs::read_to_string(git.join("config")).unwrap_or_default();
    config.lines().any(|l| l.replace(' ', "").eq_ignore_ascii_case("objectformat=sha256"))
}

/// The rules of every `.gitignore` between the top and a path, and of `.git/info/exclude`.
pub(crate) struct Ignored {
    root: PathBuf,
    exclude: Option<Gitignore>,
}

impl Ignored {
    pub(crate) fn new(root: &Path, git: Option<&Path>) -> Self {
        let exclude = git.map(|g| {
            let mut builder = GitignoreBuilder::new(root);
            builder.add(g.join("info/exclude"));
            builder.build().unwrap_or_else(|_| Gitignore::empty())
        });
        Self { root: root.to_owned(), exclude }
    }

    /// Is the file ignored? The rules nearest to it decide.
    pub(crate) fn is(&self, path: &str) -> bool {
        let whole = self.root.join(path);
        for folder in whole.ancestors().skip(1).take_while(|f| f.starts_with(&self.root)) {
            let file = folder.join(".gitignore");
            if !file.is_file() {
                continue;
            }
            let mut builder = GitignoreBuilder::new(folder);
            builder.add(file);
            let Ok(rules) = builder.build() else { continue };
            match rules.matched_path_or_any_parents(&whole, false) {
                m if m.is_ignore() => return true,
                m if m.is_whitelist() => return false,
                _ => {}
            }
        }
        self.exclude.as_ref().is_some_and(|e| e.matched_path_or_any_parents(&whole, false).is_ignore())
    }
}
