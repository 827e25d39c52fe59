//! A shared cache keeps a page that belongs to one customer.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "cache/private-page-shared",
    summary: "A shared cache keeps a page that belongs to one customer",
    docs: "An edge or proxy that stores a page of a signed-in customer hands it to the next one who asks, with names, \
           invoices and all. A stored answer that sets a session cookie signs the next visitor in as the one before.\n\n\
           The page is asked twice under an address that only this run uses, so nothing but our own copy can be stored. \
           It fails when the second answer came from store (a cache says so, or `Age` is above 0) and the page is \
           private: declared as such, or it shows that somebody is signed in; or when the stored answer sets a session \
           cookie. The shell of a single-page app, which holds nothing of anybody, passes.",
    subject: SubjectKind::Page,
    stage: Stage::DnsAndEdge,
    severity: Severity::Blocker,
    level: Level::Safe,
    effort_minutes: 30,
    mission: &["M2.04", "A.10"],
    source: Source::read("ASVS 5.0 14.3.2; RFC 9111 §5.2"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, cache: &SharedCache) -> Verdict {
    let second = &cache.second;
    let stored = match (&second.hit, second.age) {
        (Some(hit), _) => Some(text::quote(hit, 60)),
        (None, Some(age)) if age > 0 => Some(format!("age: {age}")),
        _ => None,
    };
    let session = second.sets_cookies.iter().find(|name| names_session(name));
    let private = cache.private.as_ref().filter(|_| second.status == 200 && !cache.same_as_unknown_path);
    let (stored, why) = match (stored, session, private) {
        (Some(stored), Some(cookie), _) => (stored, format!("sets the cookie \"{}\"", text::quote(cookie, 30))),
        (Some(stored), None, Some(private)) => (stored, format!("private: {}", text::quote(private, 40))),
        (None, ..) if private.is_some() || session.is_some() => return Verdict::Pass,
        _ => return Verdict::not_applicable("nothing says that the page belongs to one customer"),
    };
    let url = &cx.subject.name;
    let control = second.cache_control.as_deref().map_or("no Cache-Control".to_owned(), |c| text::quote(c, 60));
    Verdict::fail(
        Finding::new(format!("{} is stored in the shared cache", text::shorten(url, 44)))
            .observed(format!("the second answer came from store ({stored}); {why}; {control}"))
            .expected("cache-control: private, no-store, and no answer from store")
            .consequence(format!("The next visitor can see the previous customer's page {}.", path(url)))
            .remedy(Remedy::SetHeader {
                host: cx.host(),
                name: "Cache-Control".into(),
                value: "private, no-store".into(),
            })
            .reproduce(format!(
                "for i in 1 2; do curl -s -o /dev/null -D - {} | grep -iE '^(age|x-cache|cf-cache|cache-)'; done",
                shell::quoted(&format!("{url}?mine=1"))
            )),
    )
}

fn path(url: &str) -> &str {
    url.splitn(4, '/').nth(3).map_or("/", |rest| &url[url.len() - rest.len() - 1..])
}

/// Only names are kept of cookies, so the usual ones are known by name; tokens against forgery are none.
fn names_session(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let forgery = name.contains("csrf") || name.contains("xsrf");
    let exact = ["sid", "connect.sid", "jwt", "auth", "token"].contains(&name.as_str());
    !forgery && (exact || ["sess", "auth_token", "access_token", "remember_"].iter().any(|part| name.contains(part)))
}

fn cases() -> Vec<Case> {
    let page = &sample::page_at("/account");
    let case = |case: Case, change: fn(&mut SharedCache)| case.seen(sample::shared_cache(change));
    let fails = |name| Case::fails(name, page);
    vec![
        case(Case::passes("private and not stored", page), |_| ()),
        case(Case::passes("age 0", page), |c| c.second.age = Some(0)),
        case(fails("private and stored"), |c| c.second.hit = Some("x-cache: HIT".into())),
        case(fails("private and aged"), |c| c.second.age = Some(1)),
        case(fails("a stored session cookie"), |c| {
            c.private = None;
            c.second.hit = Some("cf-cache-status: HIT".into());
            c.second.sets_cookies = vec!["PHPSESSID".into()];
        }),
        case(Case::does_not_apply("public and stored", page), |c| {
            c.private = None;
            c.second.hit = Some("x-cache: HIT".into());
            c.second.sets_cookies = vec!["csrf_session_token".into()];
        }),
        case(Case::does_not_apply("a single-page app's shell", page), |c| {
            c.same_as_unknown_path = true;
            c.second.hit = Some("x-cache: HIT".into());
        }),
        case(Case::does_not_apply("sends to the log-in", page), |c| c.second.status = 302),
    ]
}
