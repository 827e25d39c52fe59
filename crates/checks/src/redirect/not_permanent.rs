//! A whole site moves by a temporary redirect.

use super::{ends, follow, moves_site, moves_to};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/not-permanent",
    summary: "The site moves by a temporary redirect",
    docs: "The way from http to https, and between the bare name and `www`, is meant to stay. 301 and 308 say so: \
           browsers remember it and search engines move what they know to the new address. 302, 303 and 307 say \"for \
           now\", so every visit pays the detour and two addresses compete.\n\n\
           Other redirects (to a log-in, to a language, to another host) rightly are temporary and are not judged.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 10,
    mission: &["M2.02"],
    source: Source::unread("RFC 9110"),
    needs: &["redirect/loop", "redirect/http-not-https"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, redirects: &Redirects) -> Verdict {
    let moves = redirects.root.hops.iter().filter_map(|hop| {
        let (from, to) = ends(hop)?;
        moves_site(cx, &from, &to).then_some((hop, from.origin, to.origin))
    });
    let moves: Vec<_> = moves.collect();
    if moves.is_empty() {
        return Verdict::not_applicable("no redirect moves the whole site");
    }
    let Some((hop, from, to)) = moves.into_iter().find(|(hop, ..)| !matches!(hop.status, 301 | 308)) else {
        return Verdict::Pass;
    };
    let place = if from.host == to.host { "https" } else { to.host.as_str() };
    Verdict::fail(
        Finding::new(format!("{from} moves to {place} only for now"))
            .observed(format!("{} → {} {}", hop.url, hop.status, text::quote(&hop.to, 80)))
            .expected("301 or 308")
            .consequence("Search engines keep listing the old address, and every visit pays the detour again.")
            .remedy(moves_to(&from.host, &to))
            .reproduce(follow(&hop.url))
            .cause(from.to_string()),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::http_site();
    let to = |status: u16, to: &str| sample::redirects(sample::trail("http://app.acme.example/", &[(status, to)]));
    vec![
        Case::passes("301", site).seen(to(301, "https://app.acme.example/")),
        Case::passes("308", site).seen(to(308, "https://app.acme.example/")),
        Case::fails("302", site).seen(to(302, "https://app.acme.example/")),
        Case::fails("307 to www", site).seen(to(307, "https://www.app.acme.example/")),
        Case::fails("an old domain", &Subject::new(SubjectKind::Site, "https://acme-old.example"))
            .seen(sample::redirects(sample::trail("https://acme-old.example/", &[(302, "https://acme.example/")])))
            .declared(|d| d.old_domains.push(sample::name("acme-old.example"))),
        Case::does_not_apply("no redirect", site)
            .seen(sample::redirects(sample::trail("http://app.acme.example/", &[]))),
        Case::does_not_apply("a log-in elsewhere", site).seen(to(302, "https://login.acme.example/authorize")),
    ]
}
