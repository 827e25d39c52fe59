//! The app believes a forged host name.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "header/host-reflected",
    summary: "The app believes a forged host name",
    docs: "An app that builds its links from `X-Forwarded-Host` writes what a stranger sends into pages and mails: \
           the link to reset a password then leads to the stranger, and a cache in between hands the forged page to \
           everybody.\n\n\
           One request with an invented name is sent, under an address that only this run uses. It fails when the \
           name comes back in a redirect or in a link.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::High,
    level: Level::Safe,
    effort_minutes: 30,
    mission: &["M3.10"],
    source: Source::unread("OWASP WSTG"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, names: &ForeignNames) -> Verdict {
    if !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("the site is not served over https");
    }
    let Some(place) = &names.forwarded_in else { return Verdict::Pass };
    let host = cx.host();
    Verdict::fail(
        Finding::new(format!("{host} believes a forged host name"))
            .observed(format!("the name sent in X-Forwarded-Host came back in {place}"))
            .expected("links with the host's own name")
            .consequence("A stranger can have password links sent to your customers that lead to the stranger.")
            .remedy(Remedy::Edit {
                file: format!("the nginx server block in front of the app of {host}"),
                line: 0,
                text: format!("proxy_set_header Host {host};\nproxy_set_header X-Forwarded-Host {host};"),
            })
            .reproduce(format!(
                "curl -s -D - -H 'X-Forwarded-Host: stranger.example' 'https://{host}/?x=1' | grep stranger"
            ))
            .cause(host),
    )
}

fn cases() -> Vec<Case> {
    let site = &sample::site();
    let plain = &sample::http_site();
    let with = |change: fn(&mut ForeignNames)| {
        let mut seen =
            ForeignNames { forwarded_in: None, foreign_status: Some(421), foreign_gets_home: false, trace: false };
        change(&mut seen);
        seen
    };
    vec![
        Case::passes("not believed", site).seen(with(|_| ())),
        Case::fails("in a redirect", site).seen(with(|n| n.forwarded_in = Some("Location".into()))),
        Case::does_not_apply("http", plain).seen(with(|_| ())),
    ]
}
