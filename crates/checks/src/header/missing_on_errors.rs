//! Error pages come without the headers of other pages.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/missing-on-errors",
    summary: "Error pages lack the headers of other pages",
    docs: "nginx sends `add_header` lines only with good answers unless `always` stands behind them, and many apps \
           set headers in their own answers only. An error page shows what the visitor typed in the address, so it \
           needs the same protection.\n\n\
           A random path is compared with the front page: what one has, the other must have.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Low,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["D3.1"],
    source: Source::unread("nginx, ngx_http_headers_module"),
    needs: &["exposure/default-page", "exposure/stack-trace"],
    ..CheckInfo::BASE
};

/// Headers that error pages need as well.
const WANTED: [&str; 4] =
    ["strict-transport-security", "x-content-type-options", "content-security-policy", "x-frame-options"];

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, nowhere: &Nowhere) -> Verdict {
    let answer = match &nowhere.answer {
        Ok(_) if nowhere.moved => return Verdict::not_applicable("another site stands for it"),
        Ok(answer) => answer,
        Err(failure) => return Verdict::not_applicable(failure.words()),
    };
    if answer.status < 400 || answer.html.is_none() || nowhere.home_headers.is_empty() {
        return Verdict::not_applicable("the site gives no error page, or no front page to compare it with");
    }
    let lost: Vec<&str> = WANTED
        .into_iter()
        .filter(|h| nowhere.home_headers.iter().any(|n| n == h) && answer.header(h).is_none())
        .collect();
    if lost.is_empty() {
        return Verdict::Pass;
    }
    let site = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("Error pages of {site} lack protective headers"))
            .observed(format!("status {} without {}", answer.status, text::list(&lost)))
            .expected("the headers of the front page")
            .consequence("What the front page is protected from works on every mistyped address.")
            .remedy(Remedy::say(
                "nginx: write `always` at the end of each add_header line. Apache: `Header always set`. In an app: set \
                 the headers in a layer that sees every answer.",
            ))
            .reproduce(format!("curl -sI {site}/no-such-page | grep -iE '^({})'", lost.join("|")))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let home = || WANTED.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>();
    let with = |bare: bool| {
        let mut nowhere = Nowhere { home_headers: home()[..3].to_vec(), ..sample::nowhere(404) };
        nowhere.answer.iter_mut().filter(|_| bare).for_each(|a| a.headers.retain(|(n, _)| n == "content-type"));
        nowhere
    };
    vec![
        Case::passes("the same", site).seen(with(false)),
        Case::fails("none on errors", site).seen(with(true)),
        Case::does_not_apply("no front page", site).seen(Nowhere { home_headers: Vec::new(), ..with(true) }),
        Case::does_not_apply("no error", site).seen(sample::nowhere(200)),
        Case::does_not_apply("leads elsewhere", site).seen(Nowhere { moved: true, ..sample::nowhere(301) }),
    ]
}
