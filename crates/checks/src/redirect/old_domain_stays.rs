//! A domain that was used before does not lead to the new one.

use super::{follow, moves_to, shown};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/old-domain-stays",
    summary: "An old domain does not lead to the new one",
    docs: "Links, bookmarks, invoices and search results go on naming the old domain for years. Where it shows a copy \
           of the site, customers sign in at a place that nobody looks after; where nothing answers, they think the \
           company is gone.\n\n\
           Judged are domains of `[domain] old`, over http and https. Nothing on port 80 is fine; nothing on 443 is \
           not, because links say https. Whether path and query are kept is `redirect/path-lost`.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 20,
    mission: &["M2.02"],
    source: Source::unread("own judgement"),
    needs: &["redirect/loop"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, redirects: &Redirects) -> Verdict {
    let Some(origin) = cx.subject.origin().filter(|o| cx.declared.is_old(&o.host)) else {
        return Verdict::not_applicable("not a domain that was used before");
    };
    let trail = &redirects.root;
    let seen = match &trail.end {
        TrailEnd::Answer { url, status } if Origin::parse(url).is_some_and(|o| cx.declared.is_old(&o.host)) => {
            format!("{}, which answers {status} itself", shown(trail))
        }
        TrailEnd::Answer { .. } => return Verdict::Pass,
        TrailEnd::Failed { failure: HttpFailure::Tls(_), .. } => {
            return Verdict::not_applicable("the tls area tells what is wrong with its certificate");
        }
        TrailEnd::Failed { failure, .. } if origin.tls => format!("{}: {}", shown(trail), failure.words()),
        TrailEnd::Failed { .. } => return Verdict::not_applicable("nothing answers over http"),
        TrailEnd::Foreign { .. } => return Verdict::not_applicable("redirect/foreign-host tells where it leads"),
        TrailEnd::Loop { .. } | TrailEnd::TooMany | TrailEnd::BadLocation { .. } => {
            return Verdict::not_applicable("its redirects lead nowhere");
        }
    };
    let home = cx.declared.canonical.clone().unwrap_or_else(|| Origin::https(&cx.declared.host));
    Verdict::fail(
        Finding::new(format!("{} does not lead to {}", cx.subject.name, home.host))
            .observed(seen)
            .expected(format!("301 to {home}, path and query kept"))
            .consequence("Customers who follow an old link end at a place that nobody looks after.")
            .remedy(moves_to(&origin.host, &home))
            .reproduce(follow(&trail.start))
            .cause(origin.host),
    )
}

fn cases() -> Vec<Case> {
    let old = &Subject::new(SubjectKind::Site, "https://acme-old.example");
    let declared = |case: Case| case.declared(|d| d.old_domains.push(sample::name("acme-old.example")));
    let to = |hops: &[(u16, &str)]| sample::redirects(sample::trail("https://acme-old.example/", hops));
    let failed = |failure: HttpFailure| {
        let mut redirects = to(&[]);
        redirects.root.end = TrailEnd::Failed { url: "https://acme-old.example/".into(), failure };
        redirects
    };
    vec![
        declared(Case::passes("leads to the new one", old).seen(to(&[(301, "https://acme.example/")]))),
        declared(Case::fails("shows a page", old).seen(to(&[]))),
        declared(Case::fails("www of itself", old).seen(to(&[(301, "https://www.acme-old.example/")]))),
        declared(Case::fails("nothing answers", old).seen(failed(HttpFailure::TimedOut))),
        declared(Case::does_not_apply("no certificate", old).seen(failed(HttpFailure::Tls("no".into())))),
        Case::does_not_apply("a domain in use", &sample::site())
            .seen(sample::redirects(sample::trail("https://app.acme.example/", &[]))),
    ]
}
