//! Cookies.

mod before_consent;
mod no_prefix;
mod not_httponly;
mod not_samesite;
mod not_secure;
mod other_not_secure;
mod rejected;
mod wide_scope;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        not_secure::check(),
        other_not_secure::check(),
        not_httponly::check(),
        not_samesite::check(),
        no_prefix::check(),
        wide_scope::check(),
        rejected::check(),
        before_consent::check(),
    ]
}

/// What is judged of cookies, and how it is told.
struct Telling {
    /// The attribute that is wanted.
    attribute: &'static str,
    /// What is so without it, after "The cookie … of …".
    so: &'static str,
    consequence: fn(&CookieSeen) -> &'static str,
    lacks: fn(&CookieSeen) -> bool,
}

/// One finding for each cookie that lacks the attribute. Cookies count on every answer, redirects and errors included:
/// a log-in often sets its cookie on the way.
fn each(cx: &Cx, page: &Page, telling: &Telling) -> Verdict {
    each_that(cx, page, telling, telling.lacks)
}

/// As [`each`], where more than the cookie itself decides.
fn each_that(cx: &Cx, page: &Page, telling: &Telling, lacks: impl Fn(&CookieSeen) -> bool) -> Verdict {
    let answer = match &page.answer {
        Ok(answer) if answer.cookies.is_empty() => return Verdict::not_applicable("the page sets no cookie"),
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let host = cx.host();
    let mut findings: Vec<Finding> = Vec::new();
    for cookie in answer.cookies.iter().filter(|c| lacks(c)) {
        let name = text::quote(&cookie.name, 30);
        if findings.iter().any(|f| f.key == cookie.name) {
            continue;
        }
        findings.push(
            Finding::new(format!("The cookie \"{name}\" of {host} {}", telling.so))
                .observed(attributes(cookie))
                .expected(format!("{} among its attributes", telling.attribute))
                .consequence((telling.consequence)(cookie))
                .remedy(Remedy::Edit {
                    file: "the place in the app, or its session settings, that sets this cookie".into(),
                    line: 0,
                    text: wanted(cookie),
                })
                .reproduce(format!(
                    "curl -s -o /dev/null -D - {} | grep -i '^set-cookie'",
                    shell::quoted(&cx.subject.name)
                ))
                .key(cookie.name.clone())
                .cause(format!("{host} {}", cookie.name)),
        );
    }
    Verdict::of(findings)
}

/// The cookie as it was sent, without its value.
fn attributes(cookie: &CookieSeen) -> String {
    let mut parts = vec![format!("Set-Cookie: {}=…", text::quote(&cookie.name, 30))];
    parts.extend(cookie.domain.iter().map(|d| format!("Domain={}", text::quote(d, 60))));
    parts.extend(cookie.path.iter().map(|p| format!("Path={}", text::quote(p, 60))));
    parts.extend(cookie.secure.then(|| "Secure".to_owned()));
    parts.extend(cookie.http_only.then(|| "HttpOnly".to_owned()));
    parts.extend(cookie.same_site.iter().map(|s| format!("SameSite={}", text::quote(s, 20))));
    parts.join("; ")
}

/// The cookie as it belongs: Secure always, HttpOnly where no script has to read it.
fn wanted(cookie: &CookieSeen) -> String {
    let same_site = cookie.same_site.clone().or_else(|| Some("Lax".into()));
    attributes(&CookieSeen {
        secure: true,
        http_only: cookie.http_only || cookie.session_like,
        same_site,
        ..cookie.clone()
    })
}
