//! Texts travel at full length.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/not-compressed",
    summary: "Texts travel at full length",
    docs: "Scripts, style sheets and pages shrink to a third or less with gzip or brotli, which every browser \
           reads. Without it the first visit takes three times as long on a slow line.\n\n\
           Texts of 20 kB and more that the front page loads from its own host are judged, and the front page \
           itself.",
    subject: SubjectKind::Site,
    stage: Stage::Performance,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M5.06"],
    source: Source::unread("Lighthouse, text compression"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, crawl: &Crawl) -> Verdict {
    let site = &cx.subject.name;
    let mut large: Vec<(String, u64, bool)> = Vec::new();
    let texts = crawl.asked.iter().filter(|l| l.status == Ok(200) && l.content_type.as_deref().is_some_and(is_text));
    large.extend(texts.map(|l| (l.url.clone(), l.bytes, l.encoding.is_some())));
    large.retain(|(_, bytes, _)| *bytes >= 20_000);
    if large.is_empty() {
        return Verdict::not_applicable("the front page loads no long text from its own host");
    }
    let Some((url, bytes, _)) = large.iter().find(|(.., packed)| !packed) else { return Verdict::Pass };
    Verdict::fail(
        Finding::new(format!("{site} sends its texts at full length"))
            .observed(format!("{} kB without content-encoding: {}", bytes / 1_000, text::shorten(url, 80)))
            .expected("content-encoding: br or gzip")
            .consequence("The first visit takes up to three times as long on a slow line.")
            .remedy(Remedy::configure(cx.host(), Setting::Compress))
            .reproduce(format!(
                "curl -sI -H 'Accept-Encoding: br, gzip' {} | grep -i '^content-enc'",
                shell::quoted(url)
            ))
            .cause(cx.host()),
    )
}

fn is_text(kind: &str) -> bool {
    kind.starts_with("text/") || matches!(kind, "application/javascript" | "application/json" | "image/svg+xml")
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let file = |bytes: u64, encoding: Option<&str>| {
        sample::crawl(LinkLook {
            url: "https://app.acme.example/app.js".into(),
            role: LinkRole::Script,
            status: Ok(200),
            content_type: Some("text/javascript".into()),
            cache_control: None,
            encoding: encoding.map(str::to_owned),
            bytes,
        })
    };
    vec![
        Case::passes("packed", site).seen(file(100_000, Some("br"))),
        Case::fails("a long script", site).seen(file(100_000, None)),
        Case::does_not_apply("short", site).seen(file(900, None)),
    ]
}
