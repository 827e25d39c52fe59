//! Configuration files of gitleaks: own rules, allow lists, `.gitleaksignore`.

use crate::finding::Finding;
use regex::bytes::{Regex, RegexBuilder, RegexSet, RegexSetBuilder};
use secrets::Rule;
use serde::Deserialize;

/// What a configuration asks for.
#[derive(Debug, Default)]
pub struct Gitleaks {
    /// Further rules.
    pub rules: Vec<Rule>,
    /// Paths that are left out.
    pub paths: Option<RegexSet>,
    /// Commits that are left out.
    pub commits: Vec<String>,
    /// Rules that can't be used here, with the reason.
    pub problems: Vec<String>,
}

#[derive(Deserialize, Default)]
struct File {
    #[serde(default)]
    rules: Vec<FileRule>,
    allowlist: Option<Allow>,
    #[serde(default)]
    allowlists: Vec<Allow>,
}

#[derive(Deserialize)]
struct FileRule {
    id: String,
    #[serde(default)]
    description: String,
    regex: Option<String>,
    #[serde(default)]
    keywords: Vec<String>,
    entropy: Option<f64>,
}

#[derive(Deserialize, Default)]
struct Allow {
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    commits: Vec<String>,
}

/// Reads `.gitleaks.toml`.
///
/// # Errors
/// When it is no TOML of that form, or a path is no regex.
pub fn read(text: &str) -> Result<Gitleaks, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    let mut out = Gitleaks::default();
    for rule in file.rules {
        // A rule without a regex only changes one of gitleaks' own, which are not used here.
        let Some(regex) = rule.regex.filter(|r| !r.is_empty()) else { continue };
        if let Err(error) = build(&regex) {
            out.problems.push(format!("rule {}: {}", rule.id, error.to_string().lines().last().unwrap_or_default()));
            continue;
        }
        let keywords = if rule.keywords.is_empty() { literals(&regex) } else { rule.keywords };
        if keywords.is_empty() {
            out.problems.push(format!("rule {}: it needs keywords", rule.id));
            continue;
        }
        let title = if rule.description.is_empty() { rule.id.clone() } else { rule.description };
        out.rules.push(Rule::foreign(rule.id, title, keywords, &regex, rule.entropy.unwrap_or(0.0)));
    }
    let mut paths = Vec::new();
    for allow in file.allowlist.into_iter().chain(file.allowlists) {
        paths.extend(allow.paths);
        out.commits.extend(allow.commits);
    }
    if !paths.is_empty() {
        out.paths = Some(RegexSetBuilder::new(&paths).unicode(false).build().map_err(|e| e.to_string())?);
    }
    Ok(out)
}

fn build(regex: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(regex).unicode(false).build()
}

/// The longest plain word of a regex.
fn literals(regex: &str) -> Vec<String> {
    let words = regex.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).filter(|w| w.len() >= 4);
    words.max_by_key(|w| w.len()).map(str::to_owned).into_iter().collect()
}

/// Lines of `.gitleaksignore`: `commit:path:rule:line` or `path:rule:line`.
#[derive(Debug, Default)]
pub struct Ignore(Vec<String>);

impl Ignore {
    /// Reads the file.
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self(text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).map(str::to_owned).collect())
    }

    /// Whether a finding is named. Names of rules differ between the tools, so place and commit decide.
    #[must_use]
    pub fn holds(&self, finding: &Finding) -> bool {
        self.0.iter().any(|line| {
            let mut parts: Vec<&str> = line.split(':').collect();
            let number = parts.pop().and_then(|n| n.parse::<u64>().ok());
            let _their_rule = parts.pop();
            let commit = (parts.len() > 1 && parts[0].len() >= 40).then(|| parts.remove(0));
            let path = parts.join(":");
            let same = number == Some(finding.line) && path == finding.path;
            (same && commit.is_none_or(|c| finding.commit.as_deref() == Some(c))) || line == &finding.fingerprint
        })
    }
}
