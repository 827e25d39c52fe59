//! Which files an image build copies in: `COPY . .` without a rule in `.dockerignore`.

use ignore::gitignore::GitignoreBuilder;
use std::path::Path;

/// Does this Dockerfile copy its whole folder?
pub(crate) fn copies_everything(dockerfile: &str) -> bool {
    dockerfile.lines().map(str::trim).any(|line| {
        let mut words = line.split_whitespace().filter(|w| !w.starts_with("--"));
        let copies = words.next().is_some_and(|w| w.eq_ignore_ascii_case("COPY") || w.eq_ignore_ascii_case("ADD"));
        // From another stage it is that stage's matter.
        let from_stage = line.contains("--from=");
        let sources: Vec<&str> = words.collect();
        let whole = |s: &str| matches!(s.trim_matches(['[', ']', '"', ',']), "." | "./" | "*" | "/");
        copies && !from_stage && sources.len() >= 2 && sources[..sources.len() - 1].iter().any(|s| whole(s))
    })
}

/// Does `.dockerignore` in `folder` keep the file out? Its patterns begin at the folder, unlike git's
/// (Docker's build context documentation).
pub(crate) fn ignored(folder: &Path, file: &Path) -> bool {
    let Ok(text) = std::fs::read_to_string(folder.join(".dockerignore")) else { return false };
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (not, pattern) = line.strip_prefix('!').map_or(("", line), |p| ("!", p));
        let anchored = format!("{not}/{}", pattern.trim_start_matches('/').trim_start_matches("./"));
        if builder.add_line(None, &anchored).is_err() {
            return false;
        }
    }
    builder.build().is_ok_and(|rules| rules.matched_path_or_any_parents(file, false).is_ignore())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_copies_the_whole_folder() {
        assert!(copies_everything("FROM x\nCOPY . ."));
        assert!(copies_everything("copy --chown=app ./ /app"));
        assert!(copies_everything("ADD [\".\", \"/app\"]"));
        assert!(!copies_everything("COPY --from=build . /app"));
        assert!(!copies_everything("COPY package.json ./\nCOPY src src"));
    }

    #[test]
    fn patterns_begin_at_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let write = |text: &str| std::fs::write(folder.path().join(".dockerignore"), text).unwrap();
        let is = |path: &str| ignored(folder.path(), &folder.path().join(path));
        write("# secrets\n.env*\n!.env.example\n");
        assert!(is(".env") && is(".env.local") && !is(".env.example") && !is("web/.env"));
        write("**/.env\nnode_modules\n");
        assert!(is("web/.env") && is("node_modules/x/y.js") && !is("src/a.js"));
    }
}
