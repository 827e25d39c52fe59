//! Nobody can find out where to report a security hole.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "content/security-txt-missing",
    summary: "There is no security.txt",
    docs: "A stranger who finds a hole in your product looks for `/.well-known/security.txt`. Without it the report \
           goes to a sales address, to social media, or nowhere.\n\n\
           Asked is the canonical host, or the one that was typed.",
    subject: SubjectKind::Site,
    stage: Stage::Security,
    severity: Severity::Low,
    level: Level::Safe,
    effort_minutes: 10,
    mission: &["D3.1"],
    source: Source::unread("RFC 9116"),
    needs: &["reach/server-error", "exposure/default-page"],
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
    let host = cx.host();
    let main = cx.declared.canonical.as_ref().map_or(&cx.declared.host, |o| &o.host);
    if host != *main {
        return Verdict::not_applicable("not the main host");
    }
    if known.security_txt.is_some() {
        return Verdict::Pass;
    }
    if !known.no_security_txt {
        return Verdict::not_applicable("the site gives no clear answer");
    }
    Verdict::fail(
        Finding::new(format!("{host} does not say where to report security holes"))
            .observed("no /.well-known/security.txt")
            .expected("a text file with Contact and Expires")
            .consequence("Whoever finds a hole tells the public before they tell you.")
            .remedy(Remedy::Edit {
                file: format!("https://{host}/.well-known/security.txt"),
                line: 0,
                text: format!("Contact: mailto:security@{host}\nExpires: <a date within a year, 2027-11-20T00:00:00Z>"),
            })
            .reproduce(format!("curl -s https://{host}/.well-known/security.txt")),
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
        Case::passes("there", site).seen(seen(Some(file(100, 1)))),
        Case::fails("missing", site).seen(seen(None)),
        Case::does_not_apply("another host", &sample::site()).seen(seen(None)),
    ]
}
