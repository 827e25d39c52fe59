//! Measurements of the running app are open to everybody.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/metrics",
    summary: "Measurements of the app are open to everybody",
    docs: "`/metrics` tells how many customers are active, which calls fail, versions and host names. It is meant \
           for the monitoring inside.\n\n\
           A path counts only when its body proves what it is. A single-page app that answers 200 to everything \
           passes.",
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
    kind: LeakKind::Metrics,
    path: |path| path == "/metrics",
    consequence: "Competitors can count your customers, and strangers see what fails.",
    closed: alone,
    afterwards: "better: serve metrics on another port, for the monitoring only",
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
    let path = "/metrics";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::Metrics, "# HELP http_requests_total")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
