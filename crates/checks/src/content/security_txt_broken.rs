//! The security.txt is out of date or names nobody.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/security-txt-broken",
    summary: "The security.txt is out of date or names nobody",
    docs: "A security.txt needs at least one `Contact` and an `Expires` in the future; readers throw an expired one \
           away, because the address in it might belong to somebody else by now.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Low,
    level: Level::Safe,
    effort_minutes: 5,
    mission: &["D3.1"],
    source: Source::unread("RFC 9116"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, known: &WellKnown) -> Verdict {
    if known.moved || !cx.subject.origin().is_some_and(|o| o.tls) {
        return Verdict::not_applicable("another site stands for it, or it is not served over https");
    }
    let Some(file) = &known.security_txt else { return Verdict::not_applicable("there is no security.txt") };
    let why = match file.expires {
        _ if file.contacts == 0 => "no Contact line".to_owned(),
        None => "no Expires line that can be read".to_owned(),
        Some(end) if end <= cx.at => format!("Expires: {end}"),
        Some(_) => return Verdict::Pass,
    };
    let site = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("The security.txt of {} no longer holds", cx.host()))
            .observed(why)
            .expected("Contact, and Expires in the future")
            .consequence("Whoever finds a hole does not trust the address in it and tells others instead.")
            .remedy(Remedy::Edit {
                file: format!("{site}/.well-known/security.txt"),
                line: 0,
                text: format!("Contact: mailto:security@{}\nExpires: <a date within a year>", cx.host()),
            })
            .reproduce(format!("curl -s {site}/.well-known/security.txt"))
            .cause(cx.host()),
    )
}

fn cases() -> Vec<Case> {
    let site = &Subject::new(SubjectKind::Site, "https://acme.example");
    let file = |days: i64, contacts: u32| SecurityTxt { contacts, expires: Some(sample::in_days(days)) };
    let seen = |security_txt: Option<SecurityTxt>| WellKnown {
        robots: None,
        no_security_txt: security_txt.is_none(),
        security_txt,
        noindex: None,
        moved: false,
    };
    vec![
        Case::passes("in order", site).seen(seen(Some(file(100, 1)))),
        Case::fails("expired", site).seen(seen(Some(file(-1, 1)))),
        Case::fails("no contact", site).seen(seen(Some(file(100, 0)))),
        Case::fails("no end", site).seen(seen(Some(SecurityTxt { contacts: 1, expires: None }))),
        Case::does_not_apply("none", site).seen(seen(None)),
    ]
}
