//! Files that should not be served: each asked for, and believed only when its body proves it.

use super::origin_of;
use crate::http::{Fetched, Request, Response};
use crate::look::{Gather, Look};
use futures_util::future::join_all;
use model::facts::{Exposed, Leak, LeakKind};
use model::{Level, Origin, Seen, Subject, Unknown, Why};
use std::sync::Arc;

/// Paths, what they would be, and the reader that proves it.
const PATHS: [(&str, LeakKind, Proof); 8] = [
    ("/.env", LeakKind::EnvFile, env_file),
    ("/.env.local", LeakKind::EnvFile, env_file),
    ("/.env.production", LeakKind::EnvFile, env_file),
    ("/.git/config", LeakKind::GitFolder, git_config),
    ("/.git/HEAD", LeakKind::GitFolder, git_head),
    ("/backup.sql", LeakKind::DatabaseDump, sql_dump),
    ("/dump.sql", LeakKind::DatabaseDump, sql_dump),
    ("/database.sql", LeakKind::DatabaseDump, sql_dump),
];

/// Gives the proving line with its values removed.
type Proof = fn(&str) -> Option<String>;

impl Gather for Exposed {
    async fn gather(look: &Look, subject: &Subject) -> Seen<Self> {
        look.needs_level(Level::Safe)?;
        let origin = origin_of(subject)?;
        let visited = look.unknown_path(&origin).await?;
        let unknown = nowhere(&visited, &origin)?;
        let asked = join_all(PATHS.iter().map(|(path, kind, proof)| ask(look, &origin, unknown, path, *kind, *proof)));
        let found = asked.await.into_iter().collect::<Seen<Vec<_>>>()?;
        let asked = PATHS.iter().map(|(path, ..)| (*path).to_owned()).collect();
        Ok(Self { unknown_path_status: unknown.status, asked, leaks: found.into_iter().flatten().collect() })
    }
}

/// One path; a leak only if its body proves it and is not what any path gets.
async fn ask(
    look: &Look,
    origin: &Origin,
    unknown: &Response,
    path: &str,
    kind: LeakKind,
    proof: Proof,
) -> Seen<Option<Leak>> {
    // The head of a file is proof enough; the rest is not ours to read.
    let request = Request::get(super::url(origin, path)?).header("range", "bytes=0-2047");
    let Ok(response) = look.fetch(request).await? else { return Ok(None) };
    if !matches!(response.status, 200 | 206) || response.body == unknown.body {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&response.body);
    Ok(proof(&text).map(|proof| Leak { path: path.to_owned(), kind, proof }))
}

impl Look {
    /// What a path that nobody knows gets; single-page apps answer 200 to everything.
    pub(crate) async fn unknown_path(&self, origin: &Origin) -> Seen<Arc<Fetched>> {
        self.visit(&super::url(origin, &format!("/{}", self.nonce()))?).await
    }
}

/// The answer to a path that nobody knows; a site that gives none can't be compared with.
pub(crate) fn nowhere<'a>(visited: &'a Fetched, origin: &Origin) -> Seen<&'a Response> {
    visited.as_ref().map_err(|failure| Unknown::new(Why::Prerequisite, format!("{origin}: {}", failure.words())))
}

/// `NAME=value` lines and nothing of HTML; at least two names, or one that is secret by its name.
fn env_file(text: &str) -> Option<String> {
    if text.contains('<') && text.to_ascii_lowercase().contains("<html") {
        return None;
    }
    let lines = text.lines().map(|l| l.trim().trim_start_matches("export "));
    let pairs: Vec<(&str, &str)> = lines
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once('='))
        .filter(|(name, _)| {
            let name = name.trim();
            name.len() > 1
                && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
                && name.starts_with(|c: char| c.is_ascii_uppercase())
        })
        .collect();
    let secret = |name: &str| {
        ["KEY", "SECRET", "TOKEN", "PASSWORD", "PASS", "DATABASE_URL", "DSN"].iter().any(|w| name.contains(w))
    };
    let best = pairs.iter().find(|(n, v)| secret(n) && !v.trim().is_empty()).or(pairs.first())?;
    (pairs.len() >= 2 || secret(best.0)).then(|| redacted(best.0, best.1))
}

/// The name and the length of the value, never the value.
fn redacted(name: &str, value: &str) -> String {
    let length = value.trim().trim_matches(['"', '\'']).chars().count();
    format!("{}=<{length} characters>", model::text::quote(name, 60))
}

fn git_config(text: &str) -> Option<String> {
    (text.contains("[core]") && text.contains("repositoryformatversion"))
        .then(|| "[core] repositoryformatversion".into())
}

fn git_head(text: &str) -> Option<String> {
    let line = text.trim();
    let branch = line.strip_prefix("ref: refs/heads/")?;
    (!branch.is_empty() && !branch.contains(char::is_whitespace)).then(|| model::text::quote(line, 80))
}

fn sql_dump(text: &str) -> Option<String> {
    let signs = ["-- PostgreSQL database dump", "-- MySQL dump", "-- MariaDB dump", "SQLite format 3"];
    let sign = signs.iter().find(|s| text.contains(**s)).map(|s| (*s).to_owned());
    let statements = ["CREATE TABLE ", "INSERT INTO "].iter().any(|s| text.contains(s)) && !text.contains("<html");
    sign.or_else(|| statements.then(|| "CREATE TABLE / INSERT INTO statements".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_never_holds_a_value() {
        let proof = env_file("APP_ENV=production\nDATABASE_URL=postgres://acme:hunter2@db/acme\n");
        assert_eq!(proof.as_deref(), Some("DATABASE_URL=<31 characters>"));
    }

    #[test]
    fn pages_are_no_files() {
        assert_eq!(env_file("<!doctype html><html><script>A=1;B=2</script>"), None);
        assert_eq!(env_file("just = words\nof = prose"), None);
        assert_eq!(git_head("<html>ref: refs/heads/main</html>"), None);
        assert_eq!(sql_dump("<html>CREATE TABLE explained</html>"), None);
    }

    #[test]
    fn real_files_are_known() {
        assert!(git_config("[core]\n\trepositoryformatversion = 0\n").is_some());
        assert_eq!(git_head("ref: refs/heads/main\n").as_deref(), Some("ref: refs/heads/main"));
        assert!(sql_dump("--\n-- PostgreSQL database dump\n--").is_some());
    }
}
