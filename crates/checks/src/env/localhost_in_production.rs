//! A variable points at localhost in production.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/localhost-in-production",
    summary: "A variable points at localhost in production",
    docs: "In production `localhost` is the server or container itself, where nothing of the kind runs.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::High,
    effort_minutes: 10,
    mission: &["M1.04", "M4.04"],
    source: Source::unread("The Twelve-Factor App, III Config"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

use environment::ValueClass;

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    if let Some(why) = super::no_production(variables) {
        return Verdict::not_applicable(why);
    }
    let rows = super::in_production(variables, ValueClass::Localhost).filter(|(_, setting)| !listens(&setting.name));
    Verdict::of(
        rows.map(|(row, setting)| {
            Finding::new(format!("{} points at localhost in production", row.name))
                .observed(format!("{} sets it to an address on the machine itself", setting.place))
                .expected("an address that the server can reach")
                .consequence(
                    "Whatever it leads to can not be reached in production: links in mail, callbacks, or the database.",
                )
                .remedy(Remedy::SetEnv { name: row.name.clone(), hint: "the address that production uses".into() })
                .reproduce(super::show(&setting.place, &row.name))
                .key(&row.name)
        })
        .collect(),
    )
}

/// Where a server listens is its own machine rightly.
fn listens(name: &str) -> bool {
    ["HOST", "HOSTNAME", "BIND", "LISTEN", "ADDR", "ADDRESS", "IP"].iter().any(|w| name.rsplit('_').next() == Some(*w))
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let code = ("a.ts", "use_it(process.env.API_URL)");
    vec![
        Case::passes("as it should be", repository)
            .seen(sample::variables(&[code, (".env.production", "API_URL=https://api.acme.example\n")])),
        Case::passes("elsewhere", repository).seen(sample::variables(&[
            code,
            (".env", "API_URL=http://localhost:3000\n"),
            (".env.production", "OTHER=x"),
        ])),
        Case::fails("in production", repository)
            .seen(sample::variables(&[code, (".env.production", "API_URL=http://localhost:3000\n")])),
        Case::does_not_apply("no file for production", repository).seen(sample::variables(&[code])),
    ]
}
