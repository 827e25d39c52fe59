//! A link of the front page leads to an error.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/broken-link",
    summary: "A link of the front page leads to an error",
    docs: "The first links of the front page to pages of the same host are followed, a handful per run, none that \
           robots.txt asks to leave alone and none that does something (sign out, delete). It fails when one \
           answers 404, 410 or a server error.\n\n\
           Links to other hosts and inside other pages are not followed.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M1.12"],
    source: Source::unread("own judgement"),
    needs: &["reach/server-error"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, crawl: &Crawl) -> Verdict {
    let site = &cx.subject.name;
    if !crawl.asked.iter().any(role) {
        return Verdict::not_applicable("the front page has none on its own host that was asked");
    }
    let findings = crawl.asked.iter().filter(|l| role(l)).filter_map(|link| {
        let why = broken(link)?;
        let path = text::shorten(link.url.strip_prefix(site.as_str()).unwrap_or(&link.url), 40);
        Some(
            Finding::new(format!("A link of {site} leads to an error: {path}"))
                .observed(format!("{} answers {why}", link.url))
                .expected("a page")
                .consequence("Visitors who click it see an error page instead of what was promised.")
                .remedy(Remedy::say(format!(
                    "Correct the link to {path} on the front page, or redirect it to where the page is now."
                )))
                .reproduce(format!("curl -sI {}", shell::quoted(&link.url)))
                .key(link.url.clone())
                .cause(link.url.clone()),
        )
    });
    Verdict::of(findings.collect())
}

fn role(link: &LinkLook) -> bool {
    link.role == LinkRole::Link
}

fn broken(link: &LinkLook) -> Option<String> {
    let status = *link.status.as_ref().ok()?;
    (matches!(status, 404 | 410) || status >= 500).then(|| format!("status {status}"))
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let link = |role: LinkRole, status: u16, kind: &str| {
        sample::crawl(LinkLook {
            url: "https://app.acme.example/x".into(),
            role,
            status: Ok(status),
            content_type: Some(kind.into()),
            cache_control: None,
            encoding: None,
            bytes: 100,
        })
    };
    vec![
        Case::passes("a page", site).seen(link(LinkRole::Link, 200, "text/html")),
        Case::passes("a redirect", site).seen(link(LinkRole::Link, 302, "text/html")),
        Case::fails("gone", site).seen(link(LinkRole::Link, 404, "text/html")),
        Case::fails("broken", site).seen(link(LinkRole::Link, 500, "text/html")),
        Case::does_not_apply("no links", site).seen(link(LinkRole::Image, 404, "image/png")),
    ]
}
