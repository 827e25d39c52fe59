//! The bare name and www both show the site.

use super::moves_to;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/two-homes",
    summary: "The bare domain and www both show the site",
    docs: "When both names answer by themselves there are two sites: search engines split what they know between them, \
           and a customer who signed in at one is a stranger at the other, because cookies belong to one host.\n\n\
           It passes when one of the two redirects to the other. Where only one exists there is nothing to judge \
           (`dns/www-missing` tells whether both do).",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["M2.02"],
    source: Source::unread("own judgement; RFC 6265 for cookies by host"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, each: Each<Redirects>) -> Verdict {
    let apex = cx.subject.name.clone();
    let www = format!("www.{apex}");
    let mut at_home = 0;
    for host in [&apex, &www] {
        match each.of(&Origin::https(host).to_string()) {
            None => return Verdict::not_applicable(format!("https://{host} was not found")),
            Some(Err(unknown)) => return unknown.clone().into(),
            Some(Ok(redirects)) => match &redirects.root.end {
                TrailEnd::Answer { url, status: 200..=299 } => {
                    at_home += usize::from(Origin::parse(url).is_some_and(|o| o.host == **host));
                }
                TrailEnd::Answer { .. } | TrailEnd::Foreign { .. } => {}
                TrailEnd::Failed { .. } | TrailEnd::BadLocation { .. } | TrailEnd::Loop { .. } | TrailEnd::TooMany => {
                    return Verdict::not_applicable(format!("https://{host} shows no page"));
                }
            },
        }
    }
    if at_home < 2 {
        return Verdict::Pass;
    }
    let wanted = cx.declared.canonical.as_ref().map_or(&cx.declared.host, |o| &o.host);
    let (home, other) = if *wanted == www { (&www, &apex) } else { (&apex, &www) };
    Verdict::fail(
        Finding::new(format!("{apex} and {www} both show the site"))
            .observed("both answer 200 under their own name")
            .expected(format!("{other} redirects to {home}"))
            .consequence(
                "Customers who signed in at one address are signed out at the other, and search results split.",
            )
            .remedy(moves_to(other, &Origin::https(home)))
            .reproduce(format!("curl -sI https://{apex}/ https://{www}/ | grep -iE '^(HTTP|location)'")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let site = |host: &str| Subject::new(SubjectKind::Site, format!("https://{host}"));
    let (apex, www) = (&site("acme.example"), &site("www.acme.example"));
    let stays = |s: &Subject| sample::redirects(sample::trail(&format!("{s}/"), &[(302, &format!("{s}/en"))]));
    let to_apex = || sample::redirects(sample::trail("https://www.acme.example/", &[(301, "https://acme.example/")]));
    let failed = Redirects {
        root: Trail { end: TrailEnd::Failed { url: "x".into(), failure: HttpFailure::Refused }, ..to_apex().root },
        deep: None,
    };
    vec![
        Case::passes("www leads to the bare name", domain).with(apex, stays(apex)).with(www, to_apex()),
        Case::fails("both stay", domain).with(apex, stays(apex)).with(www, stays(www)),
        Case::fails("both stay, www is canonical", domain)
            .with(apex, stays(apex))
            .with(www, stays(www))
            .declared(|d| d.canonical = Some(Origin::https("www.acme.example"))),
        Case::does_not_apply("no www", domain).with(apex, stays(apex)),
        Case::does_not_apply("www is down", domain).with(apex, stays(apex)).with(www, failed),
    ]
}
