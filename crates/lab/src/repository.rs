//! The repository of Acme Desk: a front end, an API, and how they are run. Plain data that a fault can change, written
//! into a folder with an index as git would have it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Files of a repository.
#[derive(Debug, Clone, Default)]
pub struct Repository {
    /// Texts by path below the top.
    pub files: BTreeMap<String, String>,
    /// Paths that git does not track.
    pub untracked: BTreeSet<String>,
}

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("repository/desk/", $path)))),*]
    };
}

/// What only looks like a secret: made from letters that nobody else has, so that no scanner of this tree takes it for one.
fn value(kind: &str, seed: u64) -> String {
    // A linear congruential generator (Knuth's MMIX): the values must be the same in every run, and mean nothing.
    let mut state = seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493);
    let letters = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(letters[usize::try_from(state >> 59).unwrap_or(0)])
    };
    let body: String = (0..32).map(|_| next()).collect();
    format!("{kind}{body}")
}

/// A key for one of Stripe's modes.
pub(crate) fn stripe(kind: &str, mode: &str, seed: u64) -> String {
    value(&format!("{kind}_{mode}_"), seed)
}

impl Repository {
    /// The healthy repository, as it lies on the founder's laptop: secrets in ignored files only.
    #[must_use]
    pub fn fixed() -> Self {
        let tracked = files![
            ".env.example",
            ".github/workflows/test.yml",
            ".gitignore",
            "README.md",
            "api/desk/settings.py",
            "docker-compose.yml",
            "web/Dockerfile",
            "web/src/env.ts",
            "web/src/mail.ts",
        ];
        let mut repository = Self::default();
        for (path, text) in tracked {
            repository.files.insert(path.to_owned(), text.to_owned());
        }
        repository.untracked(".env", &environment("test", "db.localnet.example", 1));
        repository.untracked(".env.production", &environment("live", "db.acme.example", 2));
        repository
    }

    /// Adds a file that git does not track.
    pub(crate) fn untracked(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
        self.untracked.insert(path.to_owned());
    }

    /// Adds lines to a file.
    pub(crate) fn append(&mut self, path: &str, text: &str) {
        self.files.entry(path.to_owned()).or_default().push_str(text);
    }

    /// Replaces a part of a file.
    pub(crate) fn replace(&mut self, path: &str, from: &str, to: &str) {
        if let Some(text) = self.files.get_mut(path) {
            debug_assert!(text.contains(from), "{path} holds no {from}");
            *text = text.replace(from, to);
        }
    }

    /// Writes the files and git's index into an empty folder.
    ///
    /// # Errors
    /// What the system says.
    pub fn write(&self, root: &Path) -> std::io::Result<()> {
        for (path, text) in &self.files {
            let file = root.join(path);
            if let Some(parent) = file.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(file, text)?;
        }
        let git = root.join(".git");
        std::fs::create_dir_all(git.join("objects"))?;
        std::fs::create_dir_all(git.join("refs"))?;
        std::fs::write(git.join("HEAD"), "ref: refs/heads/main\n")?;
        std::fs::write(git.join("config"), "[remote \"origin\"]\n\turl = git@git.acme.example:acme/acme-desk.git\n")?;
        let mut state = gix_index::State::new(gix_hash::Kind::Sha1);
        for path in self.files.keys().filter(|p| !self.untracked.contains(*p)) {
            let (stat, flags) = (gix_index::entry::Stat::default(), gix_index::entry::Flags::empty());
            let id = gix_hash::Kind::Sha1.null();
            state.dangerously_push_entry(stat, id, flags, gix_index::entry::Mode::FILE, path.as_str().into());
        }
        state.sort_entries();
        let mut index = gix_index::File::from_state(state, git.join("index"));
        index.write(gix_index::write::Options::default()).map_err(|e| std::io::Error::other(e.to_string()))
    }
}

/// The environment of one mode of the app.
fn environment(mode: &str, database: &str, seed: u64) -> String {
    let set = [
        ("API_URL", "https://api.acme.example".to_owned()),
        ("SESSION_SECRET", value("", seed * 10)),
        ("STRIPE_SECRET_KEY", stripe("sk", mode, seed * 10 + 1)),
        ("NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY", stripe("pk", mode, seed * 10 + 2)),
        ("RESEND_API_KEY", value("re_", seed * 10 + 3)),
        ("DJANGO_SECRET_KEY", value("", seed * 10 + 4)),
        ("DATABASE_URL", format!("postgres://desk:{}@{database}/desk", value("", seed * 10 + 5))),
        ("ALLOWED_HOSTS", "api.acme.example".to_owned()),
        ("POSTGRES_PASSWORD", value("", seed * 10 + 6)),
    ];
    set.iter().map(|(name, value)| format!("{name}={value}\n")).collect()
}
