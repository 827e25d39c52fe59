//! A domain that is declared to send mail takes none.

use crate::prelude::*;

static INFO: CheckInfo = CheckInfo {
    id: "mail/sending-domain-without-mx",
    summary: "A domain that sends mail has no server that takes the answers",
    docs: "The domain is declared as one that sends (`[mail] sending`). Without an MX record, or with the null MX, \
           replies to its invoices and invitations come back, bounces are lost, and large receivers refuse mail \
           from a sender that can't be answered.\n\n\
           A domain that is not declared is told by `mail/no-mx`.",
    subject: SubjectKind::MailDomain,
    stage: Stage::QuickAudit,
    severity: Severity::Blocker,
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

fn judge(cx: &Cx, mx: &Mx) -> Verdict {
    let domain = &cx.subject.name;
    if !cx.declared.sending.iter().any(|d| d.as_str() == domain) {
        return Verdict::not_applicable("the domain is not declared as one that sends mail");
    }
    if !mx.servers.is_empty() {
        return Verdict::Pass;
    }
    Verdict::fail(
        Finding::new(format!("{domain} sends mail and takes no answers"))
            .observed(if mx.null { "the null MX" } else { "no MX record" })
            .expected("an MX record")
            .consequence("Replies of customers come back undelivered, and receivers refuse your mail.")
            .remedy(Remedy::say(format!(
                "At your DNS provider publish the MX records that your mail provider shows for {domain}."
            )))
            .reproduce(format!("dig +short {domain} MX")),
    )
}

fn cases() -> Vec<Case> {
    let domain = &sample::mail_domain();
    let sends = |d: &mut model::Declared| d.sending = vec![sample::name("acme.example")];
    vec![
        Case::passes("it takes them", domain).declared(sends).seen(sample::mx(&["mx.acme.example"])),
        Case::fails("no server", domain).declared(sends).seen(sample::mx(&[])),
        Case::fails("the null MX", domain).declared(sends).seen(Mx { servers: Vec::new(), null: true }),
        Case::does_not_apply("not declared", domain).seen(sample::mx(&[])),
    ]
}
