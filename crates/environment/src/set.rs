//! Where variables are set: environment files, and what compose, Docker, CI and hosting platforms declare.

mod compose;
mod dockerfile;
mod kubernetes;
mod platform;
mod script;
mod workflow;

use crate::value::{self, Salt};
use crate::{Fallback, Place, Read, ValueClass, dotenv, name};
use serde::{Deserialize, Serialize};

/// What a file says about a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The example file names it: whoever sets up the app must give it a value.
    Example,
    /// A file sets it.
    Set,
}

/// One declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Name of the variable.
    pub name: String,
    /// Environment it is set in; `example` for example files.
    pub environment: String,
    /// Example or value.
    pub kind: Kind,
    /// Where.
    pub place: Place,
    /// Kind of value.
    pub class: ValueClass,
    /// Keyed digest of the value, where it is long enough to be secret.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub digest: Option<String>,
}

/// What a file gives: declarations, and variables that it reads itself (`${NAME}` in a compose file).
#[derive(Debug, Default)]
pub(crate) struct Declared {
    pub settings: Vec<Setting>,
    pub reads: Vec<Read>,
}

/// Collects declarations of one file.
pub(crate) struct Sink<'a> {
    path: &'a str,
    text: &'a str,
    salt: &'a Salt,
    out: Declared,
    /// Where the search for the next mention of a name begins.
    from: std::collections::HashMap<String, usize>,
}

impl<'a> Sink<'a> {
    fn new(path: &'a str, text: &'a str, salt: &'a Salt) -> Self {
        Self { path, text, salt, out: Declared::default(), from: std::collections::HashMap::new() }
    }

    /// A name that is set to a value; `None` when only the name is given.
    pub(crate) fn set(&mut self, name: &str, environment: &str, value: Option<&str>) {
        if !name::is_name(name) {
            return;
        }
        let place = self.next_mention(name);
        let class = value.map_or(ValueClass::Unseen, value::class_of);
        let digest = value.and_then(|v| value::digest(self.salt, v));
        let environment = environment.to_owned();
        self.out.settings.push(Setting { name: name.to_owned(), environment, kind: Kind::Set, place, class, digest });
    }

    /// A variable that the file itself reads.
    pub(crate) fn read(&mut self, name: &str, fallback: Fallback) {
        if name::is_name(name) {
            let place = self.next_mention(name);
            self.out.reads.push(Read { name: name.to_owned(), place, fallback });
        }
    }

    /// Parsers of YAML, JSON and TOML give no places; the file's mentions of the name, one after the other, are them.
    fn next_mention(&mut self, name: &str) -> Place {
        let from = self.from.get(name).copied().unwrap_or(0);
        let at = mention(self.text, name, from).or_else(|| mention(self.text, name, 0));
        if let Some(at) = at {
            self.from.insert(name.to_owned(), at + name.len());
        }
        place_at(self.path, self.text, at.unwrap_or(0))
    }
}

/// Byte offset of the next mention of `name` as a whole word.
fn mention(text: &str, name: &str, from: usize) -> Option<usize> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    text.get(from..)?.match_indices(name).map(|(i, _)| i + from).find(|i| {
        !text[..*i].chars().next_back().is_some_and(word) && !text[i + name.len()..].chars().next().is_some_and(word)
    })
}

/// The place of a byte offset.
pub(crate) fn place_at(path: &str, text: &str, at: usize) -> Place {
    let before = &text[..at];
    let line = u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX - 1) + 1;
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    let column = u32::try_from(before[start..].chars().count()).unwrap_or(u32::MAX - 1) + 1;
    Place { path: path.to_owned(), line, column }
}

/// Files larger than this declare no environment.
const LARGEST: usize = 4 << 20;

/// What a file declares and reads; `None` when it is no such file.
///
/// # Errors
/// Why the file could not be understood, in words.
pub(crate) fn declared(path: &str, text: &str, salt: &Salt) -> Option<Result<Declared, String>> {
    let file = path.rsplit('/').next().unwrap_or(path);
    if text.len() > LARGEST {
        return environment_of(path)
            .map(|_| Err(format!("{} MB is more than an environment file holds", text.len() >> 20)));
    }
    let mut sink = Sink::new(path, text, salt);
    let lower = file.to_ascii_lowercase();
    let yaml = lower.ends_with(".yml") || lower.ends_with(".yaml");
    let read = if is_dotenv(file) {
        return Some(Ok(from_dotenv(path, text, salt)));
    } else if yaml && (lower.starts_with("docker-compose") || lower.starts_with("compose")) {
        compose::read(&mut sink)
    } else if lower == "dockerfile"
        || lower.starts_with("dockerfile.")
        || lower.ends_with(".dockerfile")
        || lower == "containerfile"
    {
        dockerfile::read(&mut sink);
        Ok(())
    } else if yaml && path.contains(".github/workflows/") || lower == ".gitlab-ci.yml" {
        workflow::read(&mut sink)
    } else if lower == "package.json" {
        script::package(&mut sink)
    } else if lower == "makefile" || crate::Language::of(path, text) == Some(crate::Language::Shell) {
        script::shell(&mut sink)
    } else if let Some(read) = platform::reader(&lower) {
        read(&mut sink)
    } else if yaml && text.contains("apiVersion:") && text.contains("kind:") {
        kubernetes::read(&mut sink)
    } else {
        return None;
    };
    Some(read.map(|()| sink.out))
}

/// Every declaration of a file; empty for files that declare none or are broken.
#[must_use]
pub fn settings(path: &str, text: &str, salt: &Salt) -> Vec<Setting> {
    declared(path, text, salt).and_then(Result::ok).map(|d| d.settings).unwrap_or_default()
}

/// `.env`, `.env.production`, `prod.env`, `env.example`, `.envrc`.
pub(crate) fn is_dotenv(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    let code = [
        ".js", ".ts", ".mjs", ".cjs", ".py", ".rb", ".php", ".d.ts", ".json", ".yml", ".yaml", ".md", ".txt", ".html",
        ".go", ".rs", ".vault", ".me",
    ];
    if code.iter().any(|e| lower.ends_with(e)) {
        return false;
    }
    lower == ".env"
        || lower == ".envrc"
        || lower.starts_with(".env.")
        || lower.starts_with(".env-")
        || lower.ends_with(".env")
        || matches!(lower.as_str(), "env.example" | "env.sample" | "env.template" | "dotenv.example" | "env.dist")
}

/// The environment that a dotenv file's name means; `None` for other files.
#[must_use]
pub fn environment_of(path: &str) -> Option<String> {
    let file = path.rsplit('/').next().unwrap_or(path);
    if !is_dotenv(file) {
        return None;
    }
    let lower = file.to_ascii_lowercase();
    let example = ["example", "sample", "template", "dist", "defaults", "schema"];
    let words: Vec<&str> = lower
        .split(['.', '-', '_'])
        .filter(|w| !w.is_empty() && *w != "env" && *w != "local" && *w != "dotenv")
        .collect();
    if words.iter().any(|w| example.contains(w)) {
        return Some("example".into());
    }
    Some(words.first().map_or("development", |w| canonical(w)).to_owned())
}

/// One word for each environment, however it is abbreviated.
pub(crate) fn canonical(word: &str) -> &str {
    match word {
        "prod" | "production" | "live" => "production",
        "stage" | "staging" | "preview" | "uat" => "staging",
        "dev" | "develop" | "development" | "override" | "envrc" => "development",
        "test" | "testing" | "ci" | "e2e" => "test",
        other => other,
    }
}

/// The environment that a path's words name, or `otherwise`.
pub(crate) fn environment_in(path: &str, otherwise: &'static str) -> String {
    let known = ["production", "staging", "development", "test"];
    path.to_ascii_lowercase()
        .split(['/', '.', '-', '_'])
        .rev()
        .map(canonical)
        .find(|w| known.contains(w))
        .unwrap_or(otherwise)
        .to_owned()
}

fn from_dotenv(path: &str, text: &str, salt: &Salt) -> Declared {
    let environment = environment_of(path).unwrap_or_default();
    let kind = if environment == "example" { Kind::Example } else { Kind::Set };
    let settings = dotenv::parse(text).entries.into_iter().map(|e| Setting {
        name: e.name.to_owned(),
        environment: environment.clone(),
        kind,
        place: Place { path: path.to_owned(), line: e.line, column: e.column },
        class: value::class_of(&e.value),
        digest: value::digest(salt, &e.value),
    });
    Declared { settings: settings.collect(), reads: Vec::new() }
}

/// Text of a scalar.
pub(crate) fn scalar(value: &serde_yaml_ng::Value) -> Option<String> {
    use serde_yaml_ng::Value as V;
    match value {
        V::String(s) => Some(s.clone()),
        V::Number(n) => Some(n.to_string()),
        V::Bool(b) => Some(b.to_string()),
        V::Null => Some(String::new()),
        _ => None,
    }
}

/// A document of YAML, in words when it is none.
pub(crate) fn yaml(text: &str) -> Result<serde_yaml_ng::Value, String> {
    serde_yaml_ng::from_str(text).map_err(|e| format!("no valid YAML: {e}"))
}

#[cfg(test)]
mod tests;
