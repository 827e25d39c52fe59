//! A folder with real git in it, and values made at run time.

use secrets::{Engine, Salt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use sweep::git::{Repository, history};
use sweep::{Job, Progress, Sweep};

/// A repository in a folder of its own.
pub struct Git {
    folder: tempfile::TempDir,
}

impl Git {
    pub fn new() -> Self {
        let git = Self { folder: tempfile::tempdir().expect("a folder") };
        git.run(&["init", "-q", "-b", "main"]);
        git
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs git without anybody's configuration.
    pub fn run(&self, args: &[&str]) -> String {
        run_in(self.path(), args)
    }

    pub fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it has one")).expect("folder");
        std::fs::write(path, text).expect("written");
        self
    }

    pub fn commit(&self, message: &str) -> String {
        self.run(&["add", "-A"]);
        self.run(&["commit", "-q", "--allow-empty", "-m", message]);
        self.run(&["rev-parse", "HEAD"]).trim().to_owned()
    }
}

pub fn run_in(folder: &Path, args: &[&str]) -> String {
    let done = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@acme.example",
            "-c",
            "gc.auto=0",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(args)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").expect("a PATH"))
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git is there");
    assert!(done.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// A look with its own engine.
pub fn look(then: impl FnOnce(&Job<'_>) -> Sweep) -> (Sweep, Engine) {
    let engine = Engine::new().expect("valid rules");
    let salt = Salt::new(b"salt of a test", true);
    let (stop, progress) = (AtomicBool::new(false), Progress::default());
    let job = Job { engine: &engine, salt: &salt, stop: &stop, progress: &progress, threads: 2, skip: None };
    let mut sweep = then(&job);
    sweep.finish(&engine, &salt);
    (sweep, engine)
}

pub fn look_at_history(folder: &Path) -> (Sweep, Engine) {
    let repository = Repository::find(folder).expect("readable").expect("a repository");
    look(|job| history(&repository, job))
}

/// `rule path` of each finding.
pub fn told(sweep: &Sweep, engine: &Engine) -> Vec<String> {
    let mut out: Vec<String> =
        sweep.findings.iter().map(|f| format!("{} {}", engine.rules()[f.rule].id, f.path)).collect();
    out.sort();
    out
}

/// A live key of Stripe's form; each seed gives another.
pub fn stripe(seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let body: String = (0..24)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            char::from(
                b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
                    [usize::try_from((state >> 33) % 56).expect("small")],
            )
        })
        .collect();
    format!("sk_{}_{body}", "live")
}

/// Everything below a folder.
#[allow(dead_code, reason = "not every test needs it")]
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).expect("readable").flatten() {
        if entry.path().is_dir() { out.extend(files(&entry.path())) } else { out.push(entry.path()) }
    }
    out
}
