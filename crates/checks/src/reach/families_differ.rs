//! The host answers differently over IPv4 and IPv6.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "reach/families-differ",
    summary: "The host answers differently over IPv4 and IPv6",
    docs: "When the two addresses of a name lead to different servers, half of the customers see another page than \
           you: the old server, a welcome page, an error. The browser chooses the family, so nobody finds out why.\n\n\
           The front page is asked over both. It fails when the statuses or the titles differ; hosts with one \
           family, and a family that does not answer, are judged elsewhere.",
    subject: SubjectKind::Host,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    level: Level::Safe,
    effort_minutes: 30,
    mission: &["M1.01"],
    source: Source::unread("internet.nl, same web site on IPv4 and IPv6"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, families: &Families) -> Verdict {
    let Some((v4, v6)) = families.statuses else {
        return Verdict::not_applicable("the host does not answer over both IPv4 and IPv6");
    };
    let (title4, title6) = &families.titles;
    if v4 == v6 && title4 == title6 {
        return Verdict::Pass;
    }
    let told = |status: u16, title: &Option<String>| {
        let title = title.as_ref().map_or(String::new(), |t| format!(" \"{}\"", text::quote(t, 40)));
        format!("status {status}{title}")
    };
    let host = cx.host();
    Verdict::fail(
        Finding::new(format!("{host} answers differently over IPv4 and IPv6"))
            .observed(format!("IPv4: {}; IPv6: {}", told(v4, title4), told(v6, title6)))
            .expected("the same page over both")
            .consequence("Some customers see another page than you do, depending on their network.")
            .remedy(Remedy::Edit {
                file: format!("the nginx server block of {host}, beside the line for IPv4"),
                line: 0,
                text: "listen [::]:443 ssl;".into(),
            })
            .reproduce(format!("for f in 4 6; do curl -s -$f https://{host}/ | grep -i '<title>'; done")),
    )
}

fn cases() -> Vec<Case> {
    let host = &sample::host();
    let seen = |v4: u16, v6: u16, title: &str| Families {
        statuses: Some((v4, v6)),
        titles: (Some("Acme Desk".into()), Some(title.into())),
    };
    vec![
        Case::passes("the same", host).seen(seen(200, 200, "Acme Desk")),
        Case::fails("another status", host).seen(seen(200, 404, "Acme Desk")),
        Case::fails("another page", host).seen(seen(200, 200, "Welcome to nginx!")),
        Case::does_not_apply("one family", host).seen(Families { statuses: None, titles: (None, None) }),
    ]
}
