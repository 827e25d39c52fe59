//! A script or style sheet of the front page does not load.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/broken-script",
    summary: "A script or style sheet of the front page does not load",
    docs: "Scripts and style sheets of the same host on the front page are asked, three per run. Where one answers \
           404, 410 or a server error, or comes as an HTML page, the page is without its looks or does nothing: \
           mostly a deploy that removed old files while old pages were still cached, or a wrong base path.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 20,
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
            Finding::new(format!("A part of {site} does not load: {path}"))
                .observed(format!("{} answers {why}", link.url))
                .expected("a script or style sheet")
                .consequence("The page comes without its looks, or its buttons do nothing.")
                .remedy(Remedy::say(format!(
                    "Build and deploy again, so that {path} exists; keep the files of the last version for a day."
                )))
                .reproduce(format!("curl -sI {}", shell::quoted(&link.url)))
                .key(link.url.clone())
                .cause(link.url.clone()),
        )
    });
    Verdict::of(findings.collect())
}

fn role(link: &LinkLook) -> bool {
    matches!(link.role, LinkRole::Script | LinkRole::Style)
}

fn broken(link: &LinkLook) -> Option<String> {
    let status = *link.status.as_ref().ok()?;
    let page = status == 200 && link.content_type.as_deref() == Some("text/html");
    if page {
        Some("an HTML page instead of a script".into())
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
        Case::passes("a script", site).seen(link(LinkRole::Script, 200, "text/javascript")),
        Case::fails("gone", site).seen(link(LinkRole::Script, 404, "text/html")),
        Case::fails("the shell of a single-page app", site).seen(link(LinkRole::Style, 200, "text/html")),
        Case::does_not_apply("none", site).seen(link(LinkRole::Link, 404, "text/html")),
    ]
}
