//! A file of environment variables can be downloaded.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/env-file",
    summary: "A file of environment variables can be downloaded",
    docs: "`.env` files hold the passwords of the database, keys of payment and mail services, and the secret that \
           signs sessions. Scanners ask every host on the Internet for them, several times a day.\n\n\
           A path counts only when its body proves what it is (lines of `NAME=value`); the values are never kept. \
           A single-page app that answers 200 to everything passes. Whatever was served once counts as read by \
           strangers: rotate it.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Blocker,
    level: Level::Safe,
    effort_minutes: 60,
    mission: &["M1.05", "M3.05"],
    source: Source::read("ASVS 5.0 13.4.7"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::EnvFile,
    path: |path| path.contains(".env"),
    consequence: "It holds database and payment keys; treat them as stolen and rotate them now.",
    closed: alone,
    afterwards: "then rotate every key and password that stands in the file",
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
    let path = "/.env";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::EnvFile, "DATABASE_URL=<48 characters>")))),
        Case::passes("something else is served", site).seen(look(path, Some((LeakKind::GitFolder, "x")))),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
