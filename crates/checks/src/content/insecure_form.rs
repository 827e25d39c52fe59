//! A form sends what people type over plain http.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/insecure-form",
    summary: "A form sends what people type over plain http",
    docs: "A form on an https page that is sent to an `http://` address: browsers warn before it goes, fill in \
           nothing, and everybody on the way reads it. Forms with a password are judged by \
           `access/login-over-http`.",
    subject: SubjectKind::Page,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 10,
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
    if !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("the page is not served over https");
    }
    let html = match &page.answer {
        Ok(answer) => answer.html.as_ref(),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let Some(html) = html else { return Verdict::not_applicable("the answer is no HTML page") };
    let url = &cx.subject.name;
    let findings = html.insecure_forms.iter().map(|action| {
        let secure = action.replacen("http://", "https://", 1);
        Finding::new(format!("A form of {} is sent over http", text::shorten(url, 40)))
            .observed(format!("the form is sent to {}", text::quote(action, 100)))
            .expected(text::quote(&secure, 100))
            .consequence("Browsers warn visitors before sending, and strangers on the way can read what they typed.")
            .remedy(Remedy::Edit {
                file: format!("the template of {url}"),
                line: 0,
                text: format!("action=\"{secure}\""),
            })
            .reproduce(format!("curl -s {} | grep -n 'action=\"http:'", shell::quoted(url)))
            .key(action.clone())
            .cause(action.clone())
    });
    Verdict::of(findings.collect())
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |change: fn(&mut Html)| sample::page_with(|a| change(a.html.get_or_insert_default()));
    let plain = &Subject::new(SubjectKind::Page, "http://app.acme.example/");
    let bad = || with(|h| h.insecure_forms = vec!["http://app.acme.example/search".into()]);
    vec![
        Case::passes("none", page).seen(with(|_| ())),
        Case::fails("over http", page).seen(bad()),
        Case::does_not_apply("an http page", plain).seen(bad()),
    ]
}
