//! Secrets in git, made with real git and read without it.

mod support;

use std::path::Path;
use support::{Git, files, look, look_at_history, run_in, stripe, told};
use sweep::git::{Repository, range, staged};
use sweep::{Sweep, folder};

fn config(key: &str) -> String {
    format!("module.exports = {{ stripe: \"{key}\" }}\n")
}

/// A deleted file, a squashed branch, a dropped stash, a reset commit, a staged file that was never committed.
fn eventful() -> (Git, [String; 5]) {
    let git = Git::new();
    let keys: [String; 5] = std::array::from_fn(|i| stripe(i as u64 + 1));
    git.write("README.md", "Acme Desk\n").commit("start");
    git.write("deleted.js", &config(&keys[0])).commit("add payment");
    std::fs::remove_file(git.path().join("deleted.js")).expect("gone");
    git.commit("take the key out");
    git.run(&["checkout", "-q", "-b", "feature"]);
    git.write("squashed.js", &config(&keys[1])).commit("first try");
    git.write("squashed.js", "clean\n").commit("without the key");
    git.run(&["checkout", "-q", "main"]);
    git.run(&["merge", "-q", "--squash", "feature"]);
    git.commit("feature");
    git.run(&["branch", "-D", "-q", "feature"]);
    git.write("README.md", &config(&keys[2]));
    git.run(&["stash", "-q"]);
    git.run(&["stash", "drop", "-q"]);
    git.write("reset.js", &config(&keys[3])).commit("oops");
    git.run(&["reset", "-q", "--hard", "HEAD~1"]);
    git.write("never.js", &config(&keys[4]));
    git.run(&["add", "never.js"]);
    git.run(&["reset", "-q"]);
    std::fs::remove_file(git.path().join("never.js")).expect("gone");
    (git, keys)
}

const ALL: [&str; 5] = [
    "stripe-live-key README.md",
    "stripe-live-key deleted.js",
    "stripe-live-key reset.js",
    "stripe-live-key squashed.js",
    "stripe-live-key (object ",
];

fn check_all(sweep: &Sweep, told: &[String]) {
    assert_eq!(told.len(), 5, "{told:?}");
    for expected in ALL {
        assert!(told.iter().any(|t| t.starts_with(expected)), "{expected} is missing from {told:?}");
    }
    let live = |path: &str| sweep.findings.iter().find(|f| f.path.starts_with(path)).and_then(|f| f.reachable);
    assert_eq!(live("deleted.js"), Some(true));
    for lost in ["squashed.js", "README.md", "reset.js", "(object "] {
        assert_eq!(live(lost), Some(false), "{lost}");
    }
}

#[test]
fn secrets_that_no_branch_leads_to_are_found_loose_and_packed() {
    let (git, _) = eventful();
    let (sweep, engine) = look_at_history(git.path());
    check_all(&sweep, &told(&sweep, &engine));
    assert!(sweep.coverage.complete(), "{:?}", sweep.coverage.skipped());
    // The same when everything is packed, unreachable objects too.
    git.run(&["repack", "-q", "-a", "-d", "-k"]);
    let (packed, engine) = look_at_history(git.path());
    check_all(&packed, &told(&packed, &engine));
    assert!(packed.coverage.complete(), "{:?}", packed.coverage.skipped());
}

#[test]
fn first_and_last_commit_are_told() {
    let git = Git::new();
    let key = stripe(7);
    git.write("a.js", "clean\n").commit("start");
    let first = git.write("a.js", &config(&key)).commit("in");
    let last = git.write("b.js", "more\n").commit("still in");
    std::fs::remove_file(git.path().join("a.js")).expect("gone");
    git.commit("out");
    let (sweep, _) = look_at_history(git.path());
    let [finding] = sweep.findings.as_slice() else { panic!("{:?}", sweep.findings) };
    assert_eq!(finding.first_seen.as_ref().map(|s| s.commit.as_str()), Some(first.as_str()));
    assert_eq!(finding.last_seen.as_ref().map(|s| s.commit.as_str()), Some(last.as_str()));
}

#[test]
fn the_value_is_nowhere_in_what_is_told() {
    let (git, keys) = eventful();
    let (sweep, engine) = look_at_history(git.path());
    let json = serde_json::to_string(&sweep::wire::document(&sweep, &engine)).expect("written");
    for key in keys {
        assert!(!json.contains(&key[8..14]) && !format!("{sweep:?}").contains(&key[8..14]));
    }
}

#[test]
fn only_what_is_staged_counts_before_a_commit() {
    let git = Git::new();
    git.write("old.js", &config(&stripe(1))).commit("was there before");
    git.write("new.js", &config(&stripe(2)));
    git.run(&["add", "new.js"]);
    git.write("unstaged.js", &config(&stripe(3)));
    let repository = Repository::find(git.path()).expect("readable").expect("there");
    let (sweep, engine) = look(|job| staged(&repository, job).expect("read"));
    assert_eq!(told(&sweep, &engine), ["stripe-live-key new.js"]);
    // The same with the fourth form of the index.
    git.run(&["update-index", "--index-version", "4"]);
    let (sweep, engine) = look(|job| staged(&repository, job).expect("read"));
    assert_eq!(told(&sweep, &engine), ["stripe-live-key new.js"]);
}

#[test]
fn a_range_holds_what_its_commits_brought() {
    let git = Git::new();
    git.write("old.js", &config(&stripe(1))).commit("before");
    git.run(&["tag", "before"]);
    git.write("in.js", &config(&stripe(2))).commit("in");
    std::fs::remove_file(git.path().join("in.js")).expect("gone");
    git.write("sub/other.js", &config(&stripe(3))).commit("out again");
    let repository = Repository::find(git.path()).expect("readable").expect("there");
    let (sweep, engine) = look(|job| range(&repository, "before", "main", job).expect("read"));
    assert_eq!(told(&sweep, &engine), ["stripe-live-key in.js", "stripe-live-key sub/other.js"]);
    let problem = look_err(&repository);
    assert!(problem.contains("nonsense"), "{problem}");
}

fn look_err(repository: &Repository) -> String {
    let mut text = String::new();
    look(|job| {
        text = range(repository, "nonsense", "main", job).err().map(|e| e.to_string()).unwrap_or_default();
        Sweep::default()
    });
    text
}

#[test]
fn bare_clones_worktrees_and_borrowed_objects_are_read_whole() {
    let (git, _) = eventful();
    git.write("kept.js", &config(&stripe(9))).commit("kept");
    let beside = tempfile::tempdir().expect("a folder");
    let at = |name: &str| beside.path().join(name);
    let source = git.path().display().to_string();
    run_in(beside.path(), &["clone", "-q", "--bare", &source, "bare.git"]);
    run_in(beside.path(), &["clone", "-q", "--shared", &source, "borrowing"]);
    git.run(&["worktree", "add", "-q", &at("tree").display().to_string()]);
    for name in ["bare.git", "borrowing", "tree"] {
        let (sweep, engine) = look_at_history(&at(name));
        let told = told(&sweep, &engine);
        assert!(
            told.contains(&"stripe-live-key kept.js".to_owned())
                && told.contains(&"stripe-live-key deleted.js".to_owned()),
            "{name}: {told:?}"
        );
        assert!(sweep.coverage.complete(), "{name}: {:?}", sweep.coverage.skipped());
    }
}

#[test]
fn what_a_clone_does_not_have_is_a_gap() {
    let (git, _) = eventful();
    let beside = tempfile::tempdir().expect("a folder");
    let source = format!("file://{}", git.path().display());
    git.run(&["config", "uploadpack.allowFilter", "true"]);
    run_in(beside.path(), &["clone", "-q", "--depth", "1", &source, "shallow"]);
    run_in(beside.path(), &["clone", "-q", "--no-checkout", "--filter=blob:none", &source, "partial"]);
    for (name, word) in [("shallow", "shallow"), ("partial", "partial")] {
        let (sweep, _) = look_at_history(&beside.path().join(name));
        let gaps = sweep.coverage.gaps();
        assert!(gaps.iter().any(|g| g.why.contains(word)), "{name}: {gaps:?}");
        assert!(!sweep.coverage.complete());
    }
    let empty = Git::new();
    let (sweep, _) = look_at_history(empty.path());
    assert!(!sweep.coverage.complete(), "an empty repository is not a clean one");
}

#[test]
fn a_damaged_pack_gives_what_can_be_read_and_says_so() {
    let git = Git::new();
    for i in 0..40 {
        git.write(&format!("file{i}.txt"), &format!("{i}\n").repeat(400 + i));
    }
    git.write("a.js", &config(&stripe(1))).commit("all");
    git.run(&["repack", "-q", "-a", "-d"]);
    let pack = files(&git.path().join(".git/objects/pack"))
        .into_iter()
        .find(|p| p.extension().is_some_and(|e| e == "pack"))
        .expect("a pack");
    let mut bytes = std::fs::read(&pack).expect("read");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 40].fill(0x5a);
    std::fs::remove_file(&pack).expect("git writes packs read-only");
    std::fs::write(&pack, bytes).expect("written");
    let (sweep, _) = look_at_history(git.path());
    assert!(sweep.coverage.gaps().iter().any(|g| g.why.contains("damaged")), "{:?}", sweep.coverage.gaps());
    // A pack without its index.
    std::fs::remove_file(pack.with_extension("idx")).expect("gone");
    let (sweep, _) = look_at_history(git.path());
    assert!(!sweep.coverage.complete());
}

#[test]
fn nothing_in_a_hostile_repository_runs() {
    let git = Git::new();
    git.write("a.js", &config(&stripe(1))).commit("all");
    let trap = git.path().join("sprung");
    let command = format!("touch {}", trap.display());
    for key in [
        "core.fsmonitor",
        "core.sshCommand",
        "core.pager",
        "filter.x.clean",
        "filter.x.smudge",
        "diff.external",
        "uploadpack.packObjectsHook",
    ] {
        git.run(&["config", key, &command]);
    }
    git.write(".gitattributes", "* filter=x diff=x\n");
    for hook in ["pre-commit", "post-checkout", "post-index-change", "reference-transaction"] {
        git.write(&format!(".git/hooks/{hook}"), &format!("#!/bin/sh\n{command}\n"));
    }
    let repository = Repository::find(git.path()).expect("readable").expect("there");
    look_at_history(git.path());
    look(|job| staged(&repository, job).expect("read"));
    look(|job| folder::scan(git.path(), job));
    assert!(!trap.exists());
}

#[test]
fn files_that_git_ignores_are_left_out_unless_it_tracks_them() {
    let git = Git::new();
    git.write(".gitignore", ".env\ntracked.env\n").write("tracked.env", &format!("STRIPE_KEY={}\n", stripe(1)));
    git.run(&["add", "-f", "tracked.env"]);
    git.write(".env", &format!("STRIPE_KEY={}\n", stripe(2))).write("new.js", &config(&stripe(3)));
    let (sweep, engine) = look(|job| folder::scan(git.path(), job));
    assert_eq!(told(&sweep, &engine), ["stripe-live-key new.js", "stripe-live-key tracked.env"]);
}

#[test]
fn a_file_that_only_its_name_makes_telling_is_read_as_such() {
    let git = Git::new();
    git.write(".pgpass", "db.acme-desk.io:5432:app:ann:tq-Zommer7\n").commit("in");
    std::fs::remove_file(git.path().join(".pgpass")).expect("gone");
    git.commit("out");
    let (sweep, engine) = look_at_history(git.path());
    assert_eq!(told(&sweep, &engine), ["pgpass-password .pgpass"]);
}

#[test]
fn no_repository_is_told_from_a_broken_one() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(Repository::find(folder.path()).is_ok_and(|r| r.is_none()));
    std::fs::write(folder.path().join(".git"), "gitdir: /nowhere/at/all\n").expect("written");
    assert!(Repository::find(folder.path()).is_err());
    assert!(Repository::find(Path::new("/nowhere/at/all")).is_err());
}
