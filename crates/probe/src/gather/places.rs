//! Further usual places of files that should not be served, the likeliest first.

use super::proof::{self, Proof};
use model::facts::LeakKind;

/// A path, what it would be, and the reader that proves it.
pub(super) type Place = (String, LeakKind, Proof);

/// Folders of a repository that are served by mistake; the site itself first.
const FOLDERS: [&str; 12] = [
    "/",
    "/api/",
    "/app/",
    "/backend/",
    "/server/",
    "/web/",
    "/public/",
    "/src/",
    "/admin/",
    "/config/",
    "/old/",
    "/dev/",
];

/// Files of environment variables, as frameworks and editors name them.
const ENVIRONMENTS: [&str; 11] = [
    ".env",
    ".env.local",
    ".env.production",
    ".env.production.local",
    ".env.prod",
    ".env.staging",
    ".env.development",
    ".env.bak",
    ".env.old",
    ".env.save",
    ".env~",
];

/// Settings with places for passwords.
const SETTINGS: [&str; 6] = [
    "config.json",
    "appsettings.json",
    "appsettings.Production.json",
    "wp-config.php.bak",
    "settings.json",
    "secrets.json",
];

/// Names of copies; the host's own labels are added.
const COPIES: [&str; 10] = ["backup", "dump", "db", "database", "data", "site", "www", "prod", "production", "export"];

/// Places besides the usual ones, none twice.
pub(super) fn further(host: &str) -> impl Iterator<Item = Place> {
    let inside = |names: &'static [&'static str]| {
        FOLDERS.iter().flat_map(move |folder| names.iter().map(move |name| format!("{folder}{name}")))
    };
    let host = host.to_owned();
    let label = host.split('.').next().unwrap_or_default().to_owned();
    let copies: Vec<String> = [host, label].into_iter().chain(COPIES.iter().map(|c| (*c).to_owned())).collect();
    let copy = move |folders: [&'static str; 2], end: &'static str| {
        let copies = copies.clone();
        folders.into_iter().flat_map(move |f| copies.clone().into_iter().map(move |c| format!("{f}{c}{end}")))
    };
    let of = |kind: LeakKind, proof: Proof| move |path: String| (path, kind, proof);
    let mut seen: std::collections::HashSet<String> =
        super::exposed::PATHS.iter().map(|(path, ..)| (*path).to_owned()).collect();
    inside(&ENVIRONMENTS)
        .map(of(LeakKind::EnvFile, proof::env_file))
        .chain(inside(&[".git/config"]).map(of(LeakKind::GitFolder, proof::git_config)))
        .chain(copy(["/", "/backup/"], ".sql").map(of(LeakKind::DatabaseDump, proof::sql_dump)))
        .chain(copy(["/", "/backup/"], ".zip").map(of(LeakKind::Archive, proof::zip)))
        .chain(inside(&SETTINGS).map(of(LeakKind::ConfigFile, proof::config)))
        .chain(inside(&["Dockerfile"]).map(of(LeakKind::BuildFile, proof::dockerfile)))
        .chain(inside(&["docker-compose.yml", "compose.yaml"]).map(of(LeakKind::BuildFile, proof::compose)))
        .filter(move |(path, ..)| seen.insert(path.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_more_than_250_and_none_twice() {
        let paths: Vec<String> = further("app.acme.example").map(|(path, ..)| path).collect();
        let once: std::collections::HashSet<&String> = paths.iter().collect();
        assert!(paths.len() > 250 && once.len() == paths.len(), "{} paths, {} of them once", paths.len(), once.len());
        assert!(once.contains(&"/app.sql".to_owned()) && !once.contains(&"/.env".to_owned()));
    }
}
