//! A test key is set in production.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/test-key-in-production",
    summary: "A test key is set in production",
    docs: "Keys for a test or sandbox mode take no real money and send no real messages; everything looks as if it worked.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::High,
    effort_minutes: 10,
    mission: &["M1.11", "M4.04"],
    source: Source::unread("Stripe documentation on API keys"),
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
    let rows = super::in_production(variables, ValueClass::TestKey);
    Verdict::of(
        rows.map(|(row, setting)| {
            Finding::new(format!("{} is a test key in production", row.name))
                .observed(format!("{} sets it to a key for the test mode of its provider", setting.place))
                .expected("a live key")
                .consequence("Customers seem to pay or order, and nothing arrives.")
                .remedy(Remedy::SetEnv { name: row.name.clone(), hint: "the live key of the same account".into() })
                .reproduce(super::show(&setting.place, &row.name))
                .key(&row.name)
        })
        .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let code = ("a.ts", "use_it(process.env.STRIPE_SECRET_KEY)");
    vec![
        Case::passes("as it should be", repository)
            .seen(sample::variables(&[code, (".env.production", &format!("STRIPE_SECRET_KEY=sk_{}_51abc\n", "live"))])),
        Case::passes("elsewhere", repository).seen(sample::variables(&[
            code,
            (".env", &format!("STRIPE_SECRET_KEY=sk_{}_51abc\n", "test")),
            (".env.production", "OTHER=x"),
        ])),
        Case::fails("in production", repository)
            .seen(sample::variables(&[code, (".env.production", &format!("STRIPE_SECRET_KEY=sk_{}_51abc\n", "test"))])),
        Case::does_not_apply("no file for production", repository).seen(sample::variables(&[code])),
    ]
}
