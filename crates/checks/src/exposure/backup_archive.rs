//! A packed copy of the app can be downloaded.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/backup-archive",
    summary: "A packed copy of the app can be downloaded",
    docs: "An archive that was put into the web folder to move the app (`backup.zip`) holds the code, the settings, \
           and often the data. Its name is easy to guess, and scanners try.\n\n\
           A path counts only when its body proves what it is. A single-page app that answers 200 to everything \
           passes.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Blocker,
    level: Level::Safe,
    effort_minutes: 60,
    mission: &["M1.05", "M3.05"],
    source: Source::unread("nuclei templates; OWASP WSTG"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::Archive,
    path: |path| path.ends_with(".zip"),
    consequence: "Anyone can download the app with its settings, and whatever data is packed with it.",
    closed: alone,
    afterwards: "then delete the file, and look in the access log who fetched it",
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
    let path = "/backup.zip";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::Archive, "PK (the head of a zip archive)")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
