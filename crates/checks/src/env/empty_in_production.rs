//! A variable is empty in production.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/empty-in-production",
    summary: "A variable is empty in production",
    docs: "The name is there and the value is not: most code takes an empty text for a value and fails later, or silently does without. A reader must need it: one with a default, or none, makes an empty value harmless.",
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
    let rows = super::in_production(variables, ValueClass::Empty).filter(|(row, _)| row.is_required());
    Verdict::of(
        rows.map(|(row, setting)| {
            Finding::new(format!("{} is empty in production", row.name))
                .observed(format!("{} sets it to nothing", setting.place))
                .expected("a value")
                .consequence("Whatever it was for does not work in production, and no error says why.")
                .remedy(Remedy::SetEnv { name: row.name.clone(), hint: "the value for production".into() })
                .reproduce(super::show(&setting.place, &row.name))
                .key(&row.name)
        })
        .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let code = ("a.ts", "use_it(process.env.API_SECRET)");
    vec![
        Case::passes("as it should be", repository)
            .seen(sample::variables(&[code, (".env.production", "API_SECRET=long-real-value\n")])),
        Case::passes("elsewhere", repository).seen(sample::variables(&[
            code,
            (".env", "API_SECRET=\n"),
            (".env.production", "OTHER=x"),
        ])),
        Case::fails("in production", repository).seen(sample::variables(&[code, (".env.production", "API_SECRET=\n")])),
        Case::does_not_apply("no file for production", repository).seen(sample::variables(&[code])),
    ]
}
