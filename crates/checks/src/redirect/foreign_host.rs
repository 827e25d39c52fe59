//! Visitors are sent to a host that nobody declared.

use super::{follow, shown};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/foreign-host",
    summary: "Visitors are sent to a host of another domain",
    docs: "A front page that leads to another domain may be meant (a help centre, a shop) or left over from a trial, \
           a parked domain or a take-over. Whoever looks from outside can't tell; you can.\n\n\
           Declare the host as yours or, with `foreign = true`, as run by another company, and it passes. Ways to a \
           log-in (`authorize`, `login`, `saml` in the path) are left out.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Low,
    effort_minutes: 5,
    mission: &["M2.02"],
    source: Source::unread("own judgement"),
    ..CheckInfo::BASE
};

/// Parts of paths by which a log-in elsewhere is known.
const LOG_IN: [&str; 8] = ["authorize", "login", "log-in", "signin", "sign-in", "saml", "sso", "oauth"];

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, redirects: &Redirects) -> Verdict {
    let trail = &redirects.root;
    let TrailEnd::Foreign { url } = &trail.end else {
        return if trail.hops.is_empty() {
            Verdict::not_applicable("the front page does not redirect")
        } else {
            Verdict::Pass
        };
    };
    let Some(to) = Origin::parse(url) else { return Verdict::Pass };
    let path = url.to_ascii_lowercase();
    let expected = Name::parse(&to.host).is_ok_and(|name| cx.declared.is_foreign(&name));
    if expected || LOG_IN.iter().any(|word| path.contains(word)) {
        return Verdict::Pass;
    }
    let host = cx.host();
    let place = text::quote(&to.host, 60);
    Verdict::fail(
        Finding::new(format!("{host} sends its visitors to {place}"))
            .observed(shown(trail))
            .expected("a host of your own, or one that is declared")
            .consequence("If it is not yours, visitors who trust your name are shown somebody else's page.")
            .remedy(Remedy::Edit {
                file: "launch.toml, if it is meant; otherwise take the redirect out".into(),
                line: 0,
                text: format!("[[domain.hosts]]\nname = \"{place}\"\nforeign = true"),
            })
            .reproduce(follow(&trail.start))
            .cause(format!("{host} {}", to.host)),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let to = |address: &str| {
        let mut trail = sample::trail("https://app.acme.example/", &[(301, address)]);
        trail.end = TrailEnd::Foreign { url: address.to_owned() };
        sample::redirects(trail)
    };
    let own = || sample::trail("https://app.acme.example/", &[(301, "https://app.acme.example/en")]);
    let park = || to("https://parking.example/");
    vec![
        Case::passes("stays", site).seen(sample::redirects(own())),
        Case::passes("a log-in", site).seen(to("https://accounts.example/oauth2/v2/authorize")),
        Case::passes("declared", site).seen(park()).declared(|d| {
            d.foreign
                .push(model::declared::DeclaredHost { name: sample::name("parking.example"), purpose: Purpose::Other });
        }),
        Case::fails("another domain", site).seen(park()),
        Case::does_not_apply("no redirect", site)
            .seen(sample::redirects(sample::trail("https://app.acme.example/", &[]))),
    ]
}
