//! A site that moves forgets where the visitor wanted to go.

use super::{Address, ends, follow, moves_site, moves_to, shown};
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "redirect/path-lost",
    summary: "The redirect forgets the path or the query",
    docs: "Links in mails, advertisements and bookmarks lead to deep addresses. A redirect from http to https, between \
           the bare name and `www`, or to another host, that always ends on the front page loses the invoice, the \
           invitation or the campaign that was clicked.\n\n\
           A deep address with a query is asked; it passes when path and query arrive (a slash added at the end is \
           fine). Redirects to a log-in or another page of choice are not judged.",
    subject: SubjectKind::Site,
    stage: Stage::DnsAndEdge,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["M1.12", "M2.02"],
    source: Source::unread("own judgement: what links need"),
    needs: &["redirect/loop", "redirect/http-not-https"],
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, redirects: &Redirects) -> Verdict {
    let Some(deep) = &redirects.deep else { return Verdict::not_applicable("the front page does not redirect") };
    let moves: Vec<_> =
        deep.hops.iter().filter_map(ends).filter(|(from, to)| moves_site(cx, from, to) || dumps(from, to)).collect();
    if moves.is_empty() {
        return Verdict::not_applicable("no redirect moves the whole site");
    }
    let kept = |from: &Address, to: &Address| {
        to.path.trim_end_matches('/') == from.path.trim_end_matches('/') && to.query.contains(from.query.as_str())
    };
    let Some((from, to)) = moves.into_iter().find(|(from, to)| !kept(from, to)) else { return Verdict::Pass };
    let (lost, consequence) = if dumps(&from, &to) {
        ("the page asked for", "Customers who click a link in a mail land on the front page instead.")
    } else {
        ("part of the address", "Links in mails and advertisements arrive without what they were to open or count.")
    };
    Verdict::fail(
        Finding::new(format!("The redirect of {} loses {lost}", from.origin))
            .observed(shown(deep))
            .expected("the same path and query at the new address")
            .consequence(consequence)
            .remedy(moves_to(&from.origin.host, &to.origin))
            .reproduce(follow(&deep.start))
            .cause(from.origin.to_string()),
    )
}

/// Does it lead from a deep address to another host's front page?
fn dumps(from: &Address, to: &Address) -> bool {
    from.origin != to.origin && from.path != "/" && to.path == "/" && to.query.is_empty()
}

fn cases() -> Vec<Case> {
    let site = &sample::http_site();
    let deep = |hops: &[(u16, &str)]| Redirects {
        root: sample::trail("http://app.acme.example/", &[(301, "https://app.acme.example/")]),
        deep: Some(sample::trail("http://app.acme.example/a/b?lr=1", hops)),
    };
    vec![
        Case::passes("kept", site).seen(deep(&[(301, "https://app.acme.example/a/b?lr=1")])),
        Case::passes("a slash more", site).seen(deep(&[(301, "https://app.acme.example/a/b/?lr=1")])),
        Case::fails("front page", site).seen(deep(&[(301, "https://app.acme.example/")])),
        Case::fails("query lost", site).seen(deep(&[(301, "https://app.acme.example/a/b")])),
        Case::fails("another host's front page", site).seen(deep(&[(301, "https://new.acme.example/")])),
        Case::does_not_apply("a log-in elsewhere", site)
            .seen(deep(&[(302, "https://login.acme.example/authorize?x=…")])),
        Case::does_not_apply("no redirect", site)
            .seen(sample::redirects(sample::trail("http://app.acme.example/", &[]))),
    ]
}
