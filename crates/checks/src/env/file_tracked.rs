//! A file with real secrets is under git.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/file-tracked",
    summary: "An environment file with secrets is in git",
    docs: "What git has once, everybody has who ever clones it: contractors, build machines, the next owner. Deleting the file later leaves it in the history.\n\n\
           A file counts when git tracks it and a variable in it whose name says secret has a value that is no placeholder. Values are not shown and not kept.",
    subject: SubjectKind::Repository,
    stage: Stage::Security,
    scope: Scope::Code,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 60,
    mission: &["M1.04", "M3.02"],
    source: Source::unread("The Twelve-Factor App, III Config"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    if !variables.under_git {
        return Verdict::not_applicable("the folder is not under git");
    }
    let tracked = variables.files.iter().filter(|f| f.tracked && !f.secrets.is_empty());
    Verdict::of(tracked.map(finding).collect())
}

fn finding(file: &EnvironmentFile) -> Finding {
    let path = shell::quoted(&file.path);
    let names: Vec<&str> = file.secrets.iter().map(String::as_str).collect();
    Finding::new(format!("{} is in git with {}", file.path, text::count(names.len(), "secret", "secrets")))
        .observed(format!("git tracks it; it holds {}", text::some(&names, 4)))
        .expected("secrets are set where the app runs, and git holds an example without values")
        .consequence("Everybody who has or gets a copy of the repository can act as your app.")
        .remedy(Remedy::Run {
            place: "in the repository, then rotate each of these secrets".into(),
            commands: vec![
                format!("git rm --cached {path}"),
                format!("echo {} >> .gitignore", shell::quoted(&format!("/{}", file.path))),
                format!("git commit -m 'Keep {} out of git'", file.path.replace('\'', "")),
            ],
        })
        .reproduce(format!("git ls-files --error-unmatch {path}"))
        .key(&file.path)
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let tracked = |text: &str| {
        sample::variables_with(&[(".env.production", text)], |v| {
            v.files = vec![sample::environment_file(".env.production", &["STRIPE_SECRET_KEY"])];
            v.files[0].tracked = true;
        })
    };
    vec![
        Case::passes("nothing tracked", repository).seen(sample::variables(&[(".env", "A_SECRET=long-real-value")])),
        Case::passes("tracked, without secrets", repository).seen(sample::variables_with(
            &[(".env", "LEVEL=info")],
            |v| {
                v.files = vec![EnvironmentFile { tracked: true, ..sample::environment_file(".env", &[]) }];
            },
        )),
        Case::fails("tracked, with a secret", repository).seen(tracked("STRIPE_SECRET_KEY=long-real-value")),
        Case::does_not_apply("no git", repository)
            .seen(sample::variables_with(&[(".env", "A=1")], |v| v.under_git = false)),
    ]
}
