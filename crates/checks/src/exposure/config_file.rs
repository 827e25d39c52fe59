//! A configuration file with secrets can be downloaded.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/config-file",
    summary: "A configuration file with secrets can be downloaded",
    docs: "`config.json`, `appsettings.json` and copies of `wp-config.php` hold passwords of databases and keys of \
           services. In a web folder they are one request away.\n\n\
           It fails when a value stands behind a name such as `password` or `secret`; the value is never kept. \
           Settings without secrets pass.",
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
    kind: LeakKind::ConfigFile,
    path: |path| ["/config.json", "/appsettings.json", "/wp-config.php.bak"].contains(&path),
    consequence: "It holds passwords of the database or keys of services; treat them as stolen and rotate them.",
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
    let path = "/appsettings.json";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::ConfigFile, "DefaultConnection=<61 characters>")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
