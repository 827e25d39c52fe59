//! A host does not answer through the edge that was declared.

use super::{fronts, look_at, switch_on};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "edge/not-as-declared",
    summary: "A host does not answer through the declared edge",
    docs: "`[edge] provider` says what stands in front of the app. A host that answers without it has no protection \
           against floods, none of its rules, and shows the address of the server.\n\n\
           Judged are front pages of the domain, `www`, app and interface, by headers that only one edge sends \
           (Cloudflare, Vercel, Netlify, Fly.io, CloudFront, Fastly, Akamai, bunny.net).",
    subject: SubjectKind::Domain,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M2.03"],
    source: Source::unread("headers documented by the edges; RFC 9211"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, pages: Each<Page>) -> Verdict {
    let Some(declared) = &cx.declared.edge else {
        return Verdict::not_applicable("no edge was declared");
    };
    let Some(edge) = edge_named(declared) else {
        return Verdict::not_applicable(format!("no header is known that only {} sends", text::quote(declared, 40)));
    };
    let other = fronts(cx, &pages).into_iter().filter(|f| f.of_the_app && f.edge != Some(edge));
    let findings: Vec<Finding> = other
        .map(|front| {
            let host = front.host;
            let seen = front.edge.map_or_else(|| "without any known edge".to_owned(), |e| format!("through {e}"));
            Finding::new(format!("{host} is not behind {edge}"))
                .observed(format!("{host} answers {seen}"))
                .expected(format!("{edge}, as launch.toml says"))
                .consequence("Floods and attacks reach your server directly, past every rule of the edge.")
                .remedy(switch_on(&host, edge))
                .reproduce(look_at(&host))
                .key(host.clone())
                .cause(host)
        })
        .collect();
    if findings.is_empty()
        && let Some(unknown) = pages.first_unknown()
    {
        return unknown.clone().into();
    }
    Verdict::of(findings)
}

fn cases() -> Vec<Case> {
    let domain = &sample::domain();
    let docs = &Subject::new(SubjectKind::Page, "https://docs.acme.example/");
    let through = |name: &'static str| sample::page_with_header(name, "8e5-HEL");
    let bare = || sample::page_with(|_| ());
    let cloudflare = |case: Case| case.declared(|d| d.edge = Some("cloudflare".into()));
    vec![
        cloudflare(Case::passes("as declared", domain).with(&sample::page(), through("cf-ray"))),
        cloudflare(
            Case::passes("documents live elsewhere", domain)
                .with(&sample::page(), through("cf-ray"))
                .with(docs, bare()),
        ),
        cloudflare(Case::fails("without", domain).with(&sample::page(), bare())),
        cloudflare(Case::fails("through another", domain).with(&sample::page(), through("x-amz-cf-id"))),
        Case::does_not_apply("nothing declared", domain).with(&sample::page(), bare()),
        Case::does_not_apply("an edge without a sign", domain)
            .with(&sample::page(), bare())
            .declared(|d| d.edge = Some("our own".into())),
    ]
}
