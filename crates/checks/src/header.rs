//! Headers of front pages.

mod charset_missing;
mod conflicting;
mod cors_any_origin;
mod cors_wildcard;
mod csp;
mod csp_broken;
mod csp_gaps;
mod csp_missing;
mod csp_open_cdn;
mod csp_runs_eval;
mod csp_runs_foreign;
mod csp_runs_inline;
mod frameable;
mod host_reflected;
mod hsts_missing;
mod hsts_preload_incomplete;
mod hsts_short;
mod hsts_subdomains_missing;
mod login_page_frameable;
mod missing_on_errors;
mod nosniff_missing;
mod opener_shared;
mod permissions_missing;
mod policy;
mod referrer_unsafe;
mod sts;
mod version_disclosed;

use crate::Check;
use crate::prelude::*;

/// The checks of this area.
pub(crate) fn checks() -> Vec<Check> {
    vec![
        hsts_missing::check(),
        hsts_short::check(),
        nosniff_missing::check(),
        csp_missing::check(),
        frameable::check(),
        cors_any_origin::check(),
        version_disclosed::check(),
        csp_runs_inline::check(),
        csp_runs_foreign::check(),
        csp_runs_eval::check(),
        csp_open_cdn::check(),
        csp_gaps::check(),
        csp_broken::check(),
        login_page_frameable::check(),
        hsts_subdomains_missing::check(),
        hsts_preload_incomplete::check(),
        referrer_unsafe::check(),
        permissions_missing::check(),
        opener_shared::check(),
        cors_wildcard::check(),
        conflicting::check(),
        charset_missing::check(),
        missing_on_errors::check(),
        host_reflected::check(),
    ]
}

/// The answer whose headers are judged: a successful HTML page at the front of an https site. Errors, redirects and
/// interfaces for programs need none of these headers, and http-only sites have a greater trouble first.
fn front<'a>(cx: &Cx, page: &'a Page) -> Result<&'a Answer, Verdict> {
    let answer = page.answer.as_ref().map_err(|failure| Verdict::not_applicable(failure.words()))?;
    let why = if !cx.is_home() {
        "only front pages are judged"
    } else if !cx.subject.origin().is_some_and(|o| o.tls) {
        "the page is not served over https"
    } else if !(200..300).contains(&answer.status) {
        return Err(Verdict::not_applicable(format!("status {} is no page", answer.status)));
    } else if answer.html.is_none() {
        "the answer is no HTML page"
    } else {
        return Ok(answer);
    };
    Err(Verdict::not_applicable(why))
}

/// [`front`] of a host where people are: the canonical one, declared ones, and those named for an app, its
/// administration or the site. HSTS on the rest of a domain is the owner's affair.
fn front_of_app<'a>(cx: &Cx, page: &'a Page) -> Result<&'a Answer, Verdict> {
    let host = cx.host();
    let answer = front(cx, page)?;
    let people = matches!(cx.declared.purpose(&host), Purpose::Web | Purpose::App | Purpose::Admin);
    if people || cx.meant(&host) {
        Ok(answer)
    } else {
        Err(Verdict::not_applicable("not a host where customers sign in"))
    }
}

/// What was seen of a header.
fn seen(answer: &Answer, name: &str) -> String {
    match answer.header(name) {
        Some(value) => format!("{name}: {}", text::quote(value, 120)),
        None => format!("no {name} header"),
    }
}

/// A header to send.
fn set(host: &str, name: &str, value: impl Into<String>) -> Remedy {
    Remedy::SetHeader { host: host.to_owned(), name: name.to_owned(), value: value.into() }
}

/// A command that prints one header of the front page.
fn show(host: &str, name: &str) -> String {
    format!("curl -s -o /dev/null -D - https://{host}/ | grep -i '^{name}'")
}
