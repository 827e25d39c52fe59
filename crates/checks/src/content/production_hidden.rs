//! The public site asks search engines to stay away.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/production-hidden",
    summary: "The public site asks search engines to stay away",
    docs: "`Disallow: /` in robots.txt or a `noindex` on the front page is right on a staging host and travels to \
           production with the deploy: then nobody finds the product.\n\n\
           Judged are the canonical host, the registered domain and `www`; an app behind a log-in may well stay \
           hidden.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["M2.01"],
    source: Source::unread("RFC 9309"),
    needs: &["reach/server-error", "exposure/default-page"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, known: &WellKnown) -> Verdict {
    if known.moved || !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("another site stands for it, or it is not served over https");
    }
    let host = cx.host();
    let apex = cx.declared.domain.as_ref().is_some_and(|d| d.as_str() == host);
    let canonical = cx.declared.canonical.as_ref().is_some_and(|o| o.host == host);
    if !(apex || canonical || host.starts_with("www.")) {
        return Verdict::not_applicable("not the public site");
    }
    let why = if known.robots.as_ref().is_some_and(|r| r.closed) {
        "robots.txt: Disallow: /".to_owned()
    } else if let Some(words) = &known.noindex {
        text::quote(words, 80)
    } else {
        return Verdict::Pass;
    };
    Verdict::fail(
        Finding::new(format!("{host} asks search engines to stay away"))
            .observed(why)
            .expected("no such request on the public site")
            .consequence("Nobody who searches for your product finds it.")
            .remedy(Remedy::Edit {
                file: format!("https://{host}/robots.txt, and the settings of the deploy"),
                line: 0,
                text: "User-agent: *\nAllow: /".into(),
            })
            .reproduce(format!("curl -s https://{host}/robots.txt; curl -s https://{host}/ -D - | grep -i robots"))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let site = &Subject::new(SubjectKind::Site, "https://acme.example");
    let seen = |closed: bool, noindex: Option<&str>| WellKnown {
        robots: Some(Robots { closed, disallowed: Vec::new() }),
        security_txt: None,
        no_security_txt: false,
        noindex: noindex.map(str::to_owned),
        moved: false,
    };
    vec![
        Case::passes("open", site).seen(seen(false, None)),
        Case::fails("robots.txt", site).seen(seen(true, None)),
        Case::fails("a header", site).seen(seen(false, Some("x-robots-tag: noindex, nofollow"))),
        Case::does_not_apply("an app", &sample::site()).seen(seen(true, None)),
    ]
}
