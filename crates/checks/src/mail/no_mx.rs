//! Nothing takes mail for the domain, and nothing says so.

use super::provider;
use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/no-mx",
    summary: "No server is named that takes mail for the domain",
    docs: "Without an MX record senders fall back to the address of the website, which mostly takes no mail: they try for \
           days and then give up. Replies to invoices and invitations are lost, and receivers distrust a sender that \
           can't be answered.\n\n\
           One MX record passes, and so does the null MX (`MX 0 .`), which says that the domain takes no mail. A domain \
           whose SPF record names no sender either is told by `mail/unused-domain-open`.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Medium,
    effort_minutes: 15,
    wait: Wait::Dns,
    mission: &["M2.09", "M3.11"],
    source: Source::unread("RFC 5321; RFC 7505"),
    ..CheckInfo::BASE
};

/// The check.
pub(super) fn check() -> Check {
    Check::new(&INFO, judge, cases)
}

fn judge(cx: &Cx, mx: &Mx, spf: Seen<&Spf>) -> Verdict {
    if cx.declared.sending.iter().any(|d| d.as_str() == cx.subject.name) {
        return Verdict::not_applicable("mail/sending-domain-without-mx judges a declared sender");
    }
    if mx.null || !mx.servers.is_empty() {
        return Verdict::Pass;
    }
    if provider::unused(cx, Ok(mx), spf) {
        return Verdict::not_applicable("the domain neither takes nor sends mail");
    }
    let domain = &cx.subject.name;
    Verdict::fail(
        Finding::new(format!("{domain} names no server that takes its mail"))
            .observed("no MX record")
            .expected("an MX record, or the null MX")
            .consequence(format!("Replies to mail from {domain} come back undelivered after days."))
            .remedy(Remedy::say(format!(
                "At your DNS provider publish the MX records that your mail provider shows for {domain}.\n\
                 If the domain takes no mail at all, publish this one instead:\n\
                 {domain}. 3600 MX 0 ."
            )))
            .reproduce(format!("dig +short {domain} MX")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    vec![
        Case::passes("one", domain).seen(sample::mx(&["mx.acme.example"])),
        Case::passes("the null MX", domain).seen(Mx { servers: Vec::new(), null: true }),
        Case::fails("none, and SPF names senders", domain)
            .seen(sample::mx(&[]))
            .seen(sample::spf(&["v=spf1 include:sendgrid.net -all"])),
        Case::does_not_apply("no mail at all", domain).seen(sample::mx(&[])).seen(sample::spf(&["v=spf1 -all"])),
        Case::does_not_apply("declared as a sender", domain)
            .seen(sample::mx(&[]))
            .declared(|d| d.sending = vec![sample::name("acme.example")]),
    ]
}
