//! The example lacks a variable.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/missing-in-example",
    summary: "The example file lacks a variable that the code needs",
    docs: "An environment file sets the variable, the code needs it, and the example file does not name it: it works for those who have the old file, and for nobody else.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::Low,
    effort_minutes: 5,
    mission: &["M1.04", "M4.08"],
    source: Source::unread("The Twelve-Factor App, III Config"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    if variables.table.examples.is_empty() {
        return Verdict::not_applicable("there is no example file");
    }
    let open = variables.table.rows.iter().filter(|r| r.is_required() && r.is_set() && !r.in_example());
    // What an image or CI sets is no matter of the person who fills in the example.
    let by_hand =
        |r: &&environment::Row| r.settings.iter().any(|s| environment::environment_of(&s.place.path).is_some());
    Verdict::of(
        open.filter(by_hand)
            .filter_map(|row| {
                let (read, example) =
                    row.reads.iter().find_map(|r| Some((r, variables.table.example_for(&r.place.path)?)))?;
                Some(
                    Finding::new(format!("{example} does not name {}", row.name))
                        .observed(format!("{} reads it without a default", read.place))
                        .expected("the example names every variable that the code needs")
                        .consequence("Whoever sets the app up from the example gets one that fails.")
                        .remedy(Remedy::Edit { file: example.to_owned(), line: 0, text: format!("{}=", row.name) })
                        .reproduce(format!("grep -n '^{}=' {}", row.name, shell::quoted(example)))
                        .key(&row.name),
                )
            })
            .collect(),
    )
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let code = ("a.ts", "connect(process.env.DATABASE_URL)");
    let set = (".env", "DATABASE_URL=postgres://db/x\n");
    vec![
        Case::passes("named", repository).seen(sample::variables(&[code, set, (".env.example", "DATABASE_URL=")])),
        Case::fails("not named", repository).seen(sample::variables(&[code, set, (".env.example", "OTHER=")])),
        Case::does_not_apply("no example", repository).seen(sample::variables(&[code, set])),
    ]
}
