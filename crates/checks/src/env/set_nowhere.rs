//! The code reads it, and nothing sets it.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/set-nowhere",
    summary: "The code needs a variable that nothing sets",
    docs: "The code reads the variable without a default, and no example file, no environment file and no platform file of the repository names it. Whoever deploys can't know that it is needed.\n\n\
           Variables that the platform or the runtime sets do not count, nor do readers in tests. A repository without any example or environment file is told once, by `env/example-missing`.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M1.04", "M4.04", "M4.08"],
    source: Source::unread("The Twelve-Factor App, III Config"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    if !variables.table.complete.is_empty() {
        return Verdict::not_applicable("the list of names that the host gave says more");
    }
    if variables.table.examples.is_empty() && variables.table.env_files.is_empty() {
        return Verdict::not_applicable("no file of the repository sets variables");
    }
    let open = variables.table.rows.iter().filter(|r| r.is_required() && !super::declared(r));
    Verdict::of(
        open.filter_map(|row| {
            let read = row.reads.iter().find(|r| variables.table.covers(&r.place.path))?;
            let example = variables.table.example_for(&read.place.path).unwrap_or(".env.example");
            Some(
                Finding::new(format!("The code needs {}, and nothing sets it", row.name))
                    .observed(format!(
                        "{} reads it without a default; no example and no environment names it",
                        read.place
                    ))
                    .expected("each variable that the code needs is in the example file and set where the app runs")
                    .consequence("The deployment starts without it and fails at the first request that needs it.")
                    .remedy(Remedy::Edit { file: example.into(), line: 0, text: format!("{}=", row.name) })
                    .reproduce(format!("grep -rnw {} . --include='*.env*' --include='.env*'", row.name))
                    .key(&row.name),
            )
        })
        .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let code = ("a.ts", "connect(process.env.DATABASE_URL)");
    vec![
        Case::passes("in the example", repository).seen(sample::variables(&[code, (".env.example", "DATABASE_URL=")])),
        Case::passes("has a default", repository)
            .seen(sample::variables(&[("a.js", "process.env.LEVEL || 'x'"), (".env.example", "A=")])),
        Case::passes("set by the platform", repository)
            .seen(sample::variables(&[("a.js", "process.env.VERCEL_URL"), (".env.example", "A=")])),
        Case::fails("named nowhere", repository).seen(sample::variables(&[code, (".env.example", "OTHER=")])),
        Case::does_not_apply("no file sets anything", repository).seen(sample::variables(&[code])),
    ]
}
