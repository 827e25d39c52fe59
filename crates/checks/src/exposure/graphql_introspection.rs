//! GraphQL tells everybody its whole schema.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/graphql-introspection",
    summary: "GraphQL tells everybody its whole schema",
    docs: "With introspection any visitor gets all types, fields and mutations of the interface, also those that no \
           page uses. Tools need it in development only.\n\n\
           A question for the schema's query type is asked; it fails when the answer holds it.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 15,
    mission: &["M3.05"],
    source: Source::read("ASVS 5.0 13.4.5"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::GraphqlSchema,
    path: |path| path.starts_with("/graphql"),
    consequence: "Strangers get a list of everything that your interface can do, also of what is half done.",
    closed: alone,
    afterwards: "better: switch introspection off in the server (Apollo: introspection: false)",
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, exposed: &Exposed) -> Verdict {
    leaks(cx, exposed, &TELLING)
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let path = "/graphql";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::GraphqlSchema, "\"__schema\" … \"queryType\"")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
