//! The truth table: one row for each variable, from all that the files say.

use crate::dotenv::{self, Slip};
use crate::set::{self, Kind, Setting, is_dotenv};
use crate::value::Salt;
use crate::{Fallback, Place, Read, ValueClass, name, reads};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Something that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// The file or folder.
    pub what: String,
    /// Why, in words.
    pub why: String,
}

/// A whole list of the names that are set in an environment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Name of the environment.
    pub environment: String,
    /// The file or command it came from.
    pub source: String,
}

/// A slip in an environment file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipAt {
    /// Where.
    pub place: Place,
    /// Which.
    pub slip: Slip,
}

/// One variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// The name says that the value is secret.
    pub secret: bool,
    /// The build tool that copies it into the browser's bundle.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub published_by: Option<String>,
    /// The platform or the runtime sets it.
    pub provided: bool,
    /// Readers in the app's own code.
    pub reads: Vec<Read>,
    /// Readers in tests.
    pub test_reads: Vec<Read>,
    /// Declarations.
    pub settings: Vec<Setting>,
    /// Where documents name it.
    pub documented: Vec<Place>,
}

impl Row {
    /// Does the app's code read it?
    #[must_use]
    pub fn is_read(&self) -> bool {
        !self.reads.is_empty()
    }

    /// Does some reader need it: no default, and not declared optional?
    #[must_use]
    pub fn is_required(&self) -> bool {
        !self.provided && self.reads.iter().any(|r| !matches!(r.fallback, Fallback::Literal(_) | Fallback::Other))
    }

    /// Does an example file name it?
    #[must_use]
    pub fn in_example(&self) -> bool {
        self.settings.iter().any(|s| s.kind == Kind::Example)
    }

    /// Declarations that set it in an environment.
    pub fn set_in<'a>(&'a self, environment: &'a str) -> impl Iterator<Item = &'a Setting> + 'a {
        self.settings.iter().filter(move |s| s.kind == Kind::Set && s.environment == environment)
    }

    /// Is it on the whole list of an environment's names?
    #[must_use]
    pub fn on(&self, list: &List) -> bool {
        self.settings.iter().any(|s| s.environment == list.environment && s.place.path == list.source)
    }

    /// Is it set in any environment?
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.settings.iter().any(|s| s.kind == Kind::Set)
    }
}

/// The table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Environments that something sets variables in, by name.
    pub environments: Vec<String>,
    /// Whole lists of names that were given: what is not on one is not set there.
    pub complete: Vec<List>,
    /// Rows by name.
    pub rows: Vec<Row>,
    /// Example files.
    pub examples: Vec<String>,
    /// Environment files that hold values.
    pub env_files: Vec<String>,
    /// Slips in environment files.
    pub slips: Vec<SlipAt>,
    /// Source files read.
    pub sources: usize,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

impl Table {
    /// The row of a name.
    #[must_use]
    pub fn row(&self, name: &str) -> Option<&Row> {
        self.rows.binary_search_by(|r| r.name.as_str().cmp(name)).ok().map(|i| &self.rows[i])
    }

    /// The example file nearest above a source file; of several apps in one repository each has its own.
    #[must_use]
    pub fn example_for(&self, source: &str) -> Option<&str> {
        let above = self.examples.iter().filter(|e| lies_below(source, e));
        above.max_by_key(|e| e.len()).map(String::as_str)
    }

    /// Does an example or environment file lie above a source file?
    #[must_use]
    pub fn covers(&self, source: &str) -> bool {
        self.examples.iter().chain(&self.env_files).any(|f| lies_below(source, f))
    }

    /// Rows that the app's code reads.
    pub fn read(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|r| r.is_read())
    }
}

/// Does a source file lie in the folder of another file, or below it?
fn lies_below(source: &str, other: &str) -> bool {
    other.rsplit_once('/').is_none_or(|(folder, _)| source.strip_prefix(folder).is_some_and(|r| r.starts_with('/')))
}

/// Takes files one after the other and makes the table.
#[derive(Debug)]
pub struct Builder {
    salt: Salt,
    rows: BTreeMap<String, Row>,
    /// Upper-case words of documents; kept only for names that turn out to be variables.
    mentions: BTreeMap<String, Vec<Place>>,
    complete: BTreeSet<List>,
    table: Table,
}

impl Builder {
    /// An empty table; `salt` keys the digests.
    #[must_use]
    pub fn new(salt: Salt) -> Self {
        Self {
            salt,
            rows: BTreeMap::new(),
            mentions: BTreeMap::new(),
            complete: BTreeSet::new(),
            table: Table::default(),
        }
    }

    /// Takes a file. Files that hold nothing about variables are passed over.
    pub fn file(&mut self, path: &str, text: &str) {
        let file = path.rsplit('/').next().unwrap_or(path);
        match set::declared(path, text, &self.salt) {
            Some(Ok(declared)) => {
                for setting in declared.settings {
                    self.row(&setting.name.clone()).settings.push(setting);
                }
                self.reads(path, declared.reads);
            }
            Some(Err(why)) => self.gap(path, why),
            None => {}
        }
        if is_dotenv(file) {
            let list = if set::environment_of(path).as_deref() == Some("example") {
                &mut self.table.examples
            } else {
                &mut self.table.env_files
            };
            list.push(path.to_owned());
            let slips = dotenv::parse(text).slips.into_iter();
            let at = |line| Place { path: path.to_owned(), line, column: 1 };
            self.table.slips.extend(slips.map(|(line, slip)| SlipAt { place: at(line), slip }));
            return;
        }
        if file.to_ascii_lowercase().ends_with(".md") {
            self.mentions(path, text);
            return;
        }
        if crate::Language::of(path, text).is_some() {
            self.table.sources += 1;
            self.reads(path, reads(path, text));
        }
    }

    /// Takes a whole list of names that are set in an environment, as a host's command prints them: `NAME`, `NAME=value`,
    /// `NAME: value` or a table whose first column is the name, one a line. Values are dropped.
    pub fn names(&mut self, environment: &str, source: &str, text: &str) {
        let environment = set::canonical(environment).to_owned();
        for (i, line) in text.lines().enumerate() {
            let line = line.trim().trim_start_matches("export ").trim_start_matches(['│', '|', '-', '*', ' ']);
            let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(line.len());
            let name = &line[..end];
            let shouting = name::is_upper_name(name);
            let follows = line[end..].trim_start();
            let stands_alone = follows.is_empty() || line[end..].starts_with(['=', ':', ' ', '\t', '│', '|']);
            if !(shouting && stands_alone) {
                continue;
            }
            let place = Place { path: source.to_owned(), line: u32::try_from(i).unwrap_or(0) + 1, column: 1 };
            let class = ValueClass::Unseen;
            let environment = environment.clone();
            let setting = Setting { name: name.to_owned(), environment, kind: Kind::Set, place, class, digest: None };
            self.row(name).settings.push(setting);
        }
        self.complete.insert(List { environment, source: source.to_owned() });
    }

    /// Something that could not be read.
    pub fn gap(&mut self, what: &str, why: impl Into<String>) {
        self.table.gaps.push(Gap { what: what.to_owned(), why: why.into() });
    }

    fn reads(&mut self, path: &str, found: Vec<Read>) {
        let test = is_test(path);
        for read in found {
            let row = self.row(&read.name.clone());
            if test { row.test_reads.push(read) } else { row.reads.push(read) }
        }
    }

    fn row(&mut self, name: &str) -> &mut Row {
        self.rows.entry(name.to_owned()).or_insert_with(|| Row {
            name: name.to_owned(),
            secret: name::is_secret(name),
            published_by: name::published_by(name).map(str::to_owned),
            provided: name::is_provided(name),
            ..Row::default()
        })
    }

    fn mentions(&mut self, path: &str, text: &str) {
        for (i, line) in text.lines().enumerate() {
            for word in line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
                if name::is_upper_name(word) {
                    let place = Place { path: path.to_owned(), line: u32::try_from(i).unwrap_or(0) + 1, column: 1 };
                    let places = self.mentions.entry(word.to_owned()).or_default();
                    // One mention a document is enough to say where to read on.
                    if places.last().is_none_or(|p| p.path != place.path) {
                        places.push(place);
                    }
                }
            }
        }
    }

    /// The table.
    #[must_use]
    pub fn finish(mut self) -> Table {
        for (name, row) in &mut self.rows {
            row.documented = self.mentions.remove(name).unwrap_or_default();
            row.reads.sort_by(|a, b| a.place.cmp(&b.place));
            row.test_reads.sort_by(|a, b| a.place.cmp(&b.place));
            row.settings.sort_by(|a, b| (&a.environment, &a.place).cmp(&(&b.environment, &b.place)));
        }
        let set = self.rows.values().flat_map(|r| &r.settings).filter(|s| s.kind == Kind::Set);
        let environments: BTreeSet<String> =
            set.map(|s| s.environment.clone()).chain(self.complete.iter().map(|l| l.environment.clone())).collect();
        self.table.environments = environments.into_iter().collect();
        self.table.complete = self.complete.into_iter().collect();
        self.table.rows = self.rows.into_values().collect();
        self.table.examples.sort();
        self.table.env_files.sort();
        self.table.gaps.sort();
        self.table
    }
}

/// Is the file part of the tests, examples or documents rather than of the app?
fn is_test(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let mut folders = lower.split('/').rev();
    let file = folders.next().unwrap_or_default();
    let folder = [
        "test",
        "tests",
        "spec",
        "specs",
        "__tests__",
        "__mocks__",
        "e2e",
        "cypress",
        "playwright",
        "fixtures",
        "examples",
        "docs",
        "benches",
        "bench",
    ];
    folders.any(|f| folder.contains(&f))
        || [".test.", ".spec.", ".stories.", "_test.", "_spec."].iter().any(|m| file.contains(m))
        || file.starts_with("test_")
        || matches!(
            file,
            "conftest.py"
                | "jest.config.js"
                | "jest.config.ts"
                | "vitest.config.ts"
                | "playwright.config.ts"
                | "cypress.config.ts"
        )
}

#[cfg(test)]
mod tests;
