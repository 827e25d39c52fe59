//! A picture of the front page does not load.

use super::parts::{Part, broken, one};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/broken-image",
    summary: "A picture of the front page does not load",
    docs: "Pictures of the same host on the front page are asked, two per run. It fails when one answers 404, 410 \
           or a server error, or comes as an HTML page, as single-page apps answer for files that are not there.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["M1.12"],
    source: Source::unread("own judgement"),
    needs: &["reach/server-error"],
    ..CheckInfo::BASE
};

static PART: Part = Part {
    of: |link| link.role == LinkRole::Image,
    wanted: "a picture",
    told: |site, path| {
        Finding::new(format!("A picture of {site} does not load: {path}"))
            .consequence("Visitors see the sign of a broken picture on the first page.")
            .remedy(Remedy::say(format!("Put the picture at {path}, or correct its address on the front page.")))
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
        Case::passes("a picture", site).seen(one(LinkRole::Image, 200, "image/png")),
        Case::fails("gone", site).seen(one(LinkRole::Image, 404, "text/html")),
        Case::fails("the shell of a single-page app", site).seen(one(LinkRole::Image, 200, "text/html")),
        Case::does_not_apply("no pictures", site).seen(one(LinkRole::Link, 404, "text/html")),
    ]
}
