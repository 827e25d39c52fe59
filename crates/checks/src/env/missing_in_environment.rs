//! An environment whose names are known lacks one.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/missing-in-environment",
    summary: "A variable that the code needs is not set where the app runs",
    docs: "The list of names that the host gave (`env --names production=FILE`, or `[[environment]]` in launch.toml) is whole: what is not on it is not set. The code reads the variable without a default.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 10,
    mission: &["M1.04", "M4.04"],
    source: Source::unread("The Twelve-Factor App, III Config"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let table = &variables.table;
    if table.complete.is_empty() {
        return Verdict::not_applicable("no whole list of an environment's names was given");
    }
    let mut findings = Vec::new();
    for list in &table.complete {
        let open = table.rows.iter().filter(|r| r.is_required() && !r.on(list));
        // What an image or a compose file sets is there in every environment.
        let open = open.filter(|r| r.set_in("image").chain(r.set_in("compose")).next().is_none());
        let told = open.filter_map(|r| Some(finding(&list.environment, &r.name, &r.reads.first()?.place.to_string())));
        findings.extend(told);
    }
    Verdict::of(findings)
}

fn finding(environment: &str, name: &str, place: &str) -> Finding {
    Finding::new(format!("{name} is not set in {environment}"))
        .observed(format!("{place} reads it without a default; the list of {environment} does not name it"))
        .expected("every variable that the code needs is set there")
        .consequence(format!("The app in {environment} fails at the first request that needs it."))
        .remedy(Remedy::SetEnv { name: name.to_owned(), hint: format!("the value for {environment}") })
        .reproduce(format!("launch-ready env --names {environment}=names.txt"))
        .key(format!("{environment} {name}"))
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let listed =
        |names: &'static str| sample::variables_listed(&[("a.js", "process.env.DATABASE_URL")], "production", names);
    vec![
        Case::passes("on the list", repository).seen(listed("DATABASE_URL=x")),
        Case::fails("not on the list", repository).seen(listed("OTHER_NAME=x")),
        Case::does_not_apply("no list", repository).seen(sample::variables(&[("a.js", "process.env.DATABASE_URL")])),
    ]
}
