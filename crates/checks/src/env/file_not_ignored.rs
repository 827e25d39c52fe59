//! A file with secrets waits to be committed by accident.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/file-not-ignored",
    summary: "An environment file with secrets is not ignored by git",
    docs: "The file is not in git yet, and nothing keeps it out: the next `git add .` takes it along.",
    subject: SubjectKind::Repository,
    stage: Stage::Security,
    scope: Scope::Code,
    severity: Severity::Medium,
    effort_minutes: 5,
    mission: &["M3.02"],
    source: Source::unread("gitignore(5)"),
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
    let open = variables.files.iter().filter(|f| !f.tracked && !f.ignored && !f.secrets.is_empty());
    Verdict::of(open.map(finding).collect())
}

fn finding(file: &EnvironmentFile) -> Finding {
    Finding::new(format!("The next git add takes {} along", file.path))
        .observed(format!(
            "no rule of .gitignore names it; it holds {}",
            text::count(file.secrets.len(), "secret", "secrets")
        ))
        .expected("environment files with values are ignored")
        .consequence("One hasty commit publishes the secrets to everybody with access to the repository.")
        .remedy(Remedy::Edit { file: ".gitignore".into(), line: 0, text: format!("/{}", file.path) })
        .reproduce(format!("git check-ignore -v {} || echo not ignored", shell::quoted(&file.path)))
        .key(&file.path)
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let file = |ignored: bool, tracked: bool| {
        let file = EnvironmentFile { ignored, tracked, ..sample::environment_file(".env", &["A_SECRET"]) };
        sample::variables_with(&[(".env", "A=1")], |v| v.files = vec![file])
    };
    vec![
        Case::passes("ignored", repository).seen(file(true, false)),
        Case::passes("tracked already: another check's matter", repository).seen(file(false, true)),
        Case::fails("neither", repository).seen(file(false, false)),
        Case::does_not_apply("no git", repository)
            .seen(sample::variables_with(&[(".env", "A=1")], |v| v.under_git = false)),
    ]
}
