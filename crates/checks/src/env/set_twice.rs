//! A file sets a variable twice.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/set-twice",
    summary: "An environment file sets a variable twice",
    docs: "The last line wins, so whoever changes the first sees no effect. Each file is judged by itself; that two files set a name is what environments are for.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::Low,
    effort_minutes: 5,
    mission: &["M1.04"],
    source: Source::unread("dotenv-linter, DuplicatedKey"),
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
    let twice = table.slips.iter().filter(|s| s.slip == Slip::Twice);
    Verdict::of(
        twice
            .map(|slip| {
                let at = |s: &&environment::Setting| s.place.path == slip.place.path && s.place.line == slip.place.line;
                let name = table
                    .rows
                    .iter()
                    .find(|r| r.settings.iter().any(|s| at(&s)))
                    .map_or("a variable", |r| r.name.as_str());
                Finding::new(format!("{} sets {name} twice", slip.place.path))
                    .observed(format!("the second time in line {}; the last one wins", slip.place.line))
                    .expected("each variable once")
                    .consequence(
                        "A change to the first line has no effect, and the search for the reason costs an evening.",
                    )
                    .remedy(Remedy::say(format!("Keep one of the lines that set {name} in {}.", slip.place.path)))
                    .reproduce(super::show(&slip.place, name))
                    .key(format!("{} {name}", slip.place.path))
            })
            .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    vec![
        Case::passes("once", repository).seen(sample::variables(&[(".env", "A=1\nB=2\n")])),
        Case::fails("twice", repository).seen(sample::variables(&[(".env", "AA=1\nB=2\nAA=3\n")])),
        Case::does_not_apply("no file", repository).seen(sample::variables(&[("a.ts", "1")])),
    ]
}
