//! One host of the app is not behind the edge of the others.

use super::edge_of;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "edge/unproxied-sibling",
    summary: "One host is not behind the edge of the others",
    docs: "When app and site are behind an edge (Cloudflare, Fastly, CloudFront …) and one host is not, that host \
           shows the address of the server behind it, and everything the edge is there for (rules, limits, hiding) \
           can be walked around.\n\n\
           Judged are front pages of the domain, `www`, app and interface, by headers that only these edges send. A \
           host that lives elsewhere on purpose is a reason to waive its row.",
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
    let mut behind: Vec<(String, &str)> = Vec::new();
    let mut bare: Vec<String> = Vec::new();
    for (page, fact) in pages.seen() {
        let Some(origin) = page.origin().filter(|o| page.name == format!("{o}/") && !o.host.ends_with(']')) else {
            continue;
        };
        let Ok(answer) = &fact.answer else { continue };
        let apex = origin.host == cx.subject.name;
        let own = matches!(cx.declared.purpose(&origin.host), Purpose::Web | Purpose::App | Purpose::Api);
        match edge_of(answer) {
            Some(edge) => behind.push((origin.host, edge)),
            None if apex || own => bare.push(origin.host),
            None => {}
        }
    }
    let Some((first, edge)) = behind.first() else {
        return match pages.first_unknown() {
            Some(unknown) => unknown.clone().into(),
            None => Verdict::not_applicable("no host is behind a known edge"),
        };
    };
    if bare.is_empty()
        && let Some(unknown) = pages.first_unknown()
    {
        return unknown.clone().into();
    }
    let findings = bare.into_iter().map(|host| {
        Finding::new(format!("{host} is not behind {edge}"))
            .observed(format!("{first} is behind {edge}; {host} answers without it"))
            .expected(format!("{host} behind {edge} as well"))
            .consequence("Attackers reach your server directly, past every rule and limit of the edge.")
            .remedy(Remedy::say(format!(
                "Switch on the proxy of {edge} for the DNS record of {host}, and let the server accept the edge's \
                 addresses only."
            )))
            .reproduce(format!("curl -sI https://{host}/ | grep -iE '^(server|via|cf-ray|x-amz-cf|x-vercel|x-served)'"))
            .key(host.clone())
            .cause(host)
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
        Case::does_not_apply("no edge", domain).with(&sample::page(), bare()).with(api, bare()),
    ]
}
