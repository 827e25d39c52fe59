//! A page that asks for a password can be framed by anyone.

use super::frameable::open_frame;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/login-page-frameable",
    summary: "A log-in page can be shown inside a foreign frame",
    docs: "A log-in page inside somebody else's page can be covered by a copy that looks the same: the address bar \
           shows a stranger, and customers type their password into it, or sign in where they did not mean to.\n\n\
           Every looked-at page with a password field is judged. `frame-ancestors` in a Content-Security-Policy \
           header or `X-Frame-Options: DENY` or `SAMEORIGIN` passes, as in `header/frameable`, which judges other \
           pages.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 10,
    mission: &["D3.1", "M3.01"],
    source: Source::unread("RFC 7034; ASVS 5.0 3.4.6"),
    needs: &["exposure/default-page", "access/login-over-http"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let answer = match &page.answer {
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    if answer.html.as_ref().is_none_or(|h| h.password_forms.is_empty()) {
        return Verdict::not_applicable("the page asks for no password");
    }
    if !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("the page is not served over https");
    }
    let host = cx.host();
    let Some((seen, remedy)) = open_frame(&host, answer) else { return Verdict::Pass };
    let url = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("Any website can frame the log-in page {}", text::shorten(url, 36)))
            .observed(seen)
            .expected("frame-ancestors 'self' or X-Frame-Options: SAMEORIGIN")
            .consequence("A foreign page can lay its own fields over the log-in and collect your customers' passwords.")
            .remedy(remedy)
            .reproduce(format!("curl -s -o /dev/null -D - {} | grep -iE '^(x-frame|content-sec)'", shell::quoted(url)))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let page = &sample::page_at("/login");
    let form = || PasswordForm { action: "https://app.acme.example/login".into(), method: "post".into() };
    let with = |name: &'static str, value: &'static str| {
        sample::page_with(|a| {
            a.headers.retain(|(n, _)| n != "content-security-policy");
            a.headers.push((name.into(), value.into()));
            a.html = Some(Html { password_forms: vec![form()], ..Html::default() });
        })
    };
    vec![
        Case::passes("frame-ancestors", page).seen(with("content-security-policy", "frame-ancestors 'none'")),
        Case::passes("X-Frame-Options", page).seen(with("x-frame-options", "DENY")),
        Case::fails("neither", page).seen(with("x-powered-by", "x")),
        Case::fails("everybody", page).seen(with("content-security-policy", "frame-ancestors *")),
        Case::does_not_apply("no password", page).seen(sample::page_without("content-security-policy")),
    ]
}
