//! Files that never change are asked for again and again.

use super::control::Control;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/static-short",
    summary: "Files that never change are asked for again and again",
    docs: "A file with a hash in its name (`app-3f9a1c2b.js`) never changes: a new version has a new name. Kept for \
           a year it costs returning customers nothing; without `Cache-Control` each visit asks again.\n\n\
           Scripts and style sheets of the front page whose names hold a hash are judged; 30 days pass.",
    subject: SubjectKind::Site,
    stage: Stage::Performance,
    severity: Severity::Low,
    effort_minutes: 10,
    mission: &["M5.06"],
    source: Source::unread("RFC 8246"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, crawl: &Crawl) -> Verdict {
    let site = &cx.subject.name;
    let hashed: Vec<&LinkLook> = crawl.asked.iter().filter(|l| l.status == Ok(200) && is_hashed(&l.url)).collect();
    if hashed.is_empty() {
        return Verdict::not_applicable("the front page loads no file with a hash in its name");
    }
    let short = |l: &&&LinkLook| {
        Control::parse(l.cache_control.as_deref().unwrap_or_default()).any_seconds().is_none_or(|s| s < 2_592_000)
    };
    let Some(file) = hashed.iter().find(short) else { return Verdict::Pass };
    let path = file.url.strip_prefix(site.as_str()).unwrap_or(&file.url);
    Verdict::fail(
        Finding::new(format!("{site} has unchanging files asked for again and again"))
            .observed(format!(
                "{path}: {}",
                file.cache_control.as_deref().map_or("no cache-control".into(), |c| format!("cache-control: {c}"))
            ))
            .expected("cache-control: public, max-age=31536000, immutable")
            .consequence("Every visit is slower than it has to be, most of all on phones.")
            .remedy(Remedy::Edit {
                file: format!("the nginx server block of {}", cx.host()),
                line: 0,
                text: format!(
                    "location {}/ {{ add_header Cache-Control \"public, max-age=31536000, immutable\"; }}",
                    path.rsplit_once('/').map_or("", |(folder, _)| folder)
                ),
            })
            .reproduce(format!("curl -sI {} | grep -i '^cache-control'", shell::quoted(&file.url)))
            .cause(cx.host()),
    )
}

/// Eight or more letters and digits after `-` or `.`, before the ending, with a digit among them.
fn is_hashed(url: &str) -> bool {
    let name = url.rsplit('/').next().unwrap_or_default();
    let Some((stem, "js" | "css" | "woff2")) = name.rsplit_once('.') else { return false };
    let hash = stem.rsplit(['-', '.']).next().unwrap_or_default();
    hash.len() >= 8
        && hash.len() < stem.len()
        && hash.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && hash.chars().any(|c| c.is_ascii_digit())
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let file = |name: &str, control: Option<&str>| {
        sample::crawl(LinkLook {
            url: format!("https://app.acme.example/assets/{name}"),
            role: LinkRole::Script,
            status: Ok(200),
            content_type: Some("text/javascript".into()),
            cache_control: control.map(str::to_owned),
            encoding: None,
            bytes: 100,
        })
    };
    vec![
        Case::passes("a year", site).seen(file("app-3f9a1c2b.js", Some("public, max-age=31536000, immutable"))),
        Case::fails("nothing said", site).seen(file("app-3f9a1c2b.js", None)),
        Case::fails("an hour", site).seen(file("app.3f9a1c2b.css", Some("max-age=3600"))),
        Case::does_not_apply("a name without hash", site).seen(file("bootstrap.min.js", None)),
    ]
}
