//! A file is read differently by different readers.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/sloppy-file",
    summary: "An environment file is read differently by different tools",
    docs: "dotenv libraries, compose and shells disagree on blanks round `=`, unquoted blanks, open quotes, names in lower case and Windows line ends: the app gets another value here than there.",
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

use environment::dotenv::Slip;

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let table = &variables.table;
    if table.env_files.is_empty() && table.examples.is_empty() {
        return Verdict::not_applicable("there is no environment file");
    }
    let files = table.env_files.iter().chain(&table.examples);
    Verdict::of(
        files
            .filter_map(|file| {
                // Twice is a check of its own; names in lower case are a custom, not a risk.
                let of_file = |s: &&environment::SlipAt| {
                    s.place.path == *file && !matches!(s.slip, Slip::Twice | Slip::LowerCase)
                };
                let slips: Vec<_> = table.slips.iter().filter(of_file).collect();
                let first = slips.first()?;
                let lines: Vec<String> =
                    slips.iter().take(4).map(|s| format!("line {}: {}", s.place.line, s.slip.words())).collect();
                Some(
                    Finding::new(format!("{file} means different things to different tools"))
                        .observed(lines.join("; "))
                        .expected("NAME=value, or NAME=\"a value with blanks\", with Unix line ends")
                        .consequence("The app gets one value on the laptop and another where it runs.")
                        .remedy(Remedy::say(format!(
                            "Write these lines of {file} as NAME=\"value\", beginning with line {}.",
                            first.place.line
                        )))
                        .reproduce(format!("sed -n '{}p' {} | cut -d= -f1", first.place.line, shell::quoted(file)))
                        .key(file),
                )
            })
            .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    vec![
        Case::passes("clean", repository).seen(sample::variables(&[(".env", "A=1\nB=\"two words\"\n")])),
        Case::fails("blanks", repository).seen(sample::variables(&[(".env", "AA = 1\nBB=two words\n")])),
        Case::does_not_apply("no file", repository).seen(sample::variables(&[("a.ts", "1")])),
    ]
}
