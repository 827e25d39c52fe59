//! On folders on disk, with an index that git itself wrote.
#![allow(clippy::unwrap_used)]

use inside::{Names, Repository, variables, walk};
use std::path::Path;
use std::process::Command;

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}

fn git(root: &Path, args: &[&str]) {
    let done = Command::new("git").current_dir(root).env("GIT_CONFIG_GLOBAL", "/dev/null").args(args).output().unwrap();
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
}

fn sample() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "src/a.js", "process.env.DATABASE_URL");
    write(root, "node_modules/x/index.js", "process.env.NOT_MINE");
    write(root, ".env", "DATABASE_URL=postgres://app:aGVsbG8@db/x\nEMPTY_SECRET=\n");
    write(root, ".env.production", "DATABASE_URL=postgres://app:aGVsbG8@db/x\n");
    write(root, ".gitignore", ".env\n");
    write(root, "Dockerfile", "FROM x\nCOPY . .\n");
    write(root, ".dockerignore", ".env.production\n");
    folder
}

#[test]
fn tracked_ignored_and_copied_files_are_told_apart() {
    let folder = sample();
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["remote", "add", "origin", "git@host.example:acme/desk.git"]);
    git(folder.path(), &["add", "-A"]);
    let repository = Repository::open(&folder.path().join("src")).unwrap();
    assert_eq!(repository.name, "desk");
    let seen = variables(&repository, &[]);
    let told: Vec<_> =
        seen.files.iter().map(|f| (f.path.as_str(), f.tracked, f.ignored, f.copied_by.is_some())).collect();
    assert_eq!(told, [(".env", false, true, true), (".env.production", true, false, false)]);
    assert_eq!(seen.files[0].secrets, ["DATABASE_URL"]);
    let row = seen.table.row("DATABASE_URL").unwrap();
    assert_eq!(row.settings[0].digest, row.settings[1].digest);
    assert!(seen.table.row("NOT_MINE").is_none());
}

#[test]
fn a_folder_without_git_is_read_as_well() {
    let folder = sample();
    let repository = Repository::open(folder.path()).unwrap();
    let names = Names { environment: "prod".into(), source: "-".into(), text: "OTHER_NAME=x\n".into() };
    let seen = variables(&repository, &[names]);
    assert!(!seen.under_git && seen.files.iter().all(|f| !f.tracked));
    assert_eq!(seen.table.complete[0].environment, "production");
    assert!(Repository::open(&folder.path().join("nothing")).is_err());
    assert!(Repository::open(&folder.path().join("Dockerfile")).unwrap_err().to_string().contains("no folder"));
}

#[test]
fn links_binaries_and_broken_indexes_stop_nothing() {
    let folder = sample();
    let root = folder.path();
    git(root, &["init", "-q"]);
    std::os::unix::fs::symlink(root, root.join("loop")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", root.join("out.js")).unwrap();
    std::fs::write(root.join("b.js"), b"process.env.IN_BINARY\0").unwrap();
    std::fs::write(root.join("c.js"), b"process.env.WITH_BAD_BYTES \xff\xfe").unwrap();
    write(root, "big.js", &"x".repeat(5 << 20));
    std::fs::write(root.join(".git/index"), b"DIRCgarbage").unwrap();
    let repository = Repository::open(root).unwrap();
    let mut paths = Vec::new();
    walk(&repository, |f| paths.push(f.path));
    assert!(paths.iter().all(|p| !p.starts_with("loop") && p != "out.js" && p != "b.js"), "{paths:?}");
    let seen = variables(&repository, &[]);
    assert!(seen.table.row("WITH_BAD_BYTES").is_some() && seen.table.row("IN_BINARY").is_none());
    let gaps: Vec<_> = seen.table.gaps.iter().map(|g| g.what.as_str()).collect();
    assert_eq!(gaps, [".git/index", "big.js"]);
}
