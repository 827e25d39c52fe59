//! A secret has a default in the code.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/default-secret",
    summary: "A secret falls back to a value that is in the code",
    docs: "When the variable is missing, the app goes on with the value from the code, which everybody with the code knows. Sessions and tokens signed with it can be forged, and nothing says that the variable is missing.\n\n\
           Local addresses, empty defaults and settings files for development and tests do not count.",
    subject: SubjectKind::Repository,
    stage: Stage::Security,
    scope: Scope::Code,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 20,
    mission: &["M3.02", "M3.03"],
    source: Source::unread("OWASP Secrets Management Cheat Sheet"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

use environment::{Fallback, ValueClass};

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let rows = variables.table.rows.iter().filter(|r| r.secret && !environment::name::holds_address(&r.name));
    Verdict::of(rows.filter_map(|row| {
        let bad = |f: &Fallback| matches!(f, Fallback::Literal(ValueClass::Plain | ValueClass::Placeholder | ValueClass::LiveKey));
        let read = row.reads.iter().find(|r| bad(&r.fallback) && !for_development(&r.place.path))?;
        Some(
            Finding::new(format!("{} falls back to a value that is in the code", row.name))
                .observed(format!("{} reads it with a default", read.place))
                .expected("the app stops with an error when a secret is missing")
                .consequence("If the variable is ever missing, anybody who knows the code can forge sessions or call the service as you.")
                .remedy(Remedy::say(format!(
                    "Remove the default at {}, so that the app stops and names {} when it is not set.",
                    read.place, row.name
                )))
                .reproduce(super::show(&read.place, &row.name))
                .key(&row.name),
        )
    }).collect())
}

/// Files that only a developer's machine or a test runs.
fn for_development(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    ["dev", "development", "local", "test", "testing", "example", "compose", "seed", "docker-compose"]
        .iter()
        .any(|w| lower.split(['/', '.', '_', '-']).any(|p| p == *w))
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    vec![
        Case::passes("no default", repository)
            .seen(sample::variables(&[("a.py", "import os\nos.environ['JWT_SECRET']")])),
        Case::passes("a default for development", repository)
            .seen(sample::variables(&[("settings/dev.py", "os.getenv('JWT_SECRET', 'dev')")])),
        Case::passes("no secret", repository).seen(sample::variables(&[("a.js", "process.env.LEVEL || 'info'")])),
        Case::fails("a default", repository)
            .seen(sample::variables(&[("a.js", "const s = process.env.JWT_SECRET || 'keyboard cat'")])),
        Case::fails("a placeholder", repository)
            .seen(sample::variables(&[("a.py", "os.getenv('SECRET_KEY', 'changeme')")])),
    ]
}
