//! A secret behind a prefix that publishes it.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/secret-made-public",
    summary: "A secret is named so that the build publishes it",
    docs: "Build tools copy variables with certain prefixes (`NEXT_PUBLIC_`, `VITE_`, `REACT_APP_`, `PUBLIC_`, `NUXT_PUBLIC_`, `EXPO_PUBLIC_`, `GATSBY_`) into the JavaScript that every visitor downloads.\n\n\
           Names count that say secret, password, private key, service role, a database address, or a provider whose keys are for servers only. Keys made for browsers (maps, analytics, publishable and anonymous keys) do not.",
    subject: SubjectKind::Repository,
    stage: Stage::Security,
    scope: Scope::Code,
    severity: Severity::Blocker,
    effort_minutes: 45,
    mission: &["M1.05", "M3.03"],
    source: Source::unread("Next.js and Vite documentation on environment variables"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let named = variables.table.rows.iter().filter(|r| environment::name::is_secret_made_public(&r.name));
    Verdict::of(
        named
            .filter_map(|row| {
                let place = row.reads.first().map(|r| &r.place).or_else(|| row.settings.first().map(|s| &s.place))?;
                let tool = row.published_by.as_deref().unwrap_or("the build");
                let prefix = environment::name::PUBLIC_PREFIXES
                    .iter()
                    .find(|(p, _)| row.name.starts_with(p))
                    .map_or("", |(p, _)| p);
                Some(
            Finding::new(format!("{} goes to every visitor's browser", row.name))
                .observed(format!("{tool} copies names that begin with {prefix} into the bundle; {place} uses it"))
                .expected("secrets have no such prefix and are read on the server only")
                .consequence("Anybody who opens the page can read the secret and use it.")
                .remedy(Remedy::say(format!(
                    "Rename it to {}, read it in server code only, set it under the new name, and rotate the value: it \
                     counts as published since the first build.",
                    &row.name[prefix.len()..]
                )))
                .reproduce(super::show(place, &row.name))
                .key(&row.name),
        )
            })
            .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    vec![
        Case::passes("a key made for browsers", repository)
            .seen(sample::variables(&[("a.ts", "process.env.NEXT_PUBLIC_FIREBASE_API_KEY")])),
        Case::passes("a secret without prefix", repository)
            .seen(sample::variables(&[("a.ts", "process.env.STRIPE_SECRET_KEY")])),
        Case::fails("read", repository).seen(sample::variables(&[("a.ts", "import.meta.env.VITE_STRIPE_SECRET_KEY")])),
        Case::fails("set only", repository).seen(sample::variables(&[(".env", "NEXT_PUBLIC_OPENAI_API_KEY=x")])),
    ]
}
