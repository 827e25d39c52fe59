//! A password travels unencrypted, or inside an address.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "access/login-over-http",
    summary: "A password is sent unencrypted or inside an address",
    docs: "A log-in form on an `http://` page, or one that is sent to an `http://` address, shows the password to everyone \
           on the way; whoever changes the page on the way gets it in any case. A form that is sent with `method=\"get\"` \
           writes the password into the address, from where it gets into histories, logs and statistics.\n\n\
           A form that names no method is mostly sent by a script and is not accused of GET. Forms on this machine or \
           in a private network are not judged.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::Blocker,
    effort_minutes: 20,
    mission: &["M3.01", "M3.04"],
    source: Source::read("ASVS 5.0 14.2.1"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    if cx.declared.class == TargetClass::Local {
        return Verdict::not_applicable("a local address is not reached over the Internet");
    }
    let html = match &page.answer {
        Ok(answer) => answer.html.as_ref(),
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let forms = html.map_or(&[][..], |h| h.password_forms.as_slice());
    if forms.is_empty() {
        return Verdict::not_applicable("the page asks for no password");
    }
    let url = &cx.subject.name;
    let short = text::shorten(url, 40);
    let fault = |form: &PasswordForm| {
        let action = text::quote(&form.action, 100);
        if url.starts_with("http://") {
            Some((format!("{short} asks for a password over http"), format!("a password form on {url}")))
        } else if form.action.starts_with("http://") {
            Some((format!("{short} sends passwords over http"), format!("the form is sent to {action}")))
        } else if form.method.eq_ignore_ascii_case("get") {
            Some((format!("{short} writes passwords into the address"), format!("method=\"get\" to {action}")))
        } else {
            None
        }
    };
    let Some((title, seen)) = forms.iter().find_map(fault) else { return Verdict::Pass };
    let secure = url.replacen("http://", "https://", 1);
    Verdict::fail(
        Finding::new(title)
            .observed(seen)
            .expected("a form on https, sent to https with method=\"post\"")
            .consequence("Strangers on the way, or in the logs, can read your customers' passwords.")
            .remedy(Remedy::Edit {
                file: format!("the log-in form of {url}, and https for the page itself"),
                line: 0,
                text: format!("<form method=\"post\" action=\"{secure}\">"),
            })
            .reproduce(format!("curl -s {} | grep -i '<form'", shell::quoted(url))),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page_at("/login");
    let plain = &Subject::new(SubjectKind::Page, "http://app.acme.example/login");
    let form = |action: &str, method: &str| {
        let form = PasswordForm { action: action.into(), method: method.into() };
        sample::page_with(|a| a.html = Some(Html { password_forms: vec![form], ..Html::default() }))
    };
    let own = "https://app.acme.example/login";
    vec![
        Case::passes("https and post", page).seen(form(own, "post")),
        Case::passes("a form that a script sends", page).seen(form(own, "")),
        Case::fails("on an http page", plain).seen(form("http://app.acme.example/login", "post")),
        Case::fails("on an http page, sent to https", plain).seen(form(own, "post")),
        Case::fails("sent to http", page).seen(form("http://app.acme.example/login", "post")),
        Case::fails("GET", page).seen(form(own, "get")),
        Case::does_not_apply("no form", page).seen(sample::page_with(|_| ())),
        Case::does_not_apply("this machine", plain).seen(form(own, "get")).declared(|d| d.class = TargetClass::Local),
    ]
}
