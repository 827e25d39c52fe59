//! Many redirects in a row.

use super::{follow, shown};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/too-many-hops",
    summary: "Many redirects in a row before an answer",
    docs: "Each redirect costs a round trip, and a new connection when the host changes: on a phone a third of a second \
           each, before anything shows. Chains grow when edge, web server and app each add a rule.\n\n\
           Two redirects pass (`[thresholds] redirect_hops`).",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 15,
    mission: &["M2.02"],
    source: Source::unread("Lighthouse, audit \"redirects\""),
    needs: &["redirect/loop"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, redirects: &Redirects) -> Verdict {
    let trail = &redirects.root;
    let limit = cx.thresholds.redirect_hops;
    let count = trail.hops.len();
    let (Some(first), Some(last)) = (trail.hops.first(), trail.hops.last()) else {
        return Verdict::not_applicable("the front page does not redirect");
    };
    if u32::try_from(count).unwrap_or(u32::MAX) <= limit {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("{} takes {count} redirects to its page", cx.subject.name))
            .observed(shown(trail))
            .expected(format!("at most {limit} redirects"))
            .consequence("Visitors on a phone wait about a third of a second more for each of them.")
            .remedy(Remedy::say(format!("Lead the first redirect straight to the end: {} → {}", first.url, last.to)))
            .reproduce(follow(&trail.start)),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::http_site();
    let three = [
        (301, "https://app.acme.example/"),
        (301, "https://app.acme.example/en/"),
        (302, "https://app.acme.example/en/login"),
    ];
    let to = |n: usize| sample::redirects(sample::trail("http://app.acme.example/", &three[..n]));
    vec![
        Case::passes("one", site).seen(to(1)),
        Case::passes("two", site).seen(to(2)),
        Case::fails("three", site).seen(to(3)),
        Case::does_not_apply("none", site).seen(to(0)),
    ]
}
