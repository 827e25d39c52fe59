//! A file with secrets is copied into the image.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/file-in-image",
    summary: "An environment file with secrets is built into the image",
    docs: "`COPY . .` takes everything that `.dockerignore` does not name. A layer keeps the file for good, also when a later step deletes it, and whoever may pull the image can read it.\n\n\
           Only a Dockerfile whose own folder is copied whole counts, and only a file with a secret that has a value.",
    subject: SubjectKind::Repository,
    stage: Stage::Security,
    scope: Scope::Code,
    severity: Severity::High,
    effort_minutes: 10,
    mission: &["M3.02", "M3.03"],
    source: Source::unread("Docker build context documentation"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let copied = variables.files.iter().filter(|f| !f.secrets.is_empty());
    Verdict::of(copied.filter_map(|f| Some(finding(f, f.copied_by.as_deref()?))).collect())
}

fn finding(file: &EnvironmentFile, dockerfile: &str) -> Finding {
    let folder = dockerfile.rsplit_once('/').map_or(String::new(), |(f, _)| format!("{f}/"));
    let below = file.path.strip_prefix(&folder).unwrap_or(&file.path);
    Finding::new(format!("{} ends up in the image that {dockerfile} builds", file.path))
        .observed(format!("{dockerfile} copies its whole folder; {folder}.dockerignore does not keep {below} out"))
        .expected("the image holds no environment file; values are given when a container starts")
        .consequence("Whoever can pull the image can read the secrets in it.")
        .remedy(Remedy::Edit { file: format!("{folder}.dockerignore"), line: 0, text: below.to_owned() })
        .reproduce(format!(
            "grep -nE '^(COPY|ADD) ' {} ; cat {}",
            shell::quoted(dockerfile),
            shell::quoted(&format!("{folder}.dockerignore"))
        ))
        .key(&file.path)
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let copied = |secrets: &[&str]| {
        let file = EnvironmentFile {
            copied_by: Some("web/Dockerfile".into()),
            ..sample::environment_file("web/.env", secrets)
        };
        sample::variables_with(&[("web/.env", "A=1")], |v| v.files = vec![file])
    };
    vec![
        Case::passes("not copied", repository).seen(sample::variables(&[(".env", "A_SECRET=long-real-value")])),
        Case::passes("copied, without secrets", repository).seen(copied(&[])),
        Case::fails("copied, with a secret", repository).seen(copied(&["A_SECRET"])),
    ]
}
