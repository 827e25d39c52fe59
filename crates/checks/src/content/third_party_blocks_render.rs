//! The page waits for somebody else's server.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/third-party-blocks-render",
    summary: "The page waits for somebody else's server before it shows",
    docs: "A style sheet or a script without `async` or `defer` in the head, from another company's host, holds \
           back everything until it has come: with that host slow or down, your page stays white.\n\n\
           Judged is the front page. Load the script with `defer`, or serve the file (fonts too) from your own \
           host.",
    subject: SubjectKind::Page,
    stage: Stage::Performance,
    severity: Severity::Low,
    effort_minutes: 20,
    mission: &["M5.06"],
    source: Source::unread("Lighthouse, render-blocking resources"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    if !cx.is_home() {
        return Verdict::not_applicable("only front pages are judged");
    }
    let html = match &page.answer {
        Ok(answer) => answer.html.as_ref(),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let Some(html) = html else { return Verdict::not_applicable("the answer is no HTML page") };
    let origin = cx.subject.origin();
    let foreign = |l: &&Loaded| {
        Origin::parse(&l.url).is_some_and(|o| o.tls && Some(&o) != origin.as_ref() && !cx.declared.owns(&o.host))
    };
    let mut hosts: Vec<String> = Vec::new();
    for load in html.loads.iter().filter(|l| l.blocking).filter(foreign) {
        hosts.extend(Origin::parse(&load.url).map(|o| o.host).filter(|h| !hosts.contains(h)));
    }
    let host = cx.host();
    let findings = hosts.into_iter().map(|third| {
        Finding::new(format!("{host} waits for {} before it shows", text::shorten(&third, 34)))
            .observed(format!("a style sheet or script of {third} in the head, without async or defer"))
            .expected("defer, or the file on one's own host")
            .consequence("When that company's server is slow, your page stays white.")
            .remedy(Remedy::Edit {
                file: "the <head> of the page".into(),
                line: 0,
                text: "<script defer src=…>".into(),
            })
            .reproduce(format!("curl -s {} | grep -n {}", shell::quoted(&cx.subject.name), shell::quoted(&third)))
            .key(third.clone())
            .cause(third)
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let loads = |url: &'static str, element: &'static str, blocking: bool, integrity: bool| {
        let loads = vec![Loaded { url: url.into(), element: element.into(), blocking, integrity }];
        sample::page_with(|a| a.html = Some(Html { loads, ..Html::default() }))
    };
    vec![
        Case::passes("one's own", page).seen(loads("https://app.acme.example/x.css", "link", true, false)),
        Case::passes("deferred", page).seen(loads("https://cdn.example/x.js", "script", false, false)),
        Case::fails("a foreign style sheet", page).seen(loads("https://fonts.cdn.test/x.css", "link", true, false)),
        Case::does_not_apply("another page", &sample::page_at("/x")).seen(sample::page_with(|_| ())),
    ]
}
