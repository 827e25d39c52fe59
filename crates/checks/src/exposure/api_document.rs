//! The description of the interface is open to everybody.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/api-document",
    summary: "The description of the interface is open to everybody",
    docs: "`openapi.json` or `swagger.json` lists every call of the interface, internal ones included, with their \
           fields. For a public interface that is right: then waive this row or document it elsewhere. For an app's \
           own interface it saves an attacker days.\n\n\
           A path counts only when its body proves what it is. A single-page app that answers 200 to everything \
           passes.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 20,
    mission: &["M3.05"],
    source: Source::read("ASVS 5.0 13.4.5"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::ApiDocument,
    path: |path| path.ends_with("openapi.json") || path.ends_with("swagger.json"),
    consequence: "Strangers get a list of every call that your app understands, also of the forgotten ones.",
    closed: alone,
    afterwards: "or set in the app: FastAPI(openapi_url=None), springdoc.api-docs.enabled=false",
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
    let path = "/openapi.json";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::ApiDocument, "\"openapi\"")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
