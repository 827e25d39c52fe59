//! A variable is set and never read.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/never-read",
    summary: "A variable is set that nothing reads",
    docs: "An environment or example file sets it and no code of the repository reads it: a left-over, or a name with a typing error whose real one is missing.\n\n\
           Names that libraries and tools read by themselves (databases, clouds, error tracking, frameworks) do not count, nor does a repository in whose language no reader is known.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M1.04"],
    source: Source::unread("dotenv-linter"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

/// Beginnings of names that libraries, images and tools read by themselves.
const BY_LIBRARIES: [&str; 48] = [
    "APP_",
    "ANTHROPIC_",
    "AUTH_",
    "AWS_",
    "AZURE_",
    "BROWSERSLIST",
    "BUNDLE_",
    "CELERY_",
    "CLERK_",
    "CLOUDFLARE_",
    "COMPOSE_",
    "DATABASE_URL",
    "DD_",
    "DJANGO_",
    "DOCKER_",
    "DOTNET_",
    "FLASK_",
    "GOOGLE_",
    "GUNICORN_",
    "JAVA_",
    "LARAVEL_",
    "LOG_LEVEL",
    "MARIADB_",
    "MINIO_",
    "MONGO_",
    "MYSQL_",
    "NEW_RELIC",
    "NEXT_TELEMETRY",
    "NEXTAUTH_",
    "NODE_",
    "NPM_",
    "NUXT_",
    "OPENAI_",
    "OTEL_",
    "PG",
    "PIP_",
    "POSTGRES_",
    "PRISMA_",
    "PYTHON",
    "RAILS_",
    "REDIS_URL",
    "SECRET_KEY_BASE",
    "SENTRY_",
    "SPRING_",
    "SUPABASE_",
    "TURBO_",
    "UVICORN_",
    "WORDPRESS_",
];

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let table = &variables.table;
    if table.read().next().is_none() {
        return Verdict::not_applicable("no reader of variables was found in the code");
    }
    let left = table.rows.iter().filter(|r| !r.is_read() && r.test_reads.is_empty() && !r.provided);
    let left = left.filter(|r| !BY_LIBRARIES.iter().any(|p| r.name.starts_with(p)));
    let by_hand = |s: &&environment::Setting| environment::environment_of(&s.place.path).is_some();
    Verdict::of(left.filter_map(|row| {
        let setting = row.settings.iter().find(by_hand)?;
        Some(
            Finding::new(format!("Nothing reads {}", row.name))
                .observed(format!("{} names it; no code of the repository reads it", setting.place))
                .expected("every variable that is set is read")
                .consequence("Somebody changes it one day and nothing happens, or the real name is missing by a typing error.")
                .remedy(Remedy::say(format!("Delete {} at {}, or correct its name.", row.name, setting.place)))
                .reproduce(format!("grep -rnw {} .", row.name))
                .key(&row.name),
        )
    }).collect())
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let code = ("a.ts", "process.env.MAIL_FROM");
    vec![
        Case::passes("read", repository).seen(sample::variables(&[code, (".env.example", "MAIL_FROM=")])),
        Case::passes("a library reads it", repository)
            .seen(sample::variables(&[code, (".env", "AWS_REGION=eu-west-1")])),
        Case::fails("nobody reads it", repository).seen(sample::variables(&[code, (".env.example", "MAIL_FORM=")])),
        Case::does_not_apply("no readers known", repository).seen(sample::variables(&[(".env", "A=1")])),
    ]
}
