//! What proves by its body that a file or page is what its path says. A proof never holds a value.

/// Gives the proving words with values removed.
pub(super) type Proof = fn(&str) -> Option<String>;

fn is_page(text: &str) -> bool {
    let start = text.get(..text.len().min(600)).unwrap_or(text).to_ascii_lowercase();
    start.contains("<html") || start.contains("<!doctype")
}

/// The words, when all of them stand in a text that is no page.
fn all_of(text: &str, words: &[&str]) -> Option<String> {
    (!is_page(text) && words.iter().all(|w| text.contains(w))).then(|| words.join(" … "))
}

/// `NAME=value` lines and nothing of HTML; at least two names, or one that is secret by its name.
pub(super) fn env_file(text: &str) -> Option<String> {
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

pub(super) fn git_config(text: &str) -> Option<String> {
    (text.contains("[core]") && text.contains("repositoryformatversion"))
        .then(|| "[core] repositoryformatversion".into())
}

pub(super) fn sql_dump(text: &str) -> Option<String> {
    let signs = ["-- PostgreSQL database dump", "-- MySQL dump", "-- MariaDB dump", "SQLite format 3"];
    let sign = signs.iter().find(|s| text.contains(**s)).map(|s| (*s).to_owned());
    let statements = ["CREATE TABLE ", "INSERT INTO "].iter().any(|s| text.contains(s)) && !text.contains("<html");
    sign.or_else(|| statements.then(|| "CREATE TABLE / INSERT INTO statements".to_owned()))
}

/// The database in which Subversion keeps its working copy.
pub(super) fn svn(text: &str) -> Option<String> {
    text.starts_with("SQLite format 3").then(|| "SQLite format 3".into())
}

/// What Mercurial needs to read the repository.
pub(super) fn mercurial(text: &str) -> Option<String> {
    let known = ["revlogv1", "share-safe", "dotencode", "fncache", "generaldelta"];
    let line = text.lines().find(|l| known.contains(&l.trim()))?;
    (!is_page(text)).then(|| line.trim().to_owned())
}

/// JSON with a secret by its name, or the settings of a framework with a password in them.
pub(super) fn config(text: &str) -> Option<String> {
    if is_page(text) {
        return None;
    }
    if text.contains("DB_PASSWORD") && text.contains("define(") {
        return Some("define('DB_PASSWORD', …)".into());
    }
    if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
        return None;
    }
    let names = ["password", "passwd", "secret", "private_key", "privatekey", "connectionstring", "defaultconnection"];
    let mut parts = text.split('"').skip(1).step_by(2);
    let mut name = parts.next()?;
    for part in parts {
        let lower = name.to_ascii_lowercase();
        let holds =
            text.contains(&format!("\"{name}\": \"{part}\"")) || text.contains(&format!("\"{name}\":\"{part}\""));
        if holds && part.len() >= 6 && names.iter().any(|n| lower.contains(n)) {
            return Some(redacted(name, part));
        }
        name = part;
    }
    None
}

/// The first octets of a zip archive.
pub(super) fn zip(text: &str) -> Option<String> {
    text.starts_with("PK\u{3}\u{4}").then(|| "PK (the head of a zip archive)".into())
}

pub(super) fn phpinfo(text: &str) -> Option<String> {
    (text.contains("phpinfo()") && text.contains("PHP Version")).then(|| "phpinfo() … PHP Version".into())
}

pub(super) fn actuator(text: &str) -> Option<String> {
    all_of(text, &["\"propertySources\""])
}

pub(super) fn pprof(text: &str) -> Option<String> {
    (text.contains("/debug/pprof/") && text.contains("goroutine")).then(|| "/debug/pprof/ … goroutine".into())
}

pub(super) fn server_status(text: &str) -> Option<String> {
    text.contains("Apache Server Status for").then(|| "Apache Server Status for …".into())
}

pub(super) fn api_document(text: &str) -> Option<String> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    ["\"openapi\"", "\"swagger\""].iter().find(|k| text.contains(**k)).map(|k| (*k).to_owned())
}

pub(super) fn graphql(text: &str) -> Option<String> {
    all_of(text, &["\"__schema\"", "\"queryType\""])
}

pub(super) fn metrics(text: &str) -> Option<String> {
    let line = |start: &str| text.lines().find(|l| l.starts_with(start)).map(|l| model::text::quote(l, 60));
    line("# TYPE ").and(line("# HELP "))
}

/// A listing as web servers write it.
pub(super) fn listing(text: &str) -> Option<String> {
    let title = ["<title>Index of /", "<title>Directory listing for /"].iter().find(|t| text.contains(**t))?;
    text.contains("<a href=").then(|| title.trim_start_matches("<title>").to_owned())
}

/// Notes for a coding assistant name it.
pub(super) fn assistant(text: &str) -> Option<String> {
    all_of(text, &["\"mcpServers\""]).or_else(|| {
        let first = text.lines().find(|l| !l.trim().is_empty())?;
        let notes = first.starts_with('#') && (text.contains("CLAUDE.md") || text.contains("Claude"));
        (notes && !is_page(text)).then(|| model::text::quote(first, 60))
    })
}

pub(super) fn dockerfile(text: &str) -> Option<String> {
    let from = text.lines().find(|l| l.starts_with("FROM "))?;
    let more =
        text.lines().any(|l| ["RUN ", "COPY ", "CMD ", "ENTRYPOINT ", "WORKDIR "].iter().any(|w| l.starts_with(w)));
    (more && !is_page(text)).then(|| model::text::quote(from, 60))
}

pub(super) fn compose(text: &str) -> Option<String> {
    let services = text.lines().any(|l| l.trim_end() == "services:");
    (services && !is_page(text) && (text.contains("image:") || text.contains("build:"))).then(|| "services:".into())
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
        assert_eq!(sql_dump("<html>CREATE TABLE explained</html>"), None);
    }

    #[test]
    fn real_files_are_known() {
        assert!(git_config("[core]\n\trepositoryformatversion = 0\n").is_some());
        assert!(config("{\"db\":{\"password\":\"hunter2hunter2\"}}").is_some_and(|p| !p.contains("hunter")));
        assert!(config("{\"apiUrl\": \"/api\", \"theme\": \"secret garden\"}").is_none());
        assert!(metrics("# HELP up x\n# TYPE up gauge\nup 1\n").is_some());
        assert!(dockerfile("FROM node:22\nCOPY . .\n").is_some());
        assert!(sql_dump("--\n-- PostgreSQL database dump\n--").is_some());
    }
}
