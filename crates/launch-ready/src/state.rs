//! The private state folder: the last look at each target, readable by its owner only.

use crate::error::Error;
use model::report::TrendPoint;
use model::{Evidence, Report};
use std::io::Write;
use std::path::{Path, PathBuf};

/// `$XDG_STATE_HOME/launch-ready`, or under `~/.local/state`; `None` without a home.
fn base() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_STATE_HOME")
        .map(PathBuf::from)
        .filter(|p| p.is_absolute())
        .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state")))?;
    Some(base.join("launch-ready"))
}

/// That file of the target that was looked at last.
pub fn newest(file: &str) -> Option<PathBuf> {
    let folders = std::fs::read_dir(base()?).ok()?.flatten();
    let files = folders.map(|f| f.path().join(file));
    files.filter_map(|f| Some((f.metadata().ok()?.modified().ok()?, f))).max().map(|(_, f)| f)
}

/// The folder of one target; `None` without a home.
pub fn folder(target: &str) -> Option<PathBuf> {
    // `localhost:3000` and `[::1]` are targets, but no names for folders everywhere.
    let name: String =
        target.chars().map(|c| if c.is_ascii_alphanumeric() || ".-".contains(c) { c } else { '_' }).collect();
    Some(base()?.join(name))
}

/// Saved evidence; `last` is the last look at the target.
pub fn evidence(path: &Path, target: &str) -> Result<Evidence, Error> {
    let path = if path == Path::new("last") {
        let folder = folder(target).ok_or_else(|| Error::Usage("there is no home folder to keep looks in".into()))?;
        let file = folder.join("evidence.json");
        if !file.exists() {
            return Err(Error::Usage(format!("{target} was not looked at yet; run launch-ready check {target}")));
        }
        file
    } else {
        path.to_owned()
    };
    let text = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
    Evidence::from_json(&text).map_err(|e| Error::Usage(format!("{}: {e}", path.display())))
}

/// Writes a file that only its owner may read, whole or not at all.
pub fn write_private(path: &Path, text: &str) -> Result<(), Error> {
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
    if let Some(parent) = path.parent() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(parent).map_err(Error::file(parent))?;
    }
    let half = path.with_extension("part");
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&half)
        .map_err(Error::file(&half))?;
    file.write_all(text.as_bytes()).map_err(Error::file(&half))?;
    std::fs::rename(&half, path).map_err(Error::file(path))
}

/// Saves evidence and report of a run. State is a convenience: that it can't be written stops nothing.
pub fn save(target: &str, evidence: &str, report: &str) -> Option<PathBuf> {
    let folder = folder(target)?;
    // The look before this one stays for `compare previous last`.
    std::fs::rename(folder.join("report.json"), folder.join("previous.json")).ok();
    write_private(&folder.join("evidence.json"), evidence).ok()?;
    write_private(&folder.join("report.json"), report).ok()?;
    Some(folder)
}

/// Runs that are remembered of each target.
const KEPT: usize = 50;
/// Runs that a report shows.
const SHOWN: usize = 10;

/// Remembers a run; the oldest are forgotten.
pub fn remember(report: &Report) {
    let Some(folder) = folder(&report.target) else { return };
    let mut runs = runs(&report.target);
    runs.push(report.point());
    let kept = &runs[runs.len().saturating_sub(KEPT)..];
    let lines: Vec<String> = kept.iter().filter_map(|p| serde_json::to_string(p).ok()).collect();
    write_private(&folder.join("runs.jsonl"), &(lines.join("\n") + "\n")).ok();
}

/// The remembered runs, oldest first; what another version wrote in another shape is left out.
pub fn runs(target: &str) -> Vec<TrendPoint> {
    let text = folder(target).and_then(|f| std::fs::read_to_string(f.join("runs.jsonl")).ok()).unwrap_or_default();
    text.lines().filter_map(|l| serde_json::from_str(l).ok()).collect()
}

/// The last runs under the report's profile, this one included.
pub fn trend(report: &Report) -> Vec<TrendPoint> {
    let mut runs = runs(&report.target);
    runs.retain(|p| p.profile == report.profile && p.at < report.at);
    runs.push(report.point());
    let from = runs.len().saturating_sub(SHOWN);
    runs.split_off(from)
}
