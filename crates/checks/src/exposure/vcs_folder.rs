//! A folder of Subversion or Mercurial can be downloaded.

use super::{Telling, below, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/vcs-folder",
    summary: "A folder of version control can be downloaded",
    docs: "From a served `.svn` or `.hg` folder the source code can be rebuilt, with every password that was ever \
           committed. `.git` is judged by `exposure/git-folder`.\n\n\
           A path counts only when its body proves what it is. A single-page app that answers 200 to everything \
           passes.",
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
    kind: LeakKind::VcsFolder,
    path: |path| path.starts_with("/.svn") || path.starts_with("/.hg"),
    consequence: "Anyone can rebuild your source code, with all that was ever committed.",
    closed: |path| below(path, if path.contains("/.svn") { "/.svn" } else { "/.hg" }),
    afterwards: "then rotate every key and password that was ever committed",
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
    let path = "/.svn/wc.db";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::VcsFolder, "SQLite format 3")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
