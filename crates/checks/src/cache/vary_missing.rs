//! A cache can hand one visitor the form meant for another.

use super::control::Control;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/vary-missing",
    summary: "Answers differ by visitor, and caches are not told",
    docs: "A packed answer (`Content-Encoding`), or one that names the asking origin, is right for some visitors \
           only. Without `Vary` a shared cache hands the same one to all: unreadable pages for some, refused \
           requests for others.\n\n\
           It fails when shared caches may keep the answer and `Vary` does not name what it depends on.",
    subject: SubjectKind::Page,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    effort_minutes: 5,
    mission: &["M2.04"],
    source: Source::unread("RFC 9111"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page, cors: Seen<&Cors>) -> Verdict {
    let answer = match &page.answer {
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    if Control::of(answer).shared_seconds().is_none_or(|s| s == 0) {
        return Verdict::not_applicable("shared caches are not allowed to keep it");
    }
    let varies = |name: &str| answer.headers_named("vary").any(|v| v == "*" || v.to_ascii_lowercase().contains(name));
    let packed = answer.header("content-encoding").is_some_and(|e| !e.eq_ignore_ascii_case("identity"));
    let named = |p: &CorsProbe| p.allow_origin.as_deref() == Some(p.origin.as_str()) && !p.varies;
    let (what, why) = if packed && !varies("accept-encoding") {
        ("Accept-Encoding", super::seen(answer, "content-encoding"))
    } else {
        match cors {
            Err(unknown) => return unknown.into(),
            Ok(cors) if cors.probes.iter().any(named) => {
                ("Origin", "Access-Control-Allow-Origin repeats the asking origin".to_owned())
            }
            Ok(_) => return Verdict::Pass,
        }
    };
    let host = cx.host();
    Verdict::fail(
        Finding::new(format!("Caches are not told that answers of {host} differ"))
            .observed(format!("{why}; {}; {}", super::seen(answer, "cache-control"), super::seen(answer, "vary")))
            .expected(format!("vary: {what}"))
            .consequence("Some visitors get an answer that was made for others, and can't read it.")
            .remedy(Remedy::Edit {
                file: format!("the nginx server block of {host}"),
                line: 0,
                text: format!("add_header Vary {what} always;"),
            })
            .reproduce(format!(
                "curl -s -o /dev/null -D - -H 'Accept-Encoding: gzip' {} | grep -iE '^(vary|content-enc|cache)'",
                shell::quoted(&cx.subject.name)
            ))
            .key(what)
            .cause(format!("{host} {what}")),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |headers: &[(&str, &str)]| {
        sample::page_with(|a| a.headers.extend(headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))))
    };
    let kept = ("cache-control", "public, max-age=600");
    let packed = ("content-encoding", "gzip");
    vec![
        Case::passes("told", page)
            .seen(with(&[kept, packed, ("vary", "Accept-Encoding")]))
            .seen(Cors { probes: Vec::new() }),
        Case::passes("not packed", page).seen(with(&[kept])).seen(Cors { probes: Vec::new() }),
        Case::fails("packed, not told", page).seen(with(&[kept, packed])),
        Case::fails("an origin repeated", page).seen(with(&[kept])).seen(Cors {
            probes: vec![CorsProbe {
                origin: "https://stranger.example".into(),
                allow_origin: Some("https://stranger.example".into()),
                allow_credentials: false,
                varies: false,
            }],
        }),
        Case::does_not_apply("not kept", page).seen(with(&[packed])),
    ]
}
