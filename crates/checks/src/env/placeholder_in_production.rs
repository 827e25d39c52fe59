//! A variable holds a placeholder in production.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/placeholder-in-production",
    summary: "A variable holds a placeholder in production",
    docs: "A value like `changeme` or `your-key-here` was never replaced. As a secret it can be guessed by anybody; as a setting it does not work.",
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
    let rows = super::in_production(variables, ValueClass::Placeholder);
    Verdict::of(
        rows.map(|(row, setting)| {
            Finding::new(format!("{} holds a placeholder in production", row.name))
                .observed(format!("{} sets it to text that stands for a value", setting.place))
                .expected("a real value")
                .consequence(
                    "The feature behind it fails in production, or a secret that everybody can guess protects it.",
                )
                .remedy(Remedy::SetEnv { name: row.name.clone(), hint: "the real value for production".into() })
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
            (".env", "API_SECRET=changeme\n"),
            (".env.production", "OTHER=x"),
        ])),
        Case::fails("in production", repository)
            .seen(sample::variables(&[code, (".env.production", "API_SECRET=changeme\n")])),
        Case::does_not_apply("no file for production", repository).seen(sample::variables(&[code])),
    ]
}
