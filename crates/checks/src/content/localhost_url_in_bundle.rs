//! A script calls the machine of its developer.

use super::parts::{grep, no_page, script, scripts};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/localhost-url-in-bundle",
    summary: "A script holds an address of the developer's own machine",
    docs: "A variable that was not set at build time leaves `http://localhost:3000` in the bundle: on the \
           developer's machine all works, on a customer's nothing is there to answer.\n\n\
           The front page and two of its own scripts are read. An address counts only in quotes and with a port; \
           libraries use `http://localhost` without one as a placeholder. Not everything in a bundle is used: see \
           in the browser's network list whether the call is made.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 15,
    mission: &["M1.11"],
    source: Source::unread("own judgement"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, crawl: &Crawl) -> Verdict {
    scripts(
        cx,
        crawl,
        |script| script.local_address.as_ref(),
        |site, url, found| {
            Finding::new(format!("A script of {site} holds {found}"))
                .expected("the public address of the interface")
                .consequence("What the script asks for there fails for everybody but its developer.")
                .remedy(Remedy::SetEnv {
                    name: "the variable of the interface's address at build time (VITE_API_URL, NEXT_PUBLIC_API_URL)"
                        .into(),
                    hint: "its public https address, then build and deploy again".into(),
                })
                .reproduce(grep(url, "(localhost|127.0.0.1):[0-9]+"))
        },
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    vec![
        Case::passes("no such address", site).seen(script(|_| ())),
        Case::fails("a port on localhost", site)
            .seen(script(|s| s.local_address = Some("http://localhost:3000".into()))),
        Case::does_not_apply("no page", site).seen(no_page()),
    ]
}
