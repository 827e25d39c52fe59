//! Notes for a coding assistant can be downloaded.

use super::{Telling, alone, leaks, look};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "exposure/assistant-files",
    summary: "Notes for a coding assistant can be downloaded",
    docs: "`CLAUDE.md` and `.mcp.json` describe how the program is built, where its services are, and which tools \
           may touch them, sometimes with tokens. They get into the web folder when the whole repository is \
           deployed.\n\n\
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
    kind: LeakKind::AssistantFile,
    path: |path| path == "/CLAUDE.md" || path == "/.mcp.json",
    consequence: "Strangers read how your program works inside and which tools have access to it.",
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
    let path = "/CLAUDE.md";
    let single_page_app = Exposed { unknown_path_status: 200, ..look(path, None) };
    vec![
        Case::passes("not served", site).seen(look(path, None)),
        Case::passes("a single-page app that answers everything", site).seen(single_page_app),
        Case::fails("served", site).seen(look(path, Some((LeakKind::AssistantFile, "# Acme Desk")))),
        Case::does_not_apply("another site stands for it", site).seen(Exposed { moved: true, ..look("/other", None) }),
        Case::cannot_tell("not asked", site).seen(look("/other", None)),
    ]
}
