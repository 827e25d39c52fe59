//! Plain http does not lead to https.

use super::{follow, moves_to, shown};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/http-not-https",
    summary: "http:// does not lead to https://",
    docs: "Old links, printed cards and some programs still ask for `http://`. What is answered there can be read and \
           changed by anyone on the way, log-in forms included. The first answer has to be a redirect to https.\n\n\
           A closed port 80 passes. So does a redirect straight to https on another of your hosts (`http://acme.example` \
           to `https://www.acme.example`); one that first leads to another `http://` address does not. An API that \
           refuses plain http with an error passes.",
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 10,
    mission: &["M2.02", "M3.01"],
    source: Source::unread("MDN HTTP Observatory (redirection); hstspreload.org"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, each: Each<Redirects>, ports: Seen<&Ports>) -> Verdict {
    let host = cx.host();
    let site = Origin::http(&host).to_string();
    let trail = match each.of(&site) {
        Some(Ok(redirects)) => &redirects.root,
        Some(Err(unknown)) => return unknown.clone().into(),
        None => {
            let closed = ports.is_ok_and(|p| {
                p.tried.iter().any(|t| t.port == 80)
                    && !p.tried.iter().any(|t| t.port == 80 && t.outcome == Connect::Open)
            });
            return if closed { Verdict::Pass } else { Unknown::new(Why::NotGathered, site).into() };
        }
    };
    let seen = match (trail.hops.first(), &trail.end) {
        (Some(hop), _) if hop.to.starts_with("https://") => return Verdict::Pass,
        (_, TrailEnd::Loop { .. } | TrailEnd::TooMany) => return Verdict::not_applicable("redirect/loop comes first"),
        (Some(_), _) => shown(trail),
        (None, TrailEnd::Foreign { url }) if url.starts_with("https://") => return Verdict::Pass,
        (None, TrailEnd::Foreign { url }) => format!("{site} leads to {}", text::quote(url, 80)),
        (None, TrailEnd::Failed { failure: HttpFailure::NoAddress, .. }) => {
            return Verdict::not_applicable("the host has no address");
        }
        (None, TrailEnd::Failed { .. }) => return Verdict::Pass,
        (None, TrailEnd::Answer { status, .. }) if *status >= 400 && cx.declared.purpose(&host) == Purpose::Api => {
            return Verdict::Pass;
        }
        (None, TrailEnd::Answer { status, .. }) => format!("{site} answers {status} without a redirect"),
        (None, TrailEnd::BadLocation { value }) => format!("a redirect to \"{}\"", text::quote(value, 80)),
    };
    Verdict::fail(
        Finding::new(format!("{site} does not lead to https"))
            .observed(seen)
            .expected(format!("301 to https://{host}/"))
            .consequence("Passwords and pages of visitors who come by an old link can be read on the way.")
            .remedy(moves_to(&host, &Origin::https(&host)))
            .reproduce(follow(&format!("{site}/"))),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let site = &sample::http_site();
    let to = |hops: &[(u16, &str)]| sample::redirects(sample::trail("http://app.acme.example/", hops));
    let ended = |end: TrailEnd| sample::redirects(Trail { end, ..sample::trail("http://app.acme.example/", &[]) });
    let failed = |failure| ended(TrailEnd::Failed { url: "http://app.acme.example/".into(), failure });
    let refused = || ended(TrailEnd::Answer { url: "http://api.acme.example/".into(), status: 403 });
    let (api, api_site) =
        (&Subject::host("api.acme.example"), &Subject::new(SubjectKind::Site, "http://api.acme.example"));
    vec![
        Case::passes("to https", host).with(site, to(&[(301, "https://app.acme.example/")])),
        Case::passes("straight to https elsewhere", host).with(site, to(&[(301, "https://www.acme.example/")])),
        Case::passes("port 80 closed", host).with(site, failed(HttpFailure::Refused)),
        Case::passes("port 80 closed, no site", host)
            .with(&sample::site(), to(&[]))
            .seen(sample::ports(Connect::Refused, Connect::Open)),
        Case::passes("an API refuses", api).with(api_site, refused()),
        Case::fails("answers in the clear", host).with(site, to(&[])),
        Case::fails("an app refuses", host).with(site, refused()),
        Case::fails("a detour over http", host)
            .with(site, to(&[(301, "http://www.acme.example/"), (301, "https://www.acme.example/")])),
        Case::does_not_apply("a circle", host)
            .with(site, ended(TrailEnd::Loop { url: "http://app.acme.example/".into() })),
        Case::cannot_tell("only https was looked at", host).with(&sample::site(), to(&[])),
    ]
}
