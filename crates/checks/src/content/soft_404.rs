//! Pages that do not exist answer as if they did.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/soft-404",
    summary: "Pages that do not exist answer 200",
    docs: "When every address answers 200, a mistyped link shows the front page or an apology that search engines \
           keep as a page, dead links are found by nobody, and monitors that ask for a page see \"fine\" while it \
           is gone.\n\n\
           A random path is asked. 404 and 410 pass, and so do 401, 403 and redirects. Single-page apps that answer \
           everything with their shell are told so: let the server answer 404 for paths that the router does not \
           know.",
    subject: SubjectKind::Site,
    stage: Stage::QuickAudit,
    severity: Severity::Low,
    level: Level::Safe,
    effort_minutes: 30,
    mission: &["M1.12"],
    source: Source::unread("ASVS 5.0 13.4; own judgement"),
    needs: &["reach/server-error"],
    ..CheckInfo::BASE
};

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
    if !(200..300).contains(&answer.status) || answer.html.is_none() {
        return Verdict::Pass;
    }
    let site = &cx.subject.name;
    let what = if nowhere.same_as_home { "the front page" } else { "a page" };
    Verdict::fail(
        Finding::new(format!("{site} answers 200 for pages that do not exist"))
            .observed(format!("status {} with {what} for a random path", answer.status))
            .expected("404")
            .consequence("Dead links look alive to you, to search engines and to monitors.")
            .remedy(Remedy::say("Answer 404 for paths that no route knows; the page that is shown can stay the same."))
            .reproduce(format!("curl -s -o /dev/null -w '%{{http_code}}\\n' {site}/no-such-page-$RANDOM"))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    vec![
        Case::passes("404", site).seen(sample::nowhere(404)),
        Case::passes("a wall", site).seen(sample::nowhere(401)),
        Case::fails("200", site).seen(sample::nowhere(200)),
        Case::fails("a single-page app", site).seen(Nowhere { same_as_home: true, ..sample::nowhere(200) }),
        Case::does_not_apply("leads elsewhere", site).seen(Nowhere { moved: true, ..sample::nowhere(301) }),
    ]
}
