//! No example says which variables are needed.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/example-missing",
    summary: "No file says which variables the app needs",
    docs: "The code reads variables without defaults, and no `.env.example` names them. The next developer, and whoever takes over, must find them by reading the code or by failing.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::Low,
    effort_minutes: 15,
    mission: &["M1.04", "M4.08"],
    source: Source::unread("The Twelve-Factor App, III Config"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let table = &variables.table;
    let names: Vec<&str> = table.rows.iter().filter(|r| r.is_required()).map(|r| r.name.as_str()).collect();
    if names.is_empty() {
        return Verdict::not_applicable("the code needs no variables");
    }
    if !table.examples.is_empty() {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!(
            "No .env.example names the {}",
            text::count(names.len(), "variable that the code needs", "variables that the code needs")
        ))
        .observed(format!("needed: {}", text::some(&names, 6)))
        .expected("an example file with each name and no value")
        .consequence("Whoever sets the app up next finds out by failing which variables it needs.")
        .remedy(Remedy::run("in the repository", &["launch-ready env --format env-example > .env.example"]))
        .reproduce("ls -a | grep -i env"),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let code = ("a.ts", "connect(process.env.DATABASE_URL)");
    vec![
        Case::passes("an example", repository).seen(sample::variables(&[code, (".env.example", "DATABASE_URL=")])),
        Case::fails("none", repository).seen(sample::variables(&[code])),
        Case::does_not_apply("no variables", repository).seen(sample::variables(&[("a.ts", "1")])),
    ]
}
