//! A live key outside production.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/live-key-elsewhere",
    summary: "A live key is set outside production",
    docs: "A key for a provider's live mode is set for development, tests, staging, CI or in the example file. A test run with it charges real cards and writes to real customers.",
    subject: SubjectKind::Repository,
    stage: Stage::Security,
    scope: Scope::Code,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.11", "M3.05"],
    source: Source::unread("Stripe documentation on API keys"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

use environment::ValueClass;

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let outside = |s: &&environment::Setting| {
        s.class == ValueClass::LiveKey && !matches!(s.environment.as_str(), "production" | "image" | "compose")
    };
    let rows = variables.table.rows.iter().filter_map(|r| Some((r, r.settings.iter().find(outside)?)));
    Verdict::of(
        rows.map(|(row, setting)| {
            Finding::new(format!("{} is a live key in {}", row.name, setting.environment))
                .observed(format!("{} sets it to a key for the live mode of its provider", setting.place))
                .expected("live keys are set in production only")
                .consequence("A test can charge real cards and write to real customers.")
                .remedy(Remedy::SetEnv {
                    name: row.name.clone(),
                    hint: "a test key of the same account; rotate the live one".into(),
                })
                .reproduce(super::show(&setting.place, &row.name))
                .key(&row.name)
        })
        .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let key = |mode: &str| format!("STRIPE_SECRET_KEY=sk_{mode}_51abc\n");
    vec![
        Case::passes("a test key", repository).seen(sample::variables(&[(".env", &key("test"))])),
        Case::passes("in production", repository).seen(sample::variables(&[(".env.production", &key("live"))])),
        Case::fails("on the laptop", repository).seen(sample::variables(&[(".env", &key("live"))])),
        Case::fails("in the example", repository).seen(sample::variables(&[(".env.example", &key("live"))])),
    ]
}
