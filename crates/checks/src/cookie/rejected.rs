//! Browsers throw a cookie away.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cookie/rejected",
    summary: "Browsers throw a cookie away",
    docs: "Browsers drop a cookie whose attributes contradict each other, without telling anyone: `SameSite=None` \
           without `Secure`, a `__Host-` or `__Secure-` name without what it promises, a `Domain` that is not the \
           host's own or that many companies share (a public suffix), and a name and value of more than 4096 bytes. \
           If it was the session, nobody can sign in with that browser.\n\n\
           Cookies count on every answer, redirects included.",
    subject: SubjectKind::Page,
    stage: Stage::Security,
    severity: Severity::High,
    effort_minutes: 20,
    mission: &["M3.01"],
    source: Source::unread("RFC 6265; ASVS 5.0 3.3"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, page: &Page) -> Verdict {
    let host = cx.host();
    let answer = match &page.answer {
        Ok(answer) if answer.cookies.is_empty() => return Verdict::not_applicable("the page sets no cookie"),
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    let findings = answer.cookies.iter().filter_map(|cookie| {
        let (why, wanted) = reason(cookie, &host)?;
        let name = text::quote(&cookie.name, 30);
        Some(
            Finding::new(format!("Browsers throw away the cookie \"{name}\" of {host}"))
                .observed(format!("{}: {why}", super::attributes(cookie)))
                .expected(wanted)
                .consequence(if cookie.session_like {
                    "Customers cannot stay signed in with such browsers."
                } else {
                    "What the cookie was to remember is forgotten with the next click."
                })
                .remedy(Remedy::Edit {
                    file: "the place in the app, or its session settings, that sets this cookie".into(),
                    line: 0,
                    text: wanted.to_owned(),
                })
                .reproduce(format!(
                    "curl -s -o /dev/null -D - {} | grep -i '^set-cookie'",
                    shell::quoted(&cx.subject.name)
                ))
                .key(cookie.name.clone())
                .cause(format!("{host} {}", cookie.name)),
        )
    });
    Verdict::of(findings.collect())
}

/// Why browsers refuse it, and what they want.
fn reason(cookie: &CookieSeen, host: &str) -> Option<(&'static str, &'static str)> {
    let name = cookie.name.to_ascii_lowercase();
    let domain = cookie.domain.as_deref().map(|d| d.trim_start_matches('.').to_ascii_lowercase()).unwrap_or_default();
    let none = cookie.same_site.as_deref().is_some_and(|s| s.eq_ignore_ascii_case("none"));
    let suffix = Name::parse(&domain).is_ok_and(|n| n.registrable().is_none()) && domain.contains(char::is_alphabetic);
    if none && !cookie.secure {
        Some(("SameSite=None without Secure", "SameSite=None; Secure"))
    } else if name.starts_with("__host-")
        && (!cookie.secure || !domain.is_empty() || cookie.path.as_deref() != Some("/"))
    {
        Some(("__Host- wants Secure, Path=/ and no Domain", "Secure; Path=/ and no Domain"))
    } else if name.starts_with("__secure-") && !cookie.secure {
        Some(("__Secure- wants Secure", "Secure"))
    } else if !domain.is_empty() && domain != host && !host.ends_with(&format!(".{domain}")) {
        Some(("the Domain is not the host's own", "no Domain, or one that the host belongs to"))
    } else if !domain.is_empty() && domain != host && suffix {
        Some(("the Domain is shared by many companies", "no Domain"))
    } else if cookie.size > 4_096 {
        Some(("name and value have more than 4096 bytes", "a number that the server looks up"))
    } else {
        None
    }
}

fn cases() -> Vec<Case> {
    let page = &sample::page();
    let with = |change: fn(&mut CookieSeen)| sample::page_with(|a| a.cookies = vec![sample::cookie(change)]);
    vec![
        Case::passes("in order", page).seen(with(|_| ())),
        Case::passes("a prefix that is kept", page).seen(with(|c| c.name = "__Host-session".into())),
        Case::fails("SameSite=None alone", page).seen(with(|c| {
            c.secure = false;
            c.same_site = Some("None".into());
        })),
        Case::fails("a prefix that is not kept", page).seen(with(|c| {
            c.name = "__Host-session".into();
            c.domain = Some("acme.example".into());
        })),
        Case::fails("a foreign domain", page).seen(with(|c| c.domain = Some("other.example".into()))),
        Case::fails("a public suffix", page).seen(with(|c| c.domain = Some("example".into()))),
        Case::fails("too large", page).seen(with(|c| c.size = 5_000)),
        Case::does_not_apply("no cookie", page).seen(sample::page_with(|_| ())),
    ]
}
