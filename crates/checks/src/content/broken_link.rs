//! A link of the front page leads to an error.

use super::parts::{Part, broken, one};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/broken-link",
    summary: "A link of the front page leads to an error",
    docs: "The first links of the front page to pages of the same host are followed, a handful per run, none that \
           robots.txt asks to leave alone and none that does something (sign out, delete). It fails when one \
           answers 404, 410 or a server error.\n\n\
           Links to other hosts and inside other pages are not followed.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M1.12"],
    source: Source::unread("own judgement"),
    needs: &["reach/server-error"],
    ..CheckInfo::BASE
};

static PART: Part = Part {
    of: |link| link.role == LinkRole::Link,
    wanted: "a page",
    told: |site, path| {
        Finding::new(format!("A link of {site} leads to an error: {path}"))
            .consequence("Visitors who click it see an error page instead of what was promised.")
            .remedy(Remedy::say(format!(
                "Correct the link to {path} on the front page, or redirect it to where the page is now."
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
        Case::passes("a page", site).seen(one(LinkRole::Link, 200, "text/html")),
        Case::passes("a redirect", site).seen(one(LinkRole::Link, 302, "text/html")),
        Case::fails("gone", site).seen(one(LinkRole::Link, 404, "text/html")),
        Case::fails("broken", site).seen(one(LinkRole::Link, 500, "text/html")),
        Case::does_not_apply("no links", site).seen(one(LinkRole::Image, 404, "image/png")),
    ]
}
