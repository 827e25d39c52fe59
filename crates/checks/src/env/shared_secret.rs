//! Two environments share a secret.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/shared-secret",
    summary: "Two environments share a secret",
    docs: "The same value is set in production and in another environment. Whoever has access to the weaker one can act in production, and a rotation breaks both.\n\n\
           Values are compared by digests keyed with random bytes that are thrown away after the run.",
    subject: SubjectKind::Repository,
    stage: Stage::Security,
    scope: Scope::Code,
    severity: Severity::Medium,
    effort_minutes: 30,
    mission: &["M3.05"],
    source: Source::unread("OWASP Secrets Management Cheat Sheet"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    if let Some(why) = super::no_production(variables) {
        return Verdict::not_applicable(why);
    }
    let rows = variables.table.rows.iter().filter(|r| r.secret && r.published_by.is_none());
    Verdict::of(
        rows.filter_map(|row| {
            let (setting, other) = row.set_in("production").find_map(|setting| {
                let digest = setting.digest.as_ref()?;
                let elsewhere = |s: &&environment::Setting| {
                    s.digest.as_ref() == Some(digest)
                        && !matches!(s.environment.as_str(), "production" | "image" | "compose")
                };
                Some((setting, row.settings.iter().find(elsewhere)?))
            })?;
            Some(
                Finding::new(format!("{} is the same in production and {}", row.name, other.environment))
                    .observed(format!("{} and {} set the same value", setting.place, other.place))
                    .expected("each environment has a secret of its own")
                    .consequence(format!("Whoever has access to {} can act in production.", other.environment))
                    .remedy(Remedy::SetEnv {
                        name: row.name.clone(),
                        hint: format!("a new value for {}", other.environment),
                    })
                    .reproduce(super::show(&other.place, &row.name))
                    .key(&row.name),
            )
        })
        .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let set = |staging: &str| {
        let staging = format!("JWT_SECRET={staging}\n");
        sample::variables(&[(".env.production", "JWT_SECRET=one-long-value-here\n"), (".env.staging", &staging)])
    };
    vec![
        Case::passes("each its own", repository).seen(set("another-long-value")),
        Case::fails("the same", repository).seen(set("one-long-value-here")),
        Case::does_not_apply("no file for production", repository).seen(sample::variables(&[(".env", "A=1")])),
    ]
}
