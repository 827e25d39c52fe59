//! Missing variables are noticed late.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "env/late-failure",
    summary: "A missing variable is noticed only when it is used",
    docs: "Three or more variables that the code needs are read where they are used, with nothing that stops the app when one is missing. A deployment with a forgotten variable starts, passes its health check, and fails at the first customer who needs the feature.\n\n\
           A schema that is checked at start (zod, envalid, t3-env, pydantic settings), or a reader that raises, is enough; two variables or fewer are not worth one.",
    subject: SubjectKind::Repository,
    stage: Stage::Deployment,
    scope: Scope::Code,
    severity: Severity::Medium,
    effort_minutes: 45,
    mission: &["M4.04", "M4.08"],
    source: Source::unread("The Twelve-Factor App, III Config"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

use environment::Fallback;

/// Up to this many such readers a schema is not worth its lines. Our own judgement.
const FEW: usize = 2;

fn judge(_: &Cx, variables: &Variables) -> Verdict {
    let table = &variables.table;
    if table.read().next().is_none() {
        return Verdict::not_applicable("the code reads no variables");
    }
    // Clients and shells have no start to check at; a schema covers what it names.
    let late = table.rows.iter().filter(|r| !r.provided && r.published_by.is_none());
    let late: Vec<_> = late
        .filter(|r| r.is_read() && r.reads.iter().all(|x| x.fallback == Fallback::None && !is_shell(&x.place.path)))
        .collect();
    if late.len() <= FEW {
        return Verdict::Pass;
    }
    let names: Vec<&str> = late.iter().map(|r| r.name.as_str()).collect();
    let place = late.first().and_then(|r| r.reads.first()).map(|r| r.place.to_string()).unwrap_or_default();
    Verdict::fail(
        Finding::new(format!("{} variables are missed only when they are used", names.len()))
            .observed(format!(
                "nothing stops the app when one of these is missing: {}; first at {place}",
                text::some(&names, 6)
            ))
            .expected("the app checks its variables when it starts, and stops naming the one that is missing")
            .consequence("A forgotten variable shows as an error at the first customer who needs the feature.")
            .remedy(Remedy::say(format!(
                "Check them in one place at start: a zod or envalid schema in JavaScript, pydantic settings in Python, \
                 required readers (ENV.fetch, os.environ[…]) elsewhere. Names: {}.",
                text::list(&names)
            )))
            .reproduce(format!("grep -rnw {} .", names.first().copied().unwrap_or_default())),
    )
}

fn is_shell(path: &str) -> bool {
    let file = path.rsplit('/').next().unwrap_or(path);
    [".sh", ".bash", ".yml", ".yaml"].iter().any(|e| file.ends_with(e)) || !file.contains('.')
}

fn cases() -> Vec<Case> {
    let repository = &sample::repository();
    let late = "a(process.env.AA, process.env.BB, process.env.CC)";
    let schema =
        "import { z } from 'zod'; z.object({ AA: z.string(), BB: z.string(), CC: z.string() }).parse(process.env)";
    vec![
        Case::passes("a schema", repository).seen(sample::variables(&[("env.ts", schema), ("a.ts", late)])),
        Case::passes("two only", repository).seen(sample::variables(&[("a.ts", "a(process.env.AA, process.env.BB)")])),
        Case::passes("readers that raise", repository)
            .seen(sample::variables(&[("a.rb", "ENV.fetch('AA'); ENV.fetch('BB'); ENV.fetch('CC')")])),
        Case::fails("none", repository).seen(sample::variables(&[("a.ts", late)])),
        Case::does_not_apply("no readers", repository).seen(sample::variables(&[("a.ts", "1")])),
    ]
}
