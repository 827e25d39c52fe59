//! An https page loads something over plain http.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/insecure-resource",
    summary: "An https page loads something over plain http",
    docs: "Browsers block scripts, styles and frames that an https page asks for over `http://`, so that part of the page \
           is missing or dead. A script of one's own host counts as well; pictures are judged by \
           `content/insecure-picture`.\n\n\
           Every `http://` address that an https page loads is listed; links to click on are none. It passes when the \
           page loads everything over https.",
    subject: SubjectKind::Page,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    mission: &["M1.02"],
    source: Source::unread("W3C Mixed Content, Level 2"),
    needs: &["reach/server-error"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    plain(cx, page, |element| !passive(element))
}

/// Does the element show something, instead of running or shaping the page?
pub(super) fn passive(element: &str) -> bool {
    matches!(thing(element), "picture" | "recording")
}

/// One finding for each resource over http whose element is wanted.
pub(super) fn plain(cx: &Cx, page: &Page, wanted: impl Fn(&str) -> bool) -> Verdict {
    if !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("the page is not served over https");
    }
    let html = match &page.answer {
        Ok(answer) => answer.html.as_ref(),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let Some(html) = html else { return Verdict::not_applicable("the answer is no HTML page") };
    let mut findings: Vec<Finding> = Vec::new();
    for (url, element) in html.insecure_resources.iter().filter(|(_, element)| wanted(element)) {
        if findings.iter().any(|f| f.key == *url) {
            continue;
        }
        let secure = url.replacen("http://", "https://", 1);
        let picture = passive(element);
        findings.push(
            Finding::new(format!("{} loads a {} over http", text::shorten(&cx.subject.name, 44), thing(element)))
                .observed(format!("<{element}> with {}", text::quote(url, 120)))
                .expected(text::quote(&secure, 120))
                .consequence(if picture {
                    "The picture stays away or the padlock goes, and customers ask whether the page is safe."
                } else {
                    "Browsers block it, so that a part of the page is missing or does nothing."
                })
                .remedy(Remedy::Edit { file: format!("the template of {}", cx.subject.name), line: 0, text: secure })
                .reproduce(format!("curl -s {} | grep -n 'http://'", shell::quoted(&cx.subject.name)))
                .key(url.clone())
                .cause(url.clone()),
        );
    }
    Verdict::of(findings)
}

/// What the element is to a reader.
fn thing(element: &str) -> &str {
    match element {
        "img" | "image" | "picture" | "source" => "picture",
        "iframe" | "frame" | "embed" | "object" => "frame",
        "link" | "style" => "style sheet",
        "audio" | "video" => "recording",
        other => other,
    }
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let plain = &Subject::new(SubjectKind::Page, "http://app.acme.example/");
    let loads = |list: &[(&str, &str)]| {
        let insecure_resources = list.iter().map(|(u, e)| ((*u).to_owned(), (*e).to_owned())).collect();
        sample::page_with(|a| a.html = Some(Html { insecure_resources, ..Html::default() }))
    };
    let script = ("http://app.acme.example/old.js", "script");
    vec![
        Case::passes("all over https", page).seen(loads(&[])),
        Case::fails("a script of one's own host", page).seen(loads(&[script])),
        Case::fails("the same script twice", page).seen(loads(&[script, script])),
        Case::passes("a picture is told elsewhere", page).seen(loads(&[("http://cdn.example/logo.png", "img")])),
        Case::does_not_apply("an http page", plain).seen(loads(&[script])),
        Case::does_not_apply("JSON", page).seen(sample::page_with(|a| a.html = None)),
    ]
}
