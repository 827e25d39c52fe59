//! A foreign script could be exchanged unnoticed.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/no-integrity",
    summary: "A foreign script could be exchanged unnoticed",
    docs: "A script from another company's host runs with all rights of your page. With `integrity=\"sha384-…\"` \
           the browser refuses it when a single byte differs from what you chose; without, whoever takes over that \
           host takes over your customers' sessions.\n\n\
           Scripts that their maker changes at will (statistics, chat) can't carry a hash: serve them from your own \
           host, or accept this row.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Low,
    effort_minutes: 15,
    mission: &["D3.1"],
    source: Source::unread("W3C Subresource Integrity"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let html = match &page.answer {
        Ok(answer) => answer.html.as_ref(),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let Some(html) = html else { return Verdict::not_applicable("the answer is no HTML page") };
    let origin = cx.subject.origin();
    let foreign = |l: &&Loaded| {
        Origin::parse(&l.url).is_some_and(|o| o.tls && Some(&o) != origin.as_ref() && !cx.declared.owns(&o.host))
    };
    let host = cx.host();
    let bare = html.loads.iter().filter(|l| l.element == "script" && !l.integrity).filter(foreign);
    let findings = bare.map(|load| {
        Finding::new(format!("{host} runs a foreign script without checking it"))
            .observed(format!("<script src={}> without integrity", text::quote(&load.url, 90)))
            .expected("integrity=\"sha384-…\" crossorigin=\"anonymous\"")
            .consequence("Whoever takes over that server runs programs in your customers' sessions.")
            .remedy(Remedy::Run {
                place: "on your machine, for the integrity attribute".into(),
                commands: vec![format!(
                    "curl -s {} | openssl dgst -sha384 -binary | openssl base64 -A",
                    shell::quoted(&load.url)
                )],
            })
            .reproduce(format!("curl -s {} | grep -n '<script'", shell::quoted(&cx.subject.name)))
            .key(load.url.clone())
            .cause(load.url.clone())
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
        Case::passes("one's own", page).seen(loads("https://app.acme.example/x.js", "script", true, false)),
        Case::passes("hashed", page).seen(loads("https://cdn.test/x.js", "script", false, true)),
        Case::fails("bare", page).seen(loads("https://cdn.test/x.js", "script", false, false)),
        Case::does_not_apply("JSON", page).seen(sample::page_with(|a| a.html = None)),
    ]
}
