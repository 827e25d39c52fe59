//! A picture of the front page does not load.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/broken-image",
    summary: "A picture of the front page does not load",
    docs: "Pictures of the same host on the front page are asked, two per run. It fails when one answers 404, 410 \
           or a server error, or comes as an HTML page, as single-page apps answer for files that are not there.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 10,
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
            Finding::new(format!("A picture of {site} does not load: {path}"))
                .observed(format!("{} answers {why}", link.url))
                .expected("a picture")
                .consequence("Visitors see the sign of a broken picture on the first page.")
                .remedy(Remedy::say(format!("Put the picture at {path}, or correct its address on the front page.")))
                .reproduce(format!("curl -sI {}", shell::quoted(&link.url)))
                .key(link.url.clone())
                .cause(link.url.clone()),
        )
    });
    Verdict::of(findings.collect())
}

fn role(link: &LinkLook) -> bool {
    link.role == LinkRole::Image
}

fn broken(link: &LinkLook) -> Option<String> {
    let status = *link.status.as_ref().ok()?;
    let page = status == 200 && link.content_type.as_deref() == Some("text/html");
    if page {
        Some("an HTML page instead of a picture".into())
    } else {
        (matches!(status, 404 | 410) || status >= 500).then(|| format!("status {status}"))
    }
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
        Case::passes("a picture", site).seen(link(LinkRole::Image, 200, "image/png")),
        Case::fails("gone", site).seen(link(LinkRole::Image, 404, "text/html")),
        Case::fails("the shell of a single-page app", site).seen(link(LinkRole::Image, 200, "text/html")),
        Case::does_not_apply("no pictures", site).seen(link(LinkRole::Link, 404, "text/html")),
    ]
}
