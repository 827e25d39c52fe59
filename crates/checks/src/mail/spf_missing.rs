//! The domain does not say who sends its mail.

use super::provider;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/spf-missing",
    summary: "The domain does not say who sends its mail (SPF)",
    docs: "SPF is a TXT record that lists the servers which send mail for a domain. Large receivers want to see one; \
           without it mail from you looks like mail from anybody.\n\n\
           Any SPF record passes here; what stands in it is judged by its siblings.\n\n\
           The fix is made from what is published: a domain whose mail runs at Google or Microsoft gets their list, any \
           other its own web and mail servers. A domain that takes no mail is told by `mail/unused-domain-open`. Add an `include:` for every \
           service that sends for you (newsletters, invoices, support) before you publish it. It ends in `~all`, so \
           that a forgotten sender is marked and not refused.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::High,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M1.06", "A.09"],
    source: Source::read("RFC 7208 §3"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, spf: &Spf, mx: Seen<&Mx>) -> Verdict {
    if !spf.records.is_empty() {
        return Verdict::Pass;
    }
    if provider::unused(cx, mx.clone(), Ok(spf)) {
        return Verdict::not_applicable("the domain neither takes nor sends mail");
    }
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("{domain} does not say who sends its mail"))
            .observed("no TXT record that begins with v=spf1")
            .expected("one SPF record (the list of servers that send for you)")
            .consequence("Gmail and Outlook put your invoices and invitations into spam.")
            .remedy(Remedy::txt(domain, suggested(mx.ok())))
            .reproduce(super::show_spf(domain)),
    )
}

/// The list that fits the servers which take the domain's mail.
fn suggested(mx: Option<&Mx>) -> &'static str {
    let Some(mx) = mx else { return "v=spf1 a mx ~all" };
    let at = |suffix: &str| mx.servers.iter().any(|s| s.host.as_str().ends_with(suffix));
    if at(".google.com") || at(".googlemail.com") {
        "v=spf1 include:_spf.google.com ~all"
    } else if at(".mail.protection.outlook.com") {
        "v=spf1 include:spf.protection.outlook.com ~all"
    } else {
        "v=spf1 a mx ~all"
    }
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let none = || Case::fails("none", domain).seen(sample::spf(&[]));
    vec![
        Case::passes("one", domain).seen(sample::spf(&["v=spf1 mx -all"])),
        Case::passes("two, which mail/spf-several tells", domain).seen(sample::spf(&["v=spf1 mx -all", "v=spf1 -all"])),
        none(),
        none().seen(sample::mx(&["aspmx.l.google.com"])),
        none().seen(sample::mx(&["acme-example.mail.protection.outlook.com"])),
        Case::fails("none, and the domain is declared as a sender", domain)
            .seen(sample::spf(&[]))
            .seen(sample::mx(&[]))
            .declared(|d| d.sending = vec![sample::name("acme.example")]),
        Case::does_not_apply("no mail at all", domain)
            .seen(sample::spf(&[]))
            .seen(Mx { servers: Vec::new(), null: true }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fix_fits_the_mail_servers() {
        assert_eq!(suggested(None), "v=spf1 a mx ~all");
        assert_eq!(suggested(Some(&sample::mx(&["smtp.google.com"]))), "v=spf1 include:_spf.google.com ~all");
        let outlook = sample::mx(&["acme.mail.protection.outlook.com"]);
        assert_eq!(suggested(Some(&outlook)), "v=spf1 include:spf.protection.outlook.com ~all");
        assert_eq!(suggested(Some(&sample::mx(&["mx.notgoogle.com"]))), "v=spf1 a mx ~all");
    }
}
