//! One host of the app is not behind the edge of the others.

use super::{Front, fronts, look_at, switch_on};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "edge/unproxied-sibling",
    summary: "One host is not behind the edge of the others",
    docs: "When app and site are behind an edge (Cloudflare, Fastly, CloudFront …) and one host is not, that host \
           shows the address of the server behind it, and everything the edge is there for (rules, limits, hiding) \
           can be walked around.\n\n\
           Judged are front pages of the domain, `www`, app and interface, by headers that only these edges send. A \
           host that lives elsewhere on purpose is a reason to waive its row. With `[edge] provider` declared, \
           `edge/not-as-declared` judges instead.",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M2.03"],
    source: Source::unread("headers documented by the edges"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, pages: Each<Page>) -> Verdict {
    if cx.declared.edge.as_deref().is_some_and(|name| edge_named(name).is_some()) {
        return Verdict::not_applicable("edge/not-as-declared compares every host with what was declared");
    }
    let fronts = fronts(cx, &pages);
    let Some((first, edge)) = fronts.iter().find_map(|f| Some((&f.host, f.edge?))) else {
        return match pages.first_unknown() {
            Some(unknown) => unknown.clone().into(),
            None => Verdict::not_applicable("no host is behind a known edge"),
        };
    };
    let bare: Vec<&Front> = fronts.iter().filter(|f| f.edge.is_none() && f.of_the_app).collect();
    if bare.is_empty()
        && let Some(unknown) = pages.first_unknown()
    {
        return unknown.clone().into();
    }
    let findings = bare.into_iter().map(|Front { host, .. }| {
        Finding::new(format!("{host} is not behind {edge}"))
            .observed(format!("{first} is behind {edge}; {host} answers without it"))
            .expected(format!("{host} behind {edge} as well"))
            .consequence("Attackers reach your server directly, past every rule and limit of the edge.")
            .remedy(switch_on(host, edge))
            .reproduce(look_at(host))
            .key(host.clone())
            .cause(host.clone())
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let api = &Subject::new(SubjectKind::Page, "https://api.acme.example/");
    let docs = &Subject::new(SubjectKind::Page, "https://docs.acme.example/");
    let edge = || {
        sample::page_with(|a| {
            a.headers.retain(|(n, _)| n != "server");
            a.headers.push(("server".into(), "cloudflare".into()));
            a.headers.push(("cf-ray".into(), "8e5-HEL".into()));
        })
    };
    let bare = || sample::page_with(|_| ());
    vec![
        Case::passes("both", domain).with(&sample::page(), edge()).with(api, edge()),
        Case::passes("documents live elsewhere", domain).with(&sample::page(), edge()).with(docs, bare()),
        Case::fails("one is not", domain).with(&sample::page(), edge()).with(api, bare()),
        Case::does_not_apply("the edge was declared", domain)
            .with(&sample::page(), edge())
            .with(api, bare())
            .declared(|d| d.edge = Some("cloudflare".into())),
        Case::does_not_apply("no edge", domain).with(&sample::page(), bare()).with(api, bare()),
    ]
}
