//! A script or style sheet of the front page does not load.

use super::parts::{Part, broken, one};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/broken-script",
    summary: "A script or style sheet of the front page does not load",
    docs: "Scripts and style sheets of the same host on the front page are asked, three per run. Where one answers \
           404, 410 or a server error, or comes as an HTML page, the page is without its looks or does nothing: \
           mostly a deploy that removed old files while old pages were still cached, or a wrong base path.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M1.12"],
    source: Source::unread("own judgement"),
    needs: &["reach/server-error"],
    ..CheckInfo::BASE
};

static PART: Part = Part {
    of: |link| matches!(link.role, LinkRole::Script | LinkRole::Style),
    wanted: "a script or style sheet",
    told: |site, path| {
        Finding::new(format!("A part of {site} does not load: {path}"))
            .consequence("The page comes without its looks, or its buttons do nothing.")
            .remedy(Remedy::say(format!(
                "Build and deploy again, so that {path} exists; keep the files of the last version for a day."
            )))
    },
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, crawl: &Crawl) -> Verdict {
    broken(cx, crawl, &PART)
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    vec![
        Case::passes("a script", site).seen(one(LinkRole::Script, 200, "text/javascript")),
        Case::fails("gone", site).seen(one(LinkRole::Script, 404, "text/html")),
        Case::fails("the shell of a single-page app", site).seen(one(LinkRole::Style, 200, "text/html")),
        Case::does_not_apply("none", site).seen(one(LinkRole::Link, 404, "text/html")),
    ]
}
