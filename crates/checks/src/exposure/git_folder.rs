//! The version control folder can be downloaded.

use super::{Telling, below, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/git-folder",
    summary: "The version control folder can be downloaded",
    docs: "From a served `.git` folder the whole source code can be rebuilt with public tools, and with it every \
           password and key that was ever committed, deleted ones included.\n\n\
           A path counts only when its body proves what it is (`[core]` in `.git/config`, `ref:` in `.git/HEAD`). \
           A single-page app that answers 200 to everything passes.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Blocker,
    level: Level::Safe,
    effort_minutes: 60,
    mission: &["M1.05", "M3.05"],
    source: Source::read("ASVS 5.0 13.4.1"),
    ..CheckInfo::BASE
};

static TELLING: Telling = Telling {
    kind: LeakKind::GitFolder,
    path: |path| path.contains("/.git"),
    consequence: "Strangers can rebuild your source code and every key that was ever committed to it.",
    closed: |path| below(path, "/.git"),
    afterwards: "then rotate every key that was ever committed",
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
    let path = "/.git/config";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::GitFolder, "[core]")))),
        Case::passes("something else is served", site).seen(look(path, Some((LeakKind::EnvFile, "x")))),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
