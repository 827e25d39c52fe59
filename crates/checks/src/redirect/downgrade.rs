//! A redirect leads from https back to http.

use super::{follow, hops};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/downgrade",
    summary: "A redirect leads from https back to http",
    docs: "A visitor who came over https is sent to an unencrypted address, mostly because the app believes that it runs \
           on http (the proxy in front does not tell it) and builds absolute addresses from that. Everything from there \
           on can be read and changed on the way, and browsers warn.\n\n\
           Every redirect from the front page and from a deep address is looked at; it passes when none leads from \
           https to http, also where a later one leads back.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Blocker,
    eased_in_demo: true,
    effort_minutes: 20,
    mission: &["M3.01", "M2.02"],
    source: Source::unread("internet.nl (https forced)"),
    needs: &["redirect/loop"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, redirects: &Redirects) -> Verdict {
    let Some(hop) = hops(redirects).find(|h| h.url.starts_with("https://") && h.to.starts_with("http://")) else {
        return Verdict::Pass;
    };
    let from = Origin::parse(&hop.url).map_or_else(|| cx.host(), |o| o.host);
    Verdict::fail(
        Finding::new(format!("https://{from} sends its visitors back to http"))
            .observed(format!("{} → {} {}", hop.url, hop.status, text::quote(&hop.to, 80)))
            .expected("every redirect from https leads to https")
            .consequence("Browsers warn that the page is not secure, and what customers type can be read on the way.")
            .remedy(Remedy::Edit {
                file: format!("the nginx location that passes to the app of {from}"),
                line: 0,
                text: "proxy_set_header X-Forwarded-Proto https;".into(),
            })
            .reproduce(follow(&hop.url))
            .cause(from),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let to = |hops: &[(u16, &str)]| sample::redirects(sample::trail("https://app.acme.example/", hops));
    vec![
        Case::passes("no redirect", site).seen(to(&[])),
        Case::passes("to https", site).seen(to(&[(302, "https://app.acme.example/login")])),
        Case::fails("to http", site).seen(to(&[(302, "http://app.acme.example/login")])),
        Case::fails("to http and back", site)
            .seen(to(&[(302, "http://app.acme.example/login"), (301, "https://app.acme.example/login")])),
        Case::fails("from a deep address only", site).seen(Redirects {
            root: sample::trail("https://app.acme.example/", &[]),
            deep: Some(sample::trail("https://app.acme.example/a/b", &[(301, "http://app.acme.example/a/b/")])),
        }),
    ]
}
