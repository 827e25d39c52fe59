//! Files that say how the app is built can be downloaded.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/build-files",
    summary: "Build files of the app can be downloaded",
    docs: "`Dockerfile` and `docker-compose.yml` name versions, ports, inner host names, and often passwords. They \
           get into the web folder when the whole repository is deployed: then look what else is there.\n\n\
           A path counts only when its body proves what it is. A single-page app that answers 200 to everything \
           passes.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 15,
    mission: &["M3.05"],
    source: Source::unread("nuclei templates"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::BuildFile,
    path: |path| path == "/Dockerfile" || path == "/docker-compose.yml",
    consequence: "Strangers read which versions, hosts and ports your app consists of.",
    closed: alone,
    afterwards: "then deploy the build folder only, not the repository",
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
    let path = "/docker-compose.yml";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::BuildFile, "services:")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
