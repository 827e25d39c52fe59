//! The table in its formats.

use crate::cli::EnvFormat;
use crate::error::Error;
use environment::{Fallback, Row, Table};
use model::facts::Variables;
use model::{Finding, Judged, Severity, Verdict, text};
use serde_json::json;
use std::fmt::Write;

/// What is shown.
pub struct View<'a> {
    pub name: &'a str,
    pub variables: &'a Variables,
    pub judged: &'a [Judged],
    pub open: bool,
}

impl View<'_> {
    fn table(&self) -> &Table {
        &self.variables.table
    }

    /// Findings with their severity, worst first.
    fn findings(&self) -> Vec<(Severity, &'static str, &Finding)> {
        let mut all = Vec::new();
        for judged in self.judged {
            if let Verdict::Fail(findings) = &judged.verdict {
                all.extend(findings.iter().map(|f| (judged.info.severity, judged.info.id, f)));
            }
        }
        all.sort_by_key(|(severity, _, _)| std::cmp::Reverse(*severity));
        all
    }

    /// The worst finding about a variable: its key names it.
    fn worst(&self, name: &str) -> Option<Severity> {
        let about = |f: &Finding| f.key.split(' ').any(|word| word == name);
        self.findings().into_iter().filter(|(_, _, f)| about(f)).map(|(s, _, _)| s).max()
    }

    fn rows(&self) -> Vec<&Row> {
        let rows = self.table().rows.iter().filter(|r| !r.provided && (r.is_read() || !r.settings.is_empty()));
        rows.filter(|r| !self.open || self.worst(&r.name).is_some()).collect()
    }
}

/// The view in a format.
pub fn render(view: &View, format: EnvFormat) -> Result<String, Error> {
    Ok(match format {
        EnvFormat::Text => plain(view),
        EnvFormat::Markdown => markdown(view),
        EnvFormat::Json => json(view)?,
        EnvFormat::EnvExample => example(view.table()),
    })
}

/// How the code takes a missing variable.
fn need(row: &Row) -> &'static str {
    if !row.is_read() {
        return "not read";
    }
    let worst = row.reads.iter().map(|r| match r.fallback {
        Fallback::None => (3, "needed"),
        Fallback::Fails | Fallback::Validated => (2, "needed, checked"),
        Fallback::Other => (1, "optional"),
        Fallback::Literal(_) => (0, "has a default"),
    });
    worst.max().map_or("not read", |(_, word)| word)
}

/// State of a variable in an environment.
fn state(row: &Row, environment: &str) -> &'static str {
    row.set_in(environment).map(|s| s.class).max().map_or("–", environment::ValueClass::word)
}

fn plain(view: &View) -> String {
    let table = view.table();
    let rows = view.rows();
    let mut out = format!(
        "{}: {}, {} read by code\n",
        view.name,
        text::count(table.rows.len(), "variable", "variables"),
        table.read().count()
    );
    let width = rows.iter().map(|r| r.name.len()).max().unwrap_or(0).clamp(8, 44);
    let _ = write!(out, "\n  {:width$}  {:15}  {:7}", "VARIABLE", "CODE", "EXAMPLE");
    for environment in &table.environments {
        let _ = write!(out, "  {:13}", environment.to_uppercase());
    }
    out.push('\n');
    for row in &rows {
        let _ =
            write!(out, "  {:width$}  {:15}  {:7}", row.name, need(row), if row.in_example() { "yes" } else { "–" });
        for environment in &table.environments {
            let _ = write!(out, "  {:13}", state(row, environment));
        }
        let mark = view.worst(&row.name).map_or(String::new(), |s| format!("  {}", s.word()));
        while out.ends_with(' ') {
            out.pop();
        }
        out.push_str(&mark);
        out.push('\n');
    }
    if table.environments.is_empty() {
        out.push_str(
            "\nNo file sets a variable for any environment; --names production=FILE takes the list of a host.\n",
        );
    }
    let findings = view.findings();
    if !findings.is_empty() {
        out.push_str("\nWHAT TO DO\n");
    }
    for (severity, id, f) in findings {
        let _ = write!(
            out,
            "  {:<8} {}\n           {}\n           fix {}",
            severity.word(),
            f.title,
            f.observed,
            f.remedy.place()
        );
        for line in f.remedy.lines() {
            let _ = write!(out, "\n             {line}");
        }
        let _ = write!(out, "\n           launch-ready explain {id}\n");
    }
    gaps(&mut out, table);
    out
}

fn gaps(out: &mut String, table: &Table) {
    if table.gaps.is_empty() {
        return;
    }
    out.push_str("\nNOT READ\n");
    for gap in &table.gaps {
        let _ = writeln!(out, "  {}: {}", gap.what, gap.why);
    }
}

fn markdown(view: &View) -> String {
    let table = view.table();
    let mut out = format!("# Environment variables of {}\n\n| variable | read at | code | example |", view.name);
    for environment in &table.environments {
        let _ = write!(out, " {environment} |");
    }
    out.push_str("\n|---|---|---|---|");
    out.push_str(&"---|".repeat(table.environments.len()));
    for row in view.rows() {
        let place = row.reads.first().map(|r| format!("`{}`", r.place)).unwrap_or_default();
        let example = if row.in_example() { "yes" } else { "–" };
        let _ = write!(out, "\n| `{}` | {place} | {} | {example} |", row.name, need(row));
        for environment in &table.environments {
            let _ = write!(out, " {} |", state(row, environment));
        }
    }
    out.push('\n');
    let findings = view.findings();
    if !findings.is_empty() {
        out.push_str("\n## What to do\n\n");
    }
    for (severity, id, f) in findings {
        let _ = writeln!(out, "- **{}** {}: {} ({id})", severity.word(), f.title, f.remedy.lines().join("; "));
    }
    gaps(&mut out, table);
    out
}

fn json(view: &View) -> Result<String, Error> {
    let findings: Vec<_> = view
        .findings()
        .into_iter()
        .map(|(severity, id, f)| {
            json!({ "check": id, "severity": severity, "key": f.key, "title": f.title, "observed": f.observed,
                    "expected": f.expected, "remedy": f.remedy, "fingerprint": f.fingerprint })
        })
        .collect();
    let table = view.table();
    let rows: Vec<_> = view.rows();
    let whole = json!({
        "schema": "launch-ready.env/1", "repository": view.name, "environments": table.environments, "rows": rows,
        "findings": findings,
        "coverage": { "sources": table.sources, "skipped": table.gaps, "complete": table.gaps.is_empty() },
    });
    serde_json::to_string_pretty(&whole).map(|s| s + "\n").map_err(|e| Error::Bug(e.to_string()))
}

/// Every variable that the code reads, with the place and without a value; those with a default are commented out.
fn example(table: &Table) -> String {
    let mut out = String::from("# Copy to .env and fill in.\n");
    for row in table.read().filter(|r| !r.provided) {
        let place = row.reads.first().map(|r| r.place.to_string()).unwrap_or_default();
        let secret = if row.secret { ", secret" } else { "" };
        let hash = if row.is_required() { "" } else { "# " };
        let _ = write!(out, "\n# {place}: {}{secret}\n{hash}{}=\n", need(row), row.name);
    }
    out
}
