//! Redirects that never end.

use super::{follow, shown};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/loop",
    summary: "The site redirects in a circle",
    docs: "Browsers give up after 20 redirects and show an error. The usual cause are two places that each know better: \
           an edge that speaks plain http to a server that sends everything to https, or one rule that adds `www` and \
           another that takes it away.\n\n\
           It fails when an address comes a second time, or when no end comes within 20 redirects, from the front page \
           or from a deep address.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
    effort_minutes: 30,
    mission: &["M1.02", "M2.02"],
    source: Source::unread("Fetch standard, HTTP-redirect fetch: 20 redirects"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, redirects: &Redirects) -> Verdict {
    let site = &cx.subject.name;
    let endless = |t: &&Trail| matches!(t.end, TrailEnd::Loop { .. } | TrailEnd::TooMany);
    let Some(trail) = std::iter::once(&redirects.root).chain(&redirects.deep).find(endless) else {
        return Verdict::Pass;
    };
    let title = match trail.end {
        TrailEnd::Loop { .. } => format!("{site} redirects in a circle"),
        _ => format!("{site} redirects without end"),
    };
    let down = trail.hops.iter().any(|h| h.url.starts_with("https://") && h.to.starts_with("http://"));
    let fix = if down {
        "One rule leads to https, another back to http. At the edge set the encryption mode to \"Full (strict)\", so \
         that it speaks https to your server; then delete the rule that leads to http."
    } else {
        "Two rules contradict each other. Look both up in the chain above (edge, web server, app), and delete the one \
         that leads away from the address where the site belongs."
    };
    Verdict::fail(
        Finding::new(title)
            .observed(shown(trail))
            .expected("an answer after at most a few redirects")
            .consequence("The page never opens; browsers show \"too many redirects\".")
            .remedy(Remedy::say(fix))
            .reproduce(follow(&trail.start))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let ending = |end: TrailEnd| {
        let start = "https://app.acme.example/";
        let hops = [(301, "http://app.acme.example/"), (301, start)];
        Trail { end, ..sample::trail(start, &hops) }
    };
    let circle = || ending(TrailEnd::Loop { url: "https://app.acme.example/".into() });
    let fine = || sample::trail("https://app.acme.example/", &[(302, "https://app.acme.example/login")]);
    vec![
        Case::passes("one redirect", site).seen(sample::redirects(fine())),
        Case::passes("fails elsewhere", site)
            .seen(sample::redirects(ending(TrailEnd::Failed { url: "x".into(), failure: HttpFailure::Refused }))),
        Case::fails("a circle", site).seen(sample::redirects(circle())),
        Case::fails("no end", site).seen(sample::redirects(ending(TrailEnd::TooMany))),
        Case::fails("a circle from a deep address", site).seen(Redirects { root: fine(), deep: Some(circle()) }),
    ]
}
