//! A page for developers shows the inside of the running app.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/debug-page",
    summary: "A page for developers shows the inside of the app",
    docs: "phpinfo, Spring's actuator, Go's pprof and Apache's server-status show settings, environment variables, \
           memory and the addresses that customers ask for right now.\n\n\
           A path counts only when its body proves what it is. A single-page app that answers 200 to everything \
           passes.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Blocker,
    eased_in_demo: true,
    level: Level::Safe,
    effort_minutes: 20,
    mission: &["M1.05", "M3.05"],
    source: Source::read("ASVS 5.0 13.4.2"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::DebugPage,
    path: |path| ["/phpinfo.php", "/actuator/env", "/debug/pprof/", "/server-status"].contains(&path),
    consequence: "Strangers read settings and secrets of the running app, and what customers are doing in it.",
    closed: alone,
    afterwards: "then switch it off in the app, or let it listen on a private address only",
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
    let path = "/phpinfo.php";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::DebugPage, "phpinfo() … PHP Version")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
