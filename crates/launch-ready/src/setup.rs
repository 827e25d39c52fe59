//! From what was typed to what is looked at and how it is judged.

use crate::cli::{JudgeFlags, SeverityFlag};
use crate::error::{Error, did_you_mean};
use crate::ledger;
use crate::run::Judging;
use checks::Check;
use config::Config;
use model::Target;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The file that is read when none is named.
const DEFAULT_FILE: &str = "launch.toml";

/// Reads the configuration: the named file, or `launch.toml` here if there is one.
pub fn config(named: Option<&Path>) -> Result<Config, Error> {
    let path = match named {
        Some(path) => path.to_owned(),
        None if Path::new(DEFAULT_FILE).exists() => PathBuf::from(DEFAULT_FILE),
        None => return Config::without_file().ok_or_else(|| Error::Bug("the default profile can't be read".into())),
    };
    let bytes = std::fs::read(&path).map_err(Error::file(&path))?;
    let name = path.display().to_string();
    let text = config::decode(&bytes, &name)?;
    let known: Vec<&str> =
        checks::infos().iter().flat_map(|i| std::iter::once(i.id).chain(i.formerly.iter().copied())).collect();
    let mut config = config::parse(text, &name, &|key| std::env::var(key).ok(), &known)?;
    ledger::compare_files(&mut config.attestations, path.parent().unwrap_or(Path::new("")));
    Ok(config)
}

/// Puts another profile under the configuration's own changes.
pub fn under_profile(mut config: Config, name: Option<&str>) -> Result<Config, Error> {
    if let Some(name) = name {
        let base = config::profile(name).map_err(|e| Error::Usage(e.to_string()))?;
        config.profile = config.overrides.apply(base);
    }
    Ok(config)
}

/// What to audit: what was typed, else what the configuration names.
pub fn target(typed: Option<&str>, config: &Config) -> Result<Target, Error> {
    let text = match typed {
        Some(text) => text.to_owned(),
        None => config.target().ok_or_else(|| {
            Error::Usage("nothing to audit: name a domain (launch-ready check acme.example) or write a launch.toml (launch-ready init acme.example)".into())
        })?,
    };
    Target::parse(&text).map_err(|e| Error::Usage(e.to_string()))
}

/// What to audit; without a name the target that was looked at last.
pub fn target_or_last(typed: Option<&str>, config: &Config) -> Result<Target, Error> {
    if typed.is_none()
        && config.target().is_none()
        && let Ok(last) = crate::command::verify::last(None)
    {
        return Target::parse(&last.target).map_err(|e| Error::Usage(e.to_string()));
    }
    target(typed, config)
}

/// The chosen checks: all, or those of the ids and areas.
pub fn chosen(wanted: &[String]) -> Result<Vec<&'static Check>, Error> {
    if wanted.is_empty() {
        return Ok(checks::all().iter().collect());
    }
    let mut chosen: Vec<&'static Check> = Vec::new();
    for word in wanted {
        let of_area: Vec<_> = checks::all().iter().filter(|c| c.info.area() == word.trim_end_matches('/')).collect();
        match checks::by_id(word) {
            Some(check) => chosen.push(check),
            None if !of_area.is_empty() => chosen.extend(of_area),
            None => return Err(unknown_check(word)),
        }
    }
    // What a chosen check rests on is judged as well, so that its silence means something; so is what could
    // contradict an answer.
    let mut ids: BTreeSet<&str> = chosen.iter().map(|c| c.info.id).collect();
    loop {
        let rests_on = |c: &&'static Check| {
            let against = c.info.asks.map_or(&[][..], |q| q.contradicted_by);
            c.info.needs.iter().chain(against).copied().collect::<Vec<_>>()
        };
        let more = chosen.iter().flat_map(rests_on).find(|id| !ids.contains(id));
        let Some(check) = more.and_then(checks::by_id) else { break };
        ids.insert(check.info.id);
        chosen.push(check);
    }
    chosen.sort_by_key(|c| checks::all().iter().position(|a| a.info.id == c.info.id));
    chosen.dedup_by_key(|c| c.info.id);
    Ok(chosen)
}

/// The error for a check id that is none.
pub fn unknown_check(word: &str) -> Error {
    let infos = checks::infos();
    // People remember the defect and forget the area.
    let by_defect = infos.iter().map(|i| i.id).find(|id| id.split('/').nth(1) == Some(word));
    let known = infos.iter().map(|i| i.id).chain(infos.iter().map(|i| i.area()));
    let near =
        by_defect.or_else(|| did_you_mean(word, known)).map(|n| format!("; did you mean {n}")).unwrap_or_default();
    Error::Usage(format!("there is no check \"{word}\"{near}; launch-ready checks lists them all"))
}

/// Flags of a command that has none of its own: these checks, everything that fails counts.
pub fn flags(checks: Vec<String>) -> JudgeFlags {
    JudgeFlags {
        config: None,
        profile: None,
        checks,
        fail_on: SeverityFlag::Low,
        baseline: None,
        write_baseline: None,
        require_all: false,
        at: None,
    }
}

/// Everything that judging needs.
pub fn judging(flags: &JudgeFlags, config: Config, target: &Target) -> Result<Judging, Error> {
    let mut declared = config.declared(target);
    ledger::expire(&mut declared.claims, flags.at.unwrap_or_else(jiff::Timestamp::now));
    Ok(Judging {
        covered: config.covers(target),
        checks: chosen(&flags.checks)?,
        fail_on: flags.fail_on.into(),
        baseline: flags.baseline.as_deref().map(baseline).transpose()?.unwrap_or_default(),
        require_all: flags.require_all,
        at: flags.at,
        declared,
        config,
    })
}

/// Name of the baseline format.
pub const BASELINE: &str = "launch-ready.baseline/1";

fn baseline(path: &Path) -> Result<BTreeSet<String>, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
    let wrong = |what: &str| Error::Usage(format!("{}: {what}; write one with --write-baseline", path.display()));
    let json: serde_json::Value = serde_json::from_str(&text).map_err(|e| wrong(&format!("no baseline: {e}")))?;
    if json["schema"].as_str() != Some(BASELINE) {
        return Err(wrong("no baseline of this program"));
    }
    let list = json["fingerprints"].as_array().ok_or_else(|| wrong("the fingerprints are missing"))?;
    Ok(list.iter().filter_map(|f| f.as_str().map(str::to_owned)).collect())
}
